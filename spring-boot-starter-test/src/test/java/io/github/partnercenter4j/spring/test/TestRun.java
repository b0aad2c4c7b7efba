package io.github.partnercenter4j.spring.test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of test classes inside a test, with its results. The classes are static, so that only this test runs them. */
final class TestRun implements TestExecutionListener {

    private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Throwable> failures = Collections.synchronizedMap(new TreeMap<>());
    private final List<String> published = Collections.synchronizedList(new ArrayList<>());
    private String stderr = "";

    private TestRun() {}

    static TestRun of(Class<?>... classes) {
        return of(Map.of(), classes);
    }

    static TestRun of(Map<String, String> configuration, Class<?>... classes) {
        LauncherDiscoveryRequestBuilder request =
                LauncherDiscoveryRequestBuilder.request().configurationParameters(configuration);
        for (Class<?> type : classes) {
            request.selectors(DiscoverySelectors.selectClass(type));
        }
        TestRun run = new TestRun();
        PrintStream before = System.err;
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        System.setErr(new PrintStream(heard, true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create().execute(request.build(), run);
        } finally {
            System.setErr(before);
            run.stderr = heard.toString(StandardCharsets.UTF_8);
        }
        return run;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String name = test.getDisplayName().replaceFirst("\\(.*", "");
        result.getThrowable().ifPresent(failure -> failures.put(name, failure));
        if (test.isTest() && result.getThrowable().isEmpty()) {
            passed.add(name);
        }
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        published.addAll(entry.getKeyValuePairs().values());
    }

    List<String> passed() {
        return passed;
    }

    Map<String, Throwable> failures() {
        return failures;
    }

    List<String> published() {
        return published;
    }

    String stderr() {
        return stderr;
    }
}

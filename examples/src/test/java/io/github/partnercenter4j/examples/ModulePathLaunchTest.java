package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.examples.console.PartnerCenterConsole;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Starts programs on the module path, each in its own JVM. Other tests do not notice if a module descriptor lacks a
 * {@code requires}. Each transport is started without the libraries of the other one.
 */
@Tag("full")
@Timeout(120)
class ModulePathLaunchTest {

    private static final String GROUP = "io.github.partnercenter4j.";
    private static final List<String> RETROFIT_LIBRARIES = List.of("okhttp", "retrofit");
    private static final List<String> APACHE_LIBRARIES = List.of("http", "adapter-apache", "slf4j");
    private static final List<String> TEST_LIBRARIES = List.of(
            "junit", "assertj", "archunit", "opentest4j", "apiguardian", "byte-buddy", "test-classes", "surefire");

    private record Ended(int exitCode, String output) {}

    /** Returns the module path: the class path of the tests without test libraries and without the given names. */
    private static String modulePath(List<String> without) {
        String all = System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .filter(entry -> without.stream().noneMatch(name(entry)::contains))
                .filter(entry -> TEST_LIBRARIES.stream().noneMatch(name(entry)::contains))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns a jar's file name, or a module's folder such as "adapter-apache/classes". */
    private static String name(String entry) {
        Path path = Path.of(entry);
        return path.endsWith(Path.of("target", "classes")) || path.endsWith(Path.of("target", "test-classes"))
                ? path.getName(path.getNameCount() - 3) + "/" + path.getFileName()
                : path.getFileName().toString();
    }

    private static Ended java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @Test
    void mainJob_onModulePath_runsOverEachGateway() throws Exception {
        Ended ended = java("-p", modulePath(List.of()), "-m", GROUP + "examples/" + MainJob.class.getName());

        assertThat(ended.output()).contains("Done: read, changed and read back over three gateways.");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void console_onModulePath_signsInAndReads() throws Exception {
        Ended ended = java(
                "-p",
                modulePath(List.of()),
                "-m",
                GROUP + "examples/" + PartnerCenterConsole.class.getName(),
                "consent",
                "--fake");

        assertThat(ended.output()).contains("Signed in.", "website: www.microsoft.com");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"retrofit, LaunchOverRetrofit", "apache, LaunchOverApache"})
    void transport_onModulePathWithoutOtherTransport_works(String transport, String program) throws Exception {
        List<String> without = new ArrayList<>(transport.equals("retrofit") ? APACHE_LIBRARIES : RETROFIT_LIBRARIES);
        without.add("examples");
        if (transport.equals("retrofit")) {
            without.remove("http");
            without.addAll(List.of("httpclient5", "httpcore5"));
        } else {
            without.remove("adapter-apache");
        }

        Ended ended = java(
                "-p",
                modulePath(without),
                "--add-modules",
                GROUP + "adapter." + transport + "," + GROUP + "testkit",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                "io.github.partnercenter4j.examples.launch." + program);

        assertThat(ended.output()).contains("4255550100");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void msal_onModulePathWithoutTransport_getsToken() throws Exception {
        List<String> without =
                List.of("okhttp", "okio", "retrofit", "httpc", "adapter-apache", "wire", "moshi", "kotlin", "examples");

        Ended ended = java(
                "-p",
                modulePath(without),
                "--add-modules",
                GROUP + "msal," + GROUP + "testkit",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                "io.github.partnercenter4j.examples.launch.LaunchOverMsal");

        assertThat(ended.output()).contains("PT1H");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void testkit_onModulePath_createsPlainHttpCloud() throws Exception {
        Ended ended = java(
                "-p",
                modulePath(List.of("examples")),
                "--add-modules",
                GROUP + "testkit",
                "-cp",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                "io.github.partnercenter4j.examples.launch.MakePlainHttpCloud");

        assertThat(ended.output()).contains("api http://fake:8585");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @Test
    void standaloneFake_onModulePath_starts() throws Exception {
        Ended ended = java(
                "-p",
                modulePath(List.of()),
                "-m",
                GROUP + "testkit/" + GROUP + "testkit.standalone.Standalone",
                "--help");

        assertThat(ended.output()).contains("--port");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"core", "wire", "testkit", "contract", "adapter.retrofit", "adapter.apache", "msal", "examples"})
    void module_onModulePath_isNotAutomatic(String module) throws Exception {
        Ended ended = java("-p", modulePath(List.of()), "--describe-module", GROUP + module);

        assertThat(ended.output().lines().findFirst().orElse(""))
                .startsWith(GROUP + module)
                .doesNotContain("automatic");
        assertThat(ended.exitCode()).as(ended.output()).isZero();
    }
}

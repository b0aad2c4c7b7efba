package io.github.partnercenter4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the contract on gateways with one bug each, to show that it finds them. */
@DisplayName("The contract suite")
class BrokenGatewaysTest {

    private static final String BUG = "partnercenter4j.bug";

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    @DisplayName("fails the named sentences for each bug")
    void bug_failsItsSentences(Bug bug) {
        assertThat(bug.breaks()).as("sentences that find %s", bug).isNotEmpty();

        Map<String, TestExecutionResult> results = run(bug, bug.breaks());

        assertThat(failed(results)).as("failed sentences with %s", bug).isEqualTo(bug.breaks());
    }

    @Test
    @DisplayName("has at least one bug for each sentence")
    void sentence_failsForSomeBug() {
        Set<String> broken = Stream.of(Bug.values())
                .flatMap(bug -> bug.breaks().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(broken).as("sentences that fail for some bug").isEqualTo(sentences());
    }

    @Tag("full")
    @Test
    @DisplayName("passes on the reference gateway without a bug")
    void referenceGateway_withoutBug_passesEverySentence() {
        Map<String, TestExecutionResult> results = run(null, sentences());

        assertThat(results.keySet()).isEqualTo(sentences());
        assertThat(failed(results)).as("failed sentences without a bug").isEmpty();
    }

    /** Returns the names of all sentences, for every gateway and over HTTP. */
    private static Set<String> sentences() {
        return Stream.of(
                        HttpGatewayContract.class,
                        KeptConnectionContract.class,
                        BlockingCallContract.class,
                        SupportProfileGatewayContract.class)
                .flatMap(contract -> Arrays.stream(contract.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(method -> method.getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> failed(Map<String, TestExecutionResult> results) {
        return results.entrySet().stream()
                .filter(result -> result.getValue().getStatus() == Status.FAILED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Runs sentences on a gateway with a bug or without one. */
    private static Map<String, TestExecutionResult> run(Bug bug, Collection<String> sentences) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(sentences.stream()
                        .map(sentence -> selectMethod(OnAReferenceGateway.class, sentence))
                        .toList());
        if (bug != null) {
            request.configurationParameter(BUG, bug.name());
        }
        Map<String, TestExecutionResult> results = new HashMap<>();
        LauncherFactory.create().execute(request.build(), new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                test.getSource()
                        .filter(MethodSource.class::isInstance)
                        .ifPresent(source -> results.put(((MethodSource) source).getMethodName(), result));
            }
        });
        return results;
    }

    /** The contract on a reference gateway. It is nested, so that only this test runs it. */
    @ExtendWith(BugOfTheRun.class)
    static final class OnAReferenceGateway extends HttpGatewayContract {

        private final Optional<Bug> bug;

        OnAReferenceGateway(Optional<Bug> bug) {
            this.bug = bug;
        }

        /** A short limit, because many bugs show themselves as an endless wait. */
        @Override
        Duration patience() {
            return bug.isPresent() ? Duration.ofSeconds(1) : super.patience();
        }

        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return bug.isPresent() ? bug.get().open(cloud, trust) : new ReferenceGateway(cloud).trusting(trust);
        }
    }

    /** Passes the bug to the contract. */
    static final class BugOfTheRun implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext run) {
            return parameter.getParameter().getType() == Optional.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext run) {
            return run.getConfigurationParameter(BUG, Bug::valueOf);
        }
    }
}

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

/** The contract is worth what it notices: runs its sentences on gateways that each have one bug. */
@DisplayName("The contract suite")
class BrokenGatewaysTest {

    private static final String BUG = "partnercenter4j.bug";

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    @DisplayName("turns red under each bug where it says so")
    void everyBugIsNoticed(Bug bug) {
        assertThat(bug.breaks()).as("sentences that notice %s", bug).isNotEmpty();

        Map<String, TestExecutionResult> results = run(bug, bug.breaks());

        assertThat(red(results)).as("red sentences under %s", bug).isEqualTo(bug.breaks());
    }

    @Test
    @DisplayName("has no sentence that no bug turns red")
    void everySentenceCanFail() {
        Set<String> broken = Stream.of(Bug.values())
                .flatMap(bug -> bug.breaks().stream())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(broken).as("sentences that some bug turns red").isEqualTo(sentences());
    }

    @Tag("full")
    @Test
    @DisplayName("is green in the same harness without a bug")
    void healthyGatewayIsGreen() {
        Map<String, TestExecutionResult> results = run(null, sentences());

        assertThat(results.keySet()).isEqualTo(sentences());
        assertThat(red(results)).as("red sentences without a bug").isEmpty();
    }

    /** The names of all sentences, those of every gateway and those over HTTP. */
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

    private static Set<String> red(Map<String, TestExecutionResult> results) {
        return results.entrySet().stream()
                .filter(result -> result.getValue().getStatus() == Status.FAILED)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Runs sentences on a gateway with a bug, or with none. */
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

    /** The contract on a reference gateway; nested, so that it is run from here only. */
    @ExtendWith(BugOfTheRun.class)
    static final class OnAReferenceGateway extends HttpGatewayContract {

        private final Optional<Bug> bug;

        OnAReferenceGateway(Optional<Bug> bug) {
            this.bug = bug;
        }

        /** Many a bug shows by nothing happening, and that need not be watched for long. */
        @Override
        Duration patience() {
            return bug.isPresent() ? Duration.ofSeconds(1) : super.patience();
        }

        @Override
        protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
            return bug.isPresent() ? bug.get().open(cloud, trust) : new ReferenceGateway(cloud).trusting(trust);
        }
    }

    /** Tells the contract which bug it is run for. */
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

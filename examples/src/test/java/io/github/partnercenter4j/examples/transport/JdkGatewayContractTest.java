package io.github.partnercenter4j.examples.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the contract finds in a transport that was written in an hour: what its library does behind its back. */
@Tag("full")
class JdkGatewayContractTest {

    @Test
    void contract_ofAGatewayOnTheJdksClient_holdsButForWhatThatClientDoes() {
        List<String> kept = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(MyTransportContract.class))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier sentence, TestExecutionResult result) {
                if (sentence.isTest()) {
                    boolean green = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                    (green ? kept : broken).add(sentence.getDisplayName());
                }
            }
        });

        // That client's own thread sees such bytes in time, or does not.
        broken.remove("what comes on a kept connection before a request is never its answer: nothing is sent there");
        if (Runtime.version().feature() > 17) {
            // Seen on 25.
            broken.removeAll(List.of(
                    "an endless answer is cut off, and the next call works",
                    "a body of 1 MiB is read, one of a byte more is refused, and an error's is cut"));
        }
        assertThat(broken)
                .containsExactlyInAnyOrder(
                        // A read is sent again where its connection broke; there is no switch for that.
                        "a connection that breaks before the answer is IO of unknown outcome, and the request is sent once",
                        "the token is in no failure, its causes included",
                        "on a reused connection that breaks a request is sent once",
                        // Its connections cannot be asked for, so there is no way to close one or to remember anything
                        // of it.
                        "a success without ids on a connection whose answers had them is PROTOCOL of unknown outcome",
                        "after an answer that leaves in doubt where it ends, its connection is closed",
                        // It gives no status away before the whole head has come.
                        "a refusal whose head is longer than anybody reads counts by its status, a success is PROTOCOL",
                        // It waits for the body that the length announces.
                        "a replace answered by 204 or 205 succeeds, whatever length the answer names",
                        // A kept connection keeps what it was last used for.
                        "nothing of an exchange outlives it, though its connection is kept",
                        // HttpClient.close() is of Java 21.
                        "close closes the connections that are kept for the next call");
        assertThat(kept).hasSizeGreaterThan(60);
    }
}

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
        broken.remove(
                "if bytes are waiting on a pooled connection, nothing is sent on it, because they cannot be the response");
        if (Runtime.version().feature() > 17) {
            // Seen on 25.
            broken.removeAll(List.of(
                    "an endless response is cut off, and the next call works",
                    "a body of 1 MiB is read, a longer one is refused, and the body of an error is cut"));
        }
        assertThat(broken)
                .containsExactlyInAnyOrder(
                        // A read is sent again where its connection broke; there is no switch for that.
                        "a connection that breaks before the response is IO of unknown outcome, and the request is sent once",
                        "the token is in no failure and in none of its causes",
                        "if a reused connection breaks, the request is sent only once",
                        // Its connections cannot be asked for, so there is no way to close one or to remember anything
                        // of it.
                        "a success without ids on a connection whose responses had ids is PROTOCOL of unknown outcome",
                        "if the end of a response is not clear, its connection is closed",
                        // It gives no status away before the whole head has come.
                        "if a head is too long, an error response counts by its status, and a success is PROTOCOL",
                        // It waits for the body that the length announces.
                        "a replace with 204 or 205 succeeds, even if the response announces a length",
                        // A kept connection keeps what it was last used for.
                        "nothing of an exchange stays in memory after its end, although its connection is kept",
                        // HttpClient.close() is of Java 21.
                        "close closes pooled connections");
        assertThat(kept).hasSizeGreaterThan(60);
    }
}

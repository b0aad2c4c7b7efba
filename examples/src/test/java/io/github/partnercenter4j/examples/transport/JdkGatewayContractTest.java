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

/**
 * Shows which sentences of the contract a simple transport on the JDK's client breaks, because of what that client
 * does.
 */
@Tag("full")
class JdkGatewayContractTest {

    @Test
    void contract_ofJdkGateway_failsOnlyInListedSentences() {
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

        // The thread of the JDK's client may see these bytes in time, or not.
        broken.remove(
                "if bytes are waiting on a pooled connection, nothing is sent on it, because they cannot be the response");
        if (Runtime.version().feature() > 17) {
            // This happens on Java 25.
            broken.removeAll(List.of(
                    "an endless response is cut off, and the next call works",
                    "a body of 1 MiB is read, a longer one is refused, and the body of an error is cut"));
        }
        assertThat(broken)
                .containsExactlyInAnyOrder(
                        // The JDK's client sends a read again if its connection broke. This cannot be switched off.
                        "a connection that breaks before the response is IO of unknown outcome, and the request is sent once",
                        "the token is in no failure and in none of its causes",
                        "if a reused connection breaks, the request is sent only once",
                        // The JDK's client does not say which connection it uses. So a transport cannot close a
                        // connection or remember anything about it.
                        "a success without ids on a connection whose responses had ids is PROTOCOL of unknown outcome",
                        "if the end of a response is not clear, its connection is closed",
                        // It reports no status before the whole head has arrived.
                        "if a head is too long, an error response counts by its status, and a success is PROTOCOL",
                        // It waits for a body of the announced length.
                        "a replace with 204 or 205 succeeds, even if the response announces a length",
                        // A pooled connection keeps references to its last exchange.
                        "nothing of an exchange stays in memory after its end, although its connection is kept",
                        // HttpClient.close() exists since Java 21.
                        "close closes pooled connections");
        assertThat(kept).hasSizeGreaterThan(60);
    }
}

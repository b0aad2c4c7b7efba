package io.github.partnercenter4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.contract.peer.BadRoute;
import io.github.partnercenter4j.contract.peer.RawPeer;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a gateway may reuse a connection for another request, and when not. */
abstract class KeptConnectionContract extends BlockingCallContract {

    private static final String PROFILE = "{\"email\":\"email@sample.com\"}";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String LENGTH = "Content-Length: " + PROFILE.length() + "\r\n";
    private static final String WHOLE = HEAD + LENGTH + "\r\n" + PROFILE;
    private static final String FORGED = WHOLE.replace("email@sample.com", "forged@sample.com");

    @Test
    @DisplayName(
            "if bytes are waiting on a pooled connection, nothing is sent on it, because they cannot be the response")
    void pooledConnection_withUnreadBytes_isNotUsed() throws Exception {
        for (String scheme : List.of("http", "https")) {
            try (RawPeer peer = RawPeer.listening(patience());
                    SupportProfileGateway gateway = openTrusting(over(scheme, peer.cloud()))) {
                CompletableFuture<SupportProfileReply> first = gateway.fetch(context());
                try (RawPeer.Client kept = accept(peer, scheme)) {
                    kept.readRequest();
                    kept.send(WHOLE);
                    valueOf(first);
                    // On loopback, the bytes have arrived when this returns.
                    kept.send(FORGED);

                    CompletableFuture<SupportProfileReply> second = gateway.replace(CHANGED, context());

                    try (RawPeer.Client other = accept(peer, scheme)) {
                        other.readRequest();
                        other.send(WHOLE);
                        assertEquals(
                                "email@sample.com",
                                valueOf(second).profile().email(),
                                () -> "the response to the request, over " + scheme);
                    }
                    assertTrue(kept.isLeft(), "the other connection is closed, and nothing was sent on it");
                }
            }
        }
    }

    @Test
    @DisplayName("a success without ids on a connection whose responses had ids is PROTOCOL of unknown outcome")
    void successWithoutIds_onConnectionWithIds_isProtocol() throws Exception {
        fetched();

        PartnerCenterException failure =
                replaceFailure(Fault.raw(WHOLE.getBytes(StandardCharsets.UTF_8)).at(Point.BEFORE_COMMIT));

        assertCategory(ErrorCategory.PROTOCOL, failure);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome());
        fetched();
        assertEquals(2, connectionsSeen(), "connections, because the first was dropped");
    }

    private long connectionsSeen() {
        return fake().journal().exchanges().stream()
                .map(exchange -> exchange.connection())
                .distinct()
                .count();
    }

    @Test
    @DisplayName("if the end of a response is not clear, its connection is closed")
    void response_withUnclearEnd_closesConnection() throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        answers.put("two lengths that differ", HEAD + LENGTH + "Content-Length: 5\r\n\r\n" + PROFILE);
        answers.put("a length and chunks", HEAD + "Content-Length: 5\r\n" + chunked());
        answers.put("a line end after the body", WHOLE + "\r\n");
        answers.put("another response after the body", WHOLE + FORGED);
        answers.put("another response after the chunks", HEAD + chunked() + FORGED);
        answers.put("304 with a body", "HTTP/1.1 304 Not Modified\r\n" + LENGTH + "\r\n" + PROFILE);
        for (String scheme : List.of("http", "https")) {
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                closesAfter(scheme, answer.getKey(), answer.getValue());
            }
        }
    }

    private void closesAfter(String scheme, String what, String answer) throws Exception {
        try (RawPeer peer = RawPeer.listening(patience());
                SupportProfileGateway gateway = openTrusting(over(scheme, peer.cloud()))) {
            CompletableFuture<SupportProfileReply> first = gateway.fetch(context());
            try (RawPeer.Client doubtful = accept(peer, scheme)) {
                doubtful.readRequest();
                doubtful.send(answer);
                first.handle((reply, failure) -> reply).get(patience().toMillis(), TimeUnit.MILLISECONDS);

                CompletableFuture<SupportProfileReply> second = gateway.fetch(context());

                try (RawPeer.Client other = accept(peer, scheme)) {
                    other.readRequest();
                    other.send(WHOLE);
                    valueOf(second);
                }
                assertTrue(doubtful.isLeft(), () -> what + " over " + scheme + ": the connection is closed");
            }
        }
    }

    @Test
    @DisplayName("an unrequested upgrade is PROTOCOL, and its connection is closed at once")
    void unrequestedUpgrade_isProtocol() throws Exception {
        try (RawPeer peer = RawPeer.listening(patience());
                SupportProfileGateway gateway = openAnother(peer.cloud())) {
            CompletableFuture<SupportProfileReply> call = gateway.replace(CHANGED, context());
            try (RawPeer.Client client = peer.accept()) {
                client.readRequest();
                client.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: canary\r\nConnection: upgrade\r\n\r\n");

                PartnerCenterException failure = failureOf(call);

                assertCategory(ErrorCategory.PROTOCOL, failure);
                assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome());
                assertTrue(client.isLeft(), "the connection is closed");
            }
        }
    }

    @Test
    @DisplayName("if the server closed many pooled connections, at most one call fails")
    void pooledConnections_closedByServer_failAtMostOneCall() throws Exception {
        closeWhileIdle(RawPeer.Client::close);
    }

    @Test
    @DisplayName("if the server reset many pooled connections, at most one call fails")
    void pooledConnections_resetByServer_failAtMostOneCall() throws Exception {
        closeWhileIdle(RawPeer.Client::reset);
    }

    private interface Closing {
        void apply(RawPeer.Client client) throws IOException;
    }

    private void closeWhileIdle(Closing closing) throws Exception {
        int many = 8;
        CountDownLatch answered = new CountDownLatch(1);
        CyclicBarrier together = new CyclicBarrier(many);
        try (BadRoute route =
                        BadRoute.to(fake().url().getPort(), (int) patience().toMillis());
                SupportProfileGateway gateway = openAnother(route.cloud("http"))) {
            route.strike(many, (client, counter) -> {
                client.readRequest();
                awaitAll(together);
                client.send(WHOLE);
                awaitOrFail(answered);
                closing.apply(client);
            });
            List<CompletableFuture<SupportProfileReply>> burst = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                burst.add(gateway.fetch(context()));
            }
            for (CompletableFuture<SupportProfileReply> call : burst) {
                valueOf(call);
            }
            answered.countDown();
            await("the peer has closed all connections", () -> route.open() == 0);

            List<ErrorCategory> failures = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                gateway.fetch(context())
                        .handle((reply, failure) -> failure == null || failures.add(categoryOf(failure)))
                        .get(patience().toMillis(), TimeUnit.MILLISECONDS);
            }

            assertTrue(failures.isEmpty() || failures.equals(List.of(ErrorCategory.IO)), () -> "failures: " + failures);
            assertEquals(many - failures.size(), fake().journal().total());
        }
    }

    private static ErrorCategory categoryOf(Throwable failure) {
        return failure instanceof PartnerCenterException ours ? ours.category() : ErrorCategory.CLOSED;
    }

    private void awaitOrFail(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the test did not continue in time");
            }
        } catch (InterruptedException over) {
            throw new IOException(over);
        }
    }

    private void awaitAll(CyclicBarrier barrier) {
        try {
            barrier.await(patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception alone) {
            throw new IllegalStateException(alone);
        }
    }

    private static String chunked() {
        return "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(PROFILE.length()) + "\r\n" + PROFILE
                + "\r\n0\r\n\r\n";
    }

    private static Cloud over(String scheme, Cloud plain) {
        URI origin = URI.create(scheme + "://" + plain.authority().getAuthority());
        return Cloud.custom(origin, origin, origin + "/user_impersonation");
    }

    private RawPeer.Client accept(RawPeer peer, String scheme) throws Exception {
        RawPeer.Client plain = peer.accept();
        return scheme.equals("https") ? plain.overTls(fake().serverSslContext()) : plain;
    }
}

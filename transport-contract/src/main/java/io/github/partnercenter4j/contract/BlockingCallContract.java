package io.github.partnercenter4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.contract.peer.RawPeer;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * A blocking call ends after an interrupt, at the deadline, and when client or gateway is closed, wherever its exchange
 * blocks. This is most important for gateways that run exchanges on the callers' threads.
 */
abstract class BlockingCallContract extends SupportProfileGatewayContract {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private enum End {
        INTERRUPT(ErrorCategory.CANCELLED),
        DEADLINE(ErrorCategory.TIMEOUT),
        CLOSE_OF_THE_CLIENT(ErrorCategory.CLOSED),
        CLOSE_OF_THE_GATEWAY(ErrorCategory.CLOSED);

        private final ErrorCategory category;

        End(ErrorCategory category) {
            this.category = category;
        }
    }

    @Test
    @DisplayName("an interrupt, a deadline and a close end a blocking call that connects")
    void blockingCall_whileConnecting_canBeEnded() throws Exception {
        for (End end : End.values()) {
            try (RawPeer full = RawPeer.neverAccepting();
                    Blocked call = new Blocked(full.cloud())) {
                call.endBy(end);
            }
        }
    }

    @Test
    @DisplayName("an interrupt, a deadline and a close end a blocking call during the TLS handshake")
    void blockingCall_inTlsHandshake_canBeEnded() throws Exception {
        for (End end : End.values()) {
            try (RawPeer peer = RawPeer.listening(patience());
                    Blocked call = new Blocked(secure(peer.cloud()));
                    RawPeer.Client client = peer.accept()) {
                assertTrue(client.isSpokenTo(), "the handshake has begun");

                call.endBy(end);
            }
        }
    }

    private static Cloud secure(Cloud plain) {
        URI url = URI.create(plain.apiBase().toString().replace("http:", "https:"));
        return Cloud.custom(url, url, url + "/user_impersonation");
    }

    @Test
    @DisplayName("an interrupt, a deadline and a close end a blocking call that waits for the response")
    void blockingCall_waitingForResponse_canBeEnded() throws Exception {
        for (End end : End.values()) {
            try (RawPeer peer = RawPeer.listening(patience());
                    Blocked call = new Blocked(peer.cloud());
                    RawPeer.Client client = peer.accept()) {
                client.readRequest();

                call.endBy(end);
            }
        }
    }

    @Test
    @DisplayName("an interrupt, a deadline and a close end a blocking call that reads the response")
    void blockingCall_readingBody_canBeEnded() throws Exception {
        for (End end : End.values()) {
            try (RawPeer peer = RawPeer.listening(patience());
                    Blocked call = new Blocked(peer.cloud());
                    RawPeer.Client client = peer.accept()) {
                client.readRequest();
                client.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: 243\r\n\r\n{\"email\"");

                call.endBy(end);
            }
        }
    }

    /** A read on its own thread, with its own gateway and a clock that stands still. */
    private final class Blocked implements AutoCloseable {

        private final VirtualClock clock = VirtualClock.start();
        private final SupportProfileGateway gateway;
        private final PartnerCenter client;
        private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        private final Thread caller = new Thread(this::call, "blocked-caller");
        private volatile @Nullable PartnerCenterException failure;

        Blocked(Cloud cloud) throws Exception {
            gateway = openTrusting(cloud);
            client = PartnerCenter.builder()
                    .gateway(gateway)
                    .tokens(AccessTokenProvider.fixed(token()))
                    .timeout(TIMEOUT)
                    .attemptTimeout(TIMEOUT)
                    .time(clock)
                    .build();
            caller.setDaemon(true);
            caller.start();
        }

        private void call() {
            try {
                client.profiles().supportProfile().get();
            } catch (PartnerCenterException thrown) {
                failure = thrown;
            } finally {
                interrupted.complete(Thread.currentThread().isInterrupted());
            }
        }

        /** Ends the call after it has begun, and checks that it ends. */
        void endBy(End end) throws Exception {
            await("the call has begun", () -> clock.pending() > 0);
            switch (end) {
                case INTERRUPT -> caller.interrupt();
                case DEADLINE -> clock.advance(TIMEOUT);
                case CLOSE_OF_THE_CLIENT -> client.close();
                case CLOSE_OF_THE_GATEWAY -> gateway.close();
            }
            boolean flag = interrupted.get(patience().toMillis(), TimeUnit.MILLISECONDS);
            PartnerCenterException ended = failure;
            assertEquals(end.category, ended == null ? null : ended.category(), () -> end + " gives " + ended);
            assertEquals(end == End.INTERRUPT, flag, () -> "the thread's interrupt flag after " + end);
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
        }
    }
}

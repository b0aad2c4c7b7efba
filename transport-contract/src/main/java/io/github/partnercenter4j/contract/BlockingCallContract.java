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
 * What ends a blocking call, wherever its exchange hangs: an interrupt, the deadline, and the close of client or gateway.
 * It matters most to a gateway that runs exchanges on the threads of their callers, which is each gateway's own choice.
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
    void blockedWhileConnecting() throws Exception {
        for (End end : End.values()) {
            try (RawPeer full = RawPeer.neverAccepting();
                    Blocked call = new Blocked(full.cloud())) {
                call.endBy(end);
            }
        }
    }

    @Test
    @DisplayName("an interrupt, a deadline and a close end a blocking call that agrees on TLS")
    void blockedInTheHandshake() throws Exception {
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
    @DisplayName("an interrupt, a deadline and a close end a blocking call that awaits the answer")
    void blockedBeforeTheHead() throws Exception {
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
    @DisplayName("an interrupt, a deadline and a close end a blocking call that reads the answer")
    void blockedInTheBody() throws Exception {
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

    /** A read on a thread of its own, over a gateway of its own, in time that stands still. */
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

        /** Ends the call, once it has begun, and sees it end. */
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

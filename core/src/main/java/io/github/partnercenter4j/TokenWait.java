package io.github.partnercenter4j;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.support.Futures;
import io.github.partnercenter4j.token.CachedToken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A thread of the application that waits for the client's access token, for a request of its own. */
final class TokenWait implements OpenCalls.Ending {

    private static final CallFacts NO_CALL = CallFacts.of("", "", 0, Duration.ZERO, null);

    private final CompletableFuture<CachedToken> token = new CompletableFuture<>();

    private TokenWait() {}

    /**
     * Waits for a token. An interrupt ends the wait; the interrupt flag stays set.
     *
     * @param refused a token that the service refused, or null
     */
    static AccessToken of(Client client, @Nullable AccessToken refused) {
        TokenWait wait = new TokenWait();
        client.calls().add(wait);
        try {
            AccessToken other = wait.on(client, refused).token();
            if (other.equals(refused)) {
                throw AuthenticationException.of(
                        AuthenticationReason.TOKEN_REJECTED,
                        "The access token provider has no other token than the one that Partner Center refused.",
                        null);
            }
            return other;
        } finally {
            client.calls().remove(wait);
        }
    }

    private CachedToken on(Client client, @Nullable AccessToken refused) {
        if (!token.isDone()) {
            CompletableFuture<CachedToken> got = client.tokens().get(refused, Runnable::run);
            // The request to the provider ends if this was the last that waited for it.
            token.whenComplete((value, ended) -> got.cancel(false));
            got.whenComplete((value, failed) -> {
                if (value != null) {
                    token.complete(value);
                } else {
                    token.completeExceptionally(Futures.unwrap(failed));
                }
            });
        }
        try {
            return token.get();
        } catch (InterruptedException interrupted) {
            token.cancel(false);
            Thread.currentThread().interrupt();
            throw PartnerCenterException.cancelled(NO_CALL, "interrupted");
        } catch (ExecutionException failed) {
            throw asRuntime(failed.getCause());
        }
    }

    private static RuntimeException asRuntime(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
    }

    @Override
    public void close(Executor threads) {
        token.completeExceptionally(PartnerCenterException.closed(NO_CALL, "client", false));
    }
}

package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A client's request for a token to an {@link AccessTokenProvider}. Immutable. */
public final class TokenRequest {

    private final Duration timeLeft;
    private final Executor executor;
    private final @Nullable AccessToken rejected;

    private TokenRequest(Duration timeLeft, Executor executor, @Nullable AccessToken rejected) {
        this.timeLeft = Objects.requireNonNull(timeLeft, "timeLeft");
        this.executor = Objects.requireNonNull(executor, "executor");
        this.rejected = rejected;
    }

    /**
     * Returns a request.
     *
     * @param timeLeft how long the client waits for the token
     * @param executor where blocking work may run
     * @return the request
     */
    public static TokenRequest of(Duration timeLeft, Executor executor) {
        return new TokenRequest(timeLeft, executor, null);
    }

    /**
     * Returns this request with a token that the service refused.
     *
     * @param token the token that was refused with 401
     * @return a request for another token
     */
    public TokenRequest rejecting(AccessToken token) {
        return new TokenRequest(timeLeft, executor, Objects.requireNonNull(token, "token"));
    }

    /**
     * Returns the token that the service refused. A provider that caches tokens must return another one. If it has no
     * other one, it may return the same; the client does not send that again.
     *
     * @return the refused token, or null if the request has another reason: the client has no token, or its token is
     *     about to expire
     */
    public @Nullable AccessToken rejected() {
        return rejected;
    }

    /**
     * Returns how long the client waits for the token.
     *
     * @return the time left
     */
    public Duration timeLeft() {
        return timeLeft;
    }

    /**
     * Returns the executor for blocking work of the provider.
     *
     * @return the client's executor
     */
    public Executor executor() {
        return executor;
    }

    @Override
    public String toString() {
        return "TokenRequest[timeLeft=" + timeLeft + (rejected == null ? "]" : ", one was refused]");
    }
}

package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a client tells an {@link AccessTokenProvider} when it asks for a token. Immutable. */
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
     * Returns this request, made because the service refused a token.
     *
     * @param token what it refused with 401
     * @return a request for another one
     */
    public TokenRequest rejecting(AccessToken token) {
        return new TokenRequest(timeLeft, executor, Objects.requireNonNull(token, "token"));
    }

    /**
     * Returns the token that the service refused. A provider that keeps tokens must give another one, or, if it has no
     * other, the same, which the client then does not send again.
     *
     * @return the refused token; empty if the client has none, or one that is about to end
     */
    public @Nullable AccessToken rejected() {
        return rejected;
    }

    /**
     * Returns how long the client waits; after that nobody takes the token.
     *
     * @return the time left
     */
    public Duration timeLeft() {
        return timeLeft;
    }

    /**
     * Returns where a provider may run what blocks.
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

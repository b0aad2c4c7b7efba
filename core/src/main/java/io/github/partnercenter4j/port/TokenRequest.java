package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

/** What a client tells an {@link AccessTokenProvider} when it asks for a token. Immutable. */
public final class TokenRequest {

    private final Duration timeLeft;
    private final Executor executor;

    private TokenRequest(Duration timeLeft, Executor executor) {
        this.timeLeft = Objects.requireNonNull(timeLeft, "timeLeft");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /**
     * Returns a request.
     *
     * @param timeLeft how long the call can wait
     * @param executor where blocking work may run
     * @return the request
     */
    public static TokenRequest of(Duration timeLeft, Executor executor) {
        return new TokenRequest(timeLeft, executor);
    }

    /**
     * Returns how long the call can wait; after that nobody takes the token.
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
        return "TokenRequest[timeLeft=" + timeLeft + "]";
    }
}

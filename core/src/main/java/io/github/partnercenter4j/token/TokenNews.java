package io.github.partnercenter4j.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told of a client's requests for tokens, never under a lock. Must not throw. */
public interface TokenNews {

    /**
     * A request begins.
     *
     * @param early true if calls go on with a token that is still good
     */
    void requested(boolean early);

    /** A request has ended. */
    void ended(End end);

    /**
     * How a request ended.
     *
     * @param early true if calls went on with a token that was still good
     * @param elapsed how long it took
     * @param failures how many requests have failed one after another, with this one; 0 if it succeeded
     * @param tokenLeft how long the client's token is good; zero if it has none
     * @param failure what it failed with, or null if it succeeded
     */
    record End(
            boolean early,
            Duration elapsed,
            int failures,
            Duration tokenLeft,
            @Nullable Throwable failure) {}
}

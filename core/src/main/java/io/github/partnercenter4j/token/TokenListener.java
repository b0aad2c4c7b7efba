package io.github.partnercenter4j.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gets the events of a client's token requests, never under a lock. Must not throw. */
public interface TokenListener {

    /**
     * A request begins.
     *
     * @param number which request of this cache it is; 1 for the first
     * @param early true if calls go on with a token that is still good
     */
    void requested(int number, boolean early);

    /** A request has ended. */
    void ended(End end);

    /**
     * How a request ended.
     *
     * @param number which request of this cache it was
     * @param early true if calls went on with a token that was still good
     * @param elapsed how long it took
     * @param failures how many requests have failed one after another, with this one; 0 if it succeeded
     * @param tokenLeft how long the client's token is good; zero if it has none
     * @param failure what it failed with, or null if it succeeded
     */
    record End(
            int number,
            boolean early,
            Duration elapsed,
            int failures,
            Duration tokenLeft,
            @Nullable Throwable failure) {}
}

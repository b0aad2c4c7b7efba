package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a listener heard of a call.
 *
 * @param order what came before what, in all calls
 * @param kind what about
 * @param atNanos when
 * @param sinceNanos since when the thread ran that told it: what is told came about between the two
 * @param number which attempt; of an end or a retry, how many there were
 * @param id the request id
 * @param method the method, of attempts
 * @param path the path, of attempts
 * @param delay how long until the next attempt, of retries
 * @param failure what it failed with, or null
 */
record Heard(
        int order,
        Kind kind,
        long atNanos,
        long sinceNanos,
        int number,
        String id,
        String method,
        String path,
        @Nullable Duration delay,
        @Nullable Throwable failure) {

    enum Kind {
        START,
        END,
        RETRY,
        RETRY_END,
        TOKEN,
        TOKEN_END,
        OVER
    }

    @Override
    public String toString() {
        return kind + " " + number;
    }
}

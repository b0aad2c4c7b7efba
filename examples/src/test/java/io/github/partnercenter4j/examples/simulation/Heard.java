package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a listener heard of a call.
 *
 * @param kind what about
 * @param atNanos when
 * @param number which attempt; of an end or a retry, how many there were
 * @param id the request id
 * @param method the method, of attempts
 * @param path the path, of attempts
 * @param delay how long until the next attempt, of retries
 * @param failure what it failed with, or null
 */
record Heard(
        Kind kind,
        long atNanos,
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
        OVER
    }

    @Override
    public String toString() {
        return kind + " " + number;
    }
}

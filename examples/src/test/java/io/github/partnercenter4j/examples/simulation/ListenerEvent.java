package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event of a call that a listener heard.
 *
 * @param order the position among the events of all calls
 * @param kind the kind of event
 * @param atNanos when the listener heard of it
 * @param sinceNanos when the reporting thread began its turn; the event happened between the two times
 * @param number the number of the attempt; of an end or a retry, the number of attempts so far
 * @param id the request id
 * @param method the HTTP method, of attempts only
 * @param path the path, of attempts only
 * @param delay the wait before the next attempt, of retries only
 * @param failure the failure, or null
 */
record ListenerEvent(
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

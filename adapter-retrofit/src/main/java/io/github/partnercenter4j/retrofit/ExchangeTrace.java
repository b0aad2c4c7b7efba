package io.github.partnercenter4j.retrofit;

import java.util.List;

/** What the interceptors learn of one exchange and its call needs to know. Written and read by one call. */
final class ExchangeTrace {

    private volatile boolean sent;
    private volatile List<String> retryAfter = List.of();
    private volatile int status;

    /** A connection stands and the request is about to be written. */
    void sending() {
        sent = true;
    }

    /** Tells whether any of the request may have been sent. */
    boolean isSent() {
        return sent;
    }

    void answered(int newStatus, List<String> newRetryAfter) {
        status = newStatus;
        retryAfter = newRetryAfter;
    }

    /** The status of an answer of which OkHttp showed one; a 407 it was not allowed to see. */
    int status(int shown) {
        return status == 407 ? 407 : shown;
    }

    /** The answer's {@code Retry-After}, which OkHttp was not allowed to see. */
    List<String> retryAfter() {
        return retryAfter;
    }
}

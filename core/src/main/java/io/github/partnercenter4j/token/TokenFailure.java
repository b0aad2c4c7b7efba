package io.github.partnercenter4j.token;

import io.github.partnercenter4j.error.AuthenticationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failed token request, and how long to wait before the next one. Without this, every call would ask a login service
 * that is down or refuses the credential.
 *
 * @param failure the failure of the request
 * @param window how long to wait, before jitter
 * @param untilNanos the end of the wait, by the monotonic clock
 * @param wishNanos the end of the wait that the login service asked for, by the monotonic clock
 */
record TokenFailure(AuthenticationException failure, Duration window, long untilNanos, long wishNanos) {

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * Calculates how long to wait: half a second, doubled after each further failure, at most 30 seconds. A failure
     * that is not retryable waits 30 seconds at once. If the login service asks for a longer wait, that counts.
     *
     * @param before the previous failure, or null after a success
     * @param jitter 0 to 1: shortens the wait by up to a quarter, so that many clients do not send their requests at
     *     the same moment
     */
    static TokenFailure of(AuthenticationException failure, @Nullable TokenFailure before, long nanos, double jitter) {
        Duration window = !failure.isRetryable() ? LONGEST : before == null ? SHORTEST : doubled(before.window());
        long ours = (long) (window.toNanos() * (1 - jitter / 4));
        long theirs = failure.retryAfter().map(Duration::toNanos).orElse(0L);
        return new TokenFailure(failure, window, nanos + Math.max(ours, theirs), nanos + theirs);
    }

    private static Duration doubled(Duration window) {
        Duration twice = window.multipliedBy(2);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    boolean holds(long nanos) {
        return nanos - untilNanos < 0;
    }

    /** Returns the failure of a call that comes during the wait. */
    AuthenticationException repeated(long nanos) {
        Duration left = Duration.ofNanos(untilNanos - nanos);
        AuthenticationException repeated = AuthenticationException.of(
                        failure.reason(),
                        "The last token request failed and is not repeated for another " + Math.max(1, left.toMillis())
                                + " ms. " + failure.getMessage(),
                        failure)
                .withRetryAfter(Duration.ofNanos(wishNanos - nanos));
        return failure.isRetryable() ? repeated : repeated.notRetryable();
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.error.AuthenticationException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A token request that failed, and for how long not to make another: a login service that is down, or refuses a
 * credential, is not asked again by every call.
 *
 * @param failure what it failed with
 * @param window for how long, before jitter
 * @param untilNanos when the time is over, by the monotonic clock
 * @param wishNanos when the wait is over that the login service asked for
 */
record TokenFailure(AuthenticationException failure, Duration window, long untilNanos, long wishNanos) {

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /**
     * Decides how long to remember a failure: half a second, twice as long after each further one, 30 seconds at most,
     * and at once where only people can help; longer if the login service says so.
     *
     * @param before the failure remembered last, or null after a success
     * @param jitter 0 to 1: takes up to a quarter off, so that many clients do not ask at once
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

    /** What a call fails with that would have made the request again. */
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

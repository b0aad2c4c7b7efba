package io.github.partnercenter4j;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a failed exchange is retried, and when. The decision depends on its arguments only, not on a clock or
 * a random generator. Immutable, and thread-safe if the predicate of {@link Builder#retryIf} is.
 *
 * <ul>
 *   <li>A read is retried after temporary failures: connection refused or broken, timeout, 408, 429, 500, 502, 503,
 *       504.
 *   <li>A write is retried after the same failures if it is certain that nothing was written, and after 503. If the
 *       outcome is unknown, it is sent once more with the same bytes (RFC 9110, 9.2.2: PUT is idempotent).
 *   <li>The wait is random, between zero and a limit that doubles with each attempt. The client waits at least as long
 *       as {@code Retry-After} says. If that is too long, the call fails at once.
 * </ul>
 *
 * <p>{@link Builder#retryIf} and {@link Builder#readsOnly} can only forbid retries. No setting adds a retry to this
 * list.
 */
public final class RetryPolicy {

    private static final Duration OVERLOAD_FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MOST_ABOVE_HINT = Duration.ofSeconds(1);

    /** A wait that ends less than this before the deadline leaves no time for an attempt. */
    private static final Duration LAST_MOMENT = Duration.ofMillis(50);

    private static final RetryPolicy DEFAULTS = builder().build();
    private static final RetryPolicy READS_ONLY = builder().readsOnly(true).build();
    private static final RetryPolicy NONE = builder().maxAttempts(1).build();

    private final int maxAttempts;
    private final Duration firstWait;
    private final Duration longestWait;
    private final Duration longestRetryAfter;

    private final boolean readsOnly;
    private final @Nullable Predicate<? super PartnerCenterException> retryIf;

    private RetryPolicy(Builder builder) {
        this.readsOnly = builder.readsOnly;
        this.retryIf = builder.retryIf;
        this.maxAttempts = builder.maxAttempts;
        this.firstWait = builder.firstWait;
        this.longestWait = builder.longestWait;
        this.longestRetryAfter = builder.longestRetryAfter;
    }

    /**
     * Returns the default policy: three attempts, waits of up to 250 milliseconds at first and up to 20 seconds later,
     * a {@code Retry-After} of up to two minutes.
     *
     * @return the defaults
     */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a policy without retries, for callers who retry themselves.
     *
     * @return one attempt
     */
    public static RetryPolicy none() {
        return NONE;
    }

    /**
     * Returns the default policy for reads, without retries of writes.
     *
     * @return the policy
     */
    public static RetryPolicy readsOnly() {
        return READS_ONLY;
    }

    /**
     * Returns a builder with the defaults.
     *
     * @return a new builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns a builder that starts from this policy.
     *
     * @return a new builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxAttempts = maxAttempts;
        builder.firstWait = firstWait;
        builder.longestWait = longestWait;
        builder.longestRetryAfter = longestRetryAfter;
        builder.readsOnly = readsOnly;
        builder.retryIf = retryIf;
        return builder;
    }

    /**
     * A failed exchange, as far as it matters for a retry.
     *
     * @param failure the failure
     * @param write whether the exchange was a write
     * @param attempts how many attempts there were
     * @param resentUnsure whether the write was already sent again although its outcome was unknown
     * @param timeLeft how much time the call has left
     * @param tokenDelay how long the client sends no token request, because the last one failed
     */
    record Failed(
            PartnerCenterException failure,
            boolean write,
            int attempts,
            boolean resentUnsure,
            Duration timeLeft,
            Duration tokenDelay) {

        /** Returns true if the write's outcome is unknown. A 503 counts as refused: nothing was written. */
        boolean unsure() {
            return write && outcome() == WriteOutcome.UNKNOWN && status() != 503;
        }

        boolean overload() {
            return status() == 429 || status() == 503;
        }

        boolean mayPass() {
            return failure.isRetryable() && !(write && outcome() == WriteOutcome.APPLIED);
        }

        private WriteOutcome outcome() {
            return failure.writeOutcome().orElse(WriteOutcome.NOT_APPLIED);
        }

        private int status() {
            return failure instanceof ServiceException answer ? answer.status() : 0;
        }

        /**
         * Returns the {@code Retry-After} of the service or the login service. Null if there is none, or if it is
         * shorter than the client's own wait for a token.
         */
        @Nullable
        Duration hint() {
            Optional<Duration> wait = failure instanceof AuthenticationException noToken
                    ? noToken.retryAfter()
                    : RetryPolicy.hint(failure);
            return wait.filter(some -> some.compareTo(Duration.ZERO) > 0 && some.compareTo(tokenDelay) >= 0)
                    .orElse(null);
        }
    }

    /**
     * The decision about a failure.
     *
     * @param again how long to wait before the next attempt, or null for no further attempt
     * @param stop why there is no further attempt although the failure is temporary, or null
     */
    record Decision(@Nullable Duration again, @Nullable RetryStop stop) {

        static final Decision HOPELESS = new Decision(null, null);

        static Decision stop(RetryStop why) {
            return new Decision(null, why);
        }
    }

    /**
     * Decides about a failure.
     *
     * @param jitter 0 to 1, evenly distributed
     */
    Decision decide(Failed failed, double jitter) {
        if (!failed.mayPass()) {
            return Decision.HOPELESS;
        }
        if (failed.attempts() >= maxAttempts
                || (readsOnly && failed.write())
                || (failed.unsure() && failed.resentUnsure())) {
            return Decision.stop(RetryStop.ATTEMPTS);
        }
        Duration hint = failed.hint();
        if (hint != null && hint.compareTo(longestRetryAfter) > 0) {
            return Decision.stop(RetryStop.RETRY_AFTER);
        }
        Duration wait = hint == null ? failed.tokenDelay().plus(backOff(failed, jitter)) : spread(hint, jitter);
        if (wait.compareTo(failed.timeLeft().minus(LAST_MOMENT)) > 0) {
            return Decision.stop(hint == null ? RetryStop.DEADLINE : RetryStop.RETRY_AFTER);
        }
        return isForbidden(failed.failure()) ? Decision.stop(RetryStop.PREDICATE) : new Decision(wait, null);
    }

    /**
     * An exception of the predicate is added to the failure and does not replace it, because the failure has the write
     * outcome.
     */
    private boolean isForbidden(PartnerCenterException failure) {
        if (retryIf == null) {
            return false;
        }
        try {
            return !retryIf.test(failure);
        } catch (RuntimeException thrown) {
            failure.addSuppressed(thrown);
            return true;
        }
    }

    /** Returns how long the service asks to wait before anything more is sent. */
    static Optional<Duration> hint(@Nullable Throwable failure) {
        Throwable answer = failure instanceof AuthenticationException refusal ? refusal.getCause() : failure;
        return answer instanceof ServiceException service
                ? service.retryAfter().filter(wait -> wait.compareTo(Duration.ZERO) > 0)
                : Optional.empty();
    }

    /** Returns whether a call may wait for a {@code Retry-After} and still has time for a request afterwards. */
    boolean mayWaitForRetryAfter(Duration retryAfter, Duration timeLeft) {
        return retryAfter.isZero()
                || (retryAfter.compareTo(longestRetryAfter) <= 0
                        && spread(retryAfter, 1).compareTo(timeLeft.minus(LAST_MOMENT)) <= 0);
    }

    /** Returns a requested wait plus a random part, so that many callers do not return at the same moment. */
    static Duration spread(Duration asked, double jitter) {
        return asked.plus(above(asked, jitter));
    }

    /** Returns a random wait between zero and a limit that doubles with each attempt. */
    private Duration backOff(Failed failed, double jitter) {
        boolean slowDown = failed.failure().category() == ErrorCategory.THROTTLED;
        Duration first = slowDown && OVERLOAD_FIRST_WAIT.compareTo(firstWait) > 0 ? OVERLOAD_FIRST_WAIT : firstWait;
        double ceiling = Math.min(nanos(longestWait), nanos(first) * Math.pow(2, failed.attempts() - 1));
        return Duration.ofNanos((long) (ceiling * jitter));
    }

    /** Does not overflow, unlike toNanos(), which fails beyond 292 years. */
    private static double nanos(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }

    private static Duration above(Duration hint, double jitter) {
        Duration tenth = hint.dividedBy(10);
        Duration most = tenth.compareTo(MOST_ABOVE_HINT) < 0 ? tenth : MOST_ABOVE_HINT;
        return Duration.ofNanos((long) (most.toNanos() * jitter));
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts + ", firstWait=" + firstWait + ", longestWait=" + longestWait
                + ", longestRetryAfter=" + longestRetryAfter + ", readsOnly=" + readsOnly
                + (retryIf == null ? "" : ", retryIf") + "]";
    }

    /** Builds a {@link RetryPolicy}. Not thread-safe. */
    public static final class Builder {
        private int maxAttempts = 3;
        private Duration firstWait = Duration.ofMillis(250);
        private Duration longestWait = Duration.ofSeconds(20);
        private Duration longestRetryAfter = Duration.ofMinutes(2);
        private boolean readsOnly;
        private @Nullable Predicate<? super PartnerCenterException> retryIf;

        private Builder() {}

        /**
         * Sets how many attempts an exchange has, including the first. In addition, once a call, the client replaces a
         * token that the service refused and sends the request again.
         *
         * @param maxAttempts 1 to 5; 3 unless set
         * @return this
         * @throws IllegalArgumentException if it is out of this range
         */
        public Builder maxAttempts(int maxAttempts) {
            if (maxAttempts < 1 || maxAttempts > 5) {
                throw new IllegalArgumentException("maxAttempts must be 1 to 5, not " + maxAttempts + ".");
            }
            this.maxAttempts = maxAttempts;
            return this;
        }

        /**
         * Sets the upper limit of the first wait. The limit doubles with each attempt. After 429 it is at least one
         * second.
         *
         * @param firstWait a positive duration; 250 milliseconds unless set
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder firstWait(Duration firstWait) {
            this.firstWait = CallOptions.requirePositive("firstWait", firstWait);
            return this;
        }

        /**
         * Sets the longest wait: the limit does not double beyond it.
         *
         * @param longestWait a positive duration; 20 seconds unless set
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder longestWait(Duration longestWait) {
            this.longestWait = CallOptions.requirePositive("longestWait", longestWait);
            return this;
        }

        /**
         * Sets the longest {@code Retry-After} that a call waits for. With a longer one the call fails at once; the
         * exception has the requested wait, for example for a scheduler.
         *
         * @param longestRetryAfter a positive duration; two minutes unless set
         * @return this
         * @throws IllegalArgumentException if it is zero or negative
         */
        public Builder longestRetryAfter(Duration longestRetryAfter) {
            this.longestRetryAfter = CallOptions.requirePositive("longestRetryAfter", longestRetryAfter);
            return this;
        }

        /**
         * Sets whether only reads are retried. Writes are then not retried even if it is certain that nothing was
         * written. Only after a refused token the client still replaces the token and sends the write again, once a
         * call. False unless set.
         *
         * @param readsOnly true to retry reads only
         * @return this
         */
        public Builder readsOnly(boolean readsOnly) {
            this.readsOnly = readsOnly;
            return this;
        }

        /**
         * Sets a predicate that can forbid retries. The policy asks it last, for a failure that it would retry. If it
         * returns false, the call fails with {@code RetryStop.PREDICATE}. Unless set, nothing is forbidden.
         *
         * @param predicate returns false to forbid a retry. It may run on a transport's thread and must not block. If
         *     it throws, there is no retry, and the thrown exception is a suppressed one of the failure
         * @return this
         */
        public Builder retryIf(Predicate<? super PartnerCenterException> predicate) {
            this.retryIf = Objects.requireNonNull(predicate, "retryIf");
            return this;
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}

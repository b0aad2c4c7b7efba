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
 * Decides whether an exchange that failed is tried again, and when. It decides by what it is told and nothing else: no
 * clock, no state, no chance of its own. Immutable, and thread-safe if the predicate of {@link Builder#retryIf} is.
 *
 * <ul>
 *   <li>A read is tried again after what may pass: no connection, a broken one, time, 408, 429, 500, 502, 503, 504.
 *   <li>A write is tried again likewise where it is proved that nothing was written, and after 503; where that is
 *       unknown, once (RFC 9110, 9.2.2), with the same bytes.
 *   <li>The wait is random, between nothing and a ceiling that doubles; a {@code Retry-After} is never undercut, and never
 *       shortened: one that is too long ends the call at once.
 * </ul>
 *
 * <p>{@link Builder#retryIf} and {@link Builder#readsOnly} narrow this. Nothing widens it: what the policy does not send again
 * is never sent again.
 */
public final class RetryPolicy {

    private static final Duration OVERLOAD_FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration MOST_ABOVE_HINT = Duration.ofSeconds(1);

    /** A wait that ends this close to the deadline leaves no time for an attempt. */
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
     * Returns the policy of a client that was given none: three attempts, waits from 250 milliseconds to 20 seconds, a
     * {@code Retry-After} of up to two minutes.
     *
     * @return the defaults
     */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Returns the policy that sends nothing twice: for callers who retry by themselves.
     *
     * @return one attempt
     */
    public static RetryPolicy none() {
        return NONE;
    }

    /**
     * Returns the defaults for reads, and for writes the policy that sends nothing twice.
     *
     * @return the defaults, without further attempts of writes
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
     * What is known when an exchange has failed.
     *
     * @param failure what it failed with
     * @param write whether it was a write
     * @param attempts how often it was tried
     * @param resentUnsure whether it was sent again already without knowing what became of the first
     * @param timeLeft how long the call may yet take
     * @param tokenRest how long no access token can be asked for
     */
    record Failed(
            PartnerCenterException failure,
            boolean write,
            int attempts,
            boolean resentUnsure,
            Duration timeLeft,
            Duration tokenRest) {

        /** Tells whether nobody knows what became of the write. A 503 was refused, by convention, so it counts as known. */
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

        /** How long the service, or the login service, asks to wait, or null; to wait no longer than we do is no advice. */
        @Nullable
        Duration hint() {
            Optional<Duration> wait = failure instanceof AuthenticationException noToken
                    ? noToken.retryAfter()
                    : RetryPolicy.hint(failure);
            return wait.filter(some -> some.compareTo(Duration.ZERO) > 0 && some.compareTo(tokenRest) >= 0)
                    .orElse(null);
        }
    }

    /**
     * What to do about a failure.
     *
     * @param again how long to wait before the next attempt, or null to give up
     * @param stop why to give up although it might pass, or null
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
     * @param jitter 0 to 1, even
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
        Duration wait = hint == null ? failed.tokenRest().plus(backOff(failed, jitter)) : spread(hint, jitter);
        if (wait.compareTo(failed.timeLeft().minus(LAST_MOMENT)) > 0) {
            return Decision.stop(hint == null ? RetryStop.DEADLINE : RetryStop.RETRY_AFTER);
        }
        return isForbidden(failed.failure()) ? Decision.stop(RetryStop.PREDICATE) : new Decision(wait, null);
    }

    /** What it throws must not take the place of the failure, which says what became of a write. */
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

    /** Tells whether a call may wait for the end of a {@code Retry-After}, and then still send something. */
    boolean mayRest(Duration rest, Duration timeLeft) {
        return rest.isZero()
                || (rest.compareTo(longestRetryAfter) <= 0
                        && spread(rest, 1).compareTo(timeLeft.minus(LAST_MOMENT)) <= 0);
    }

    /** A wait that was asked for, and a little more, so that callers who were asked together spread out. */
    static Duration spread(Duration asked, double jitter) {
        return asked.plus(above(asked, jitter));
    }

    /** Anything from nothing to a ceiling that doubles with each attempt: callers who failed together spread out. */
    private Duration backOff(Failed failed, double jitter) {
        boolean slowDown = failed.failure().category() == ErrorCategory.THROTTLED;
        Duration first = slowDown && OVERLOAD_FIRST_WAIT.compareTo(firstWait) > 0 ? OVERLOAD_FIRST_WAIT : firstWait;
        double ceiling = Math.min(nanos(longestWait), nanos(first) * Math.pow(2, failed.attempts() - 1));
        return Duration.ofNanos((long) (ceiling * jitter));
    }

    /** Any duration may be set, and toNanos() fails beyond 292 years. */
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
         * Sets how often an exchange is tried, the first time included. A token that the service refused is replaced and
         * the exchange repeated beyond that, once a call.
         *
         * @param maxAttempts 1 to 5; 3 unless set
         * @return this
         * @throws IllegalArgumentException if it is less or more
         */
        public Builder maxAttempts(int maxAttempts) {
            if (maxAttempts < 1 || maxAttempts > 5) {
                throw new IllegalArgumentException("maxAttempts must be 1 to 5, not " + maxAttempts + ".");
            }
            this.maxAttempts = maxAttempts;
            return this;
        }

        /**
         * Sets the ceiling of the first wait; it doubles with each attempt. After 429 it is one second at least.
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
         * Sets where the ceiling of the waits stops doubling.
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
         * Sets the longest {@code Retry-After} that a call waits for. A longer one ends the call at once; the exception
         * says how long to wait, so that a scheduler can decide.
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
         * Sets whether writes are never sent again, not even where it is proved that nothing was written. A token that was
         * refused is still replaced and the write repeated, once a call. False unless set.
         *
         * @param readsOnly true to try reads again only
         * @return this
         */
        public Builder readsOnly(boolean readsOnly) {
            this.readsOnly = readsOnly;
            return this;
        }

        /**
         * Sets what may be tried again of what this policy would try again: everything unless set. It is asked last, after the
         * policy's own conditions, and can only forbid. A call that it ends has {@code RetryStop.PREDICATE}.
         *
         * @param predicate returns false to give up on a failure. It runs on the thread at hand, which may be a
         *     transport's, and must not block. If it throws, the call fails with the failure, which has the thrown exception
         *     among its suppressed ones
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

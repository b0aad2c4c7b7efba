package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A rule: which faults apply to which requests, and how often; created by {@link FakePartnerCenter#when}. Rules apply
 * in memory and over HTTP. The first rule that applies decides, and later rules do not see the exchange. Thread-safe.
 */
public final class FaultRule {

    private final Request request;
    private final int skip;
    private final int times;
    private final double probability;
    private final @Nullable Duration during;
    private final Duration leastDelay;
    private final Duration mostDelay;
    private final List<Fault> turns;
    private final SplittableRandom random;
    private final InstantSource clock;
    private final @Nullable String owner;
    private final int id;
    private final FaultRules rules;
    private final Log<RecordedExchange> played;
    private int skipped;
    private int hits;
    private @Nullable Instant first;
    private boolean enabled = true;

    FaultRule(int id, Builder builder, List<Fault> turns, SplittableRandom random, InstantSource clock, int limit) {
        this.id = id;
        this.request = builder.request;
        this.skip = builder.skip;
        this.times = builder.times;
        this.probability = builder.probability;
        this.during = builder.during;
        this.leastDelay = builder.leastDelay;
        this.mostDelay = builder.mostDelay;
        this.turns = turns;
        this.random = random;
        this.clock = clock;
        this.played = new Log<>(limit);
        this.owner = builder.owner;
        this.rules = builder.rules;
    }

    /** {@return the number of this rule, from 1, among all rules of its fake, including removed ones} */
    public int id() {
        return id;
    }

    /** Returns the tenant of this rule, or null if it is for all tenants. */
    @Nullable
    String owner() {
        return owner;
    }

    /** {@return how many exchanges this rule has decided; {@link Fault#none()} also counts} */
    public synchronized int hits() {
        return hits;
    }

    /**
     * {@return a snapshot of the latest exchanges that this rule has decided, oldest first} {@link
     * FakePartnerCenter.Builder#journalLimit} limits their number.
     */
    public List<RecordedExchange> played() {
        return played.kept().entries();
    }

    /**
     * Switches this rule off or on. A rule that is off does not see or count requests.
     *
     * @param on true to switch it on; a new rule is on
     */
    public synchronized void enable(boolean on) {
        enabled = on;
    }

    /** {@return whether this rule is on: false after {@link #enable} has switched it off} */
    public synchronized boolean isEnabled() {
        return enabled;
    }

    /**
     * {@return whether this rule is used up: it has applied as often as {@link Builder#times} says, or the time of
     * {@link Builder#during} is over by the fake's clock} It then decides no further exchange.
     */
    public synchronized boolean isUsedUp() {
        return hits == times || (first != null && isOverSince(first));
    }

    /**
     * Removes this rule from its fake, and leaves the other rules and the queued faults. A removed rule decides no
     * further exchange, and {@link FakePartnerCenter#requireAllRulesUsed} does not look at it. Its hits remain. Does
     * nothing if the rule was removed before.
     */
    public void remove() {
        rules.remove(this);
    }

    /** Returns whether this rule needs the body to decide whether it applies to a request. */
    synchronized boolean waitsForBody(ServiceRequest head, @Nullable String tenant) {
        return enabled && hits < times && request.looksAtBody() && request.mayInclude(head, tenant);
    }

    /**
     * Returns the fault of this rule for a request, and counts it.
     *
     * @param head the request, or null while there is only its connection
     * @return the fault, or null if the next rule may decide
     */
    synchronized @Nullable FaultChoice offer(
            HttpFault.@Nullable At stage,
            @Nullable ServiceRequest head,
            @Nullable String tenant,
            byte @Nullable [] body) {
        Fault turn = turns.get(Math.min(hits, turns.size() - 1));
        if (!enabled || hits == times || !turn.isFor(stage)) {
            return null;
        }
        boolean included = head == null ? request.isAny() : request.includes(head, tenant, body);
        if (!included || isOver()) {
            return null;
        }
        if (skipped < skip) {
            skipped++;
            return null;
        }
        if (probability < 1 && random.nextDouble() >= probability) {
            return null;
        }
        hits++;
        return new FaultChoice(this, turn.isNone() ? null : turn, delay());
    }

    private Duration delay() {
        long spread = mostDelay.minus(leastDelay).toNanos();
        return spread == 0 ? leastDelay : leastDelay.plusNanos(random.nextLong(spread + 1));
    }

    private boolean isOver() {
        if (during == null) {
            return false;
        }
        if (first == null) {
            first = clock.instant();
        }
        return isOverSince(first);
    }

    private boolean isOverSince(Instant begin) {
        return during != null && Duration.between(begin, clock.instant()).compareTo(during) >= 0;
    }

    void note(RecordedExchange exchange) {
        played.add(exchange);
    }

    /** Returns this rule in one line, with its hits. */
    @Override
    public synchronized String toString() {
        List<String> terms = new ArrayList<>();
        if (skip > 0) {
            terms.add("skip " + skip);
        }
        if (times < Integer.MAX_VALUE) {
            terms.add("times " + times);
        }
        if (probability < 1) {
            terms.add("probability " + probability);
        }
        if (during != null) {
            terms.add("during " + during);
        }
        if (!mostDelay.isZero()) {
            terms.add("delay " + leastDelay + (leastDelay.equals(mostDelay) ? "" : " to " + mostDelay));
        }
        for (Fault turn : turns) {
            terms.add(turn.toString());
        }
        return "when(" + request + "): " + String.join(", ", terms) + " [" + hits + " hits]";
    }

    /**
     * Defines a {@link FaultRule}, which starts with {@link #play} or {@link #inTurn}. Its conditions are checked in
     * this order: the time span, the skipped requests, the probability, and the number of times. Not thread-safe.
     */
    public static final class Builder {
        private static final Duration LONGEST_DELAY = Duration.ofDays(1);

        private final FaultRules rules;
        private final Request request;
        private final @Nullable String owner;
        private int skip;
        private int times = Integer.MAX_VALUE;
        private double probability = 1;
        private @Nullable Duration during;
        private Duration leastDelay = Duration.ZERO;
        private Duration mostDelay = Duration.ZERO;

        Builder(FaultRules rules, Request request) {
            this(rules, request, null);
        }

        Builder(FaultRules rules, Request request, @Nullable String owner) {
            this.rules = rules;
            this.request = Objects.requireNonNull(request, "request");
            this.owner = owner;
        }

        @Nullable
        String owner() {
            return owner;
        }

        /**
         * Sets how often the rule applies at most, after the other conditions.
         *
         * @param times at least 1; without limit unless set
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder times(int times) {
            if (times < 1) {
                throw new IllegalArgumentException(
                        "times must be at least 1, not " + times + ". Use enable(false) to stop a rule.");
            }
            this.times = times;
            return this;
        }

        /**
         * Sets how many of the first requests are normal.
         *
         * @param skip the number, 0 unless set
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder skip(int skip) {
            if (skip < 0) {
                throw new IllegalArgumentException("skip must be 0 or more, not " + skip + ".");
            }
            this.skip = skip;
            return this;
        }

        /**
         * Applies the rule to only one of its requests: skips the earlier ones and applies once. This method,
         * {@code skip} and {@code times} replace each other: the last call counts.
         *
         * @param nth the number of the request, from 1
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder nth(int nth) {
            if (nth < 1) {
                throw new IllegalArgumentException(
                        "nth must be 1 or more, not " + nth + ": the first request is number 1.");
            }
            return skip(nth - 1).times(1);
        }

        /**
         * Sets the probability that the rule applies to a request. Random numbers depend on the fake's seed and on the
         * rule's position among the rules, so a run with the same seed and rules gives the same result.
         *
         * @param probability more than 0 (never) and at most 1 (always, the default)
         * @return this
         * @throws IllegalArgumentException if it is another number
         */
        public Builder probability(double probability) {
            if (!(probability > 0 && probability <= 1)) {
                throw new IllegalArgumentException("The probability must be more than 0 and at most 1, not "
                        + probability + ". For one request in ten, use 0.1.");
            }
            this.probability = probability;
            return this;
        }

        /**
         * Ends the rule some time after its first request, by the fake's clock.
         *
         * @param span the time, positive; without end unless set
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder during(Duration span) {
            if (span.isNegative() || span.isZero()) {
                throw new IllegalArgumentException("during must be more than zero, not " + span + ".");
            }
            this.during = span;
            return this;
        }

        /**
         * Delays the response, or the fault instead of it. The effect of the request comes at once and is recorded in
         * the journal; the first byte is sent after the delay. With {@link Fault#none()}, the delay is the only fault.
         *
         * <p>If the fake's clock is a {@link VirtualClock} (or another {@link io.github.partnercenter4j.port.Time}),
         * the delay uses that clock; else it uses real time. In memory, the future then completes on the thread that
         * advances the clock, or on another one.
         *
         * @param delay the delay, at most a day; none unless set
         * @return this
         * @throws IllegalArgumentException if it is negative or longer
         */
        public Builder delay(Duration delay) {
            return delay(delay, delay);
        }

        /**
         * Delays each response by a random time between these two, evenly distributed. The random numbers are those of
         * {@link #probability}.
         *
         * @param atLeast the shortest delay
         * @param atMost the longest delay, at most a day
         * @return this
         * @throws IllegalArgumentException if one is negative or longer than a day, or if the first is longer than the
         *     second
         */
        public Builder delay(Duration atLeast, Duration atMost) {
            if (atLeast.isNegative() || atMost.compareTo(atLeast) < 0 || atMost.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException("A delay must be 0 to 1 day, with the shorter limit first, not "
                        + atLeast + " to " + atMost + ". To never answer, use Fault.stall(..).");
            }
            this.leastDelay = atLeast;
            this.mostDelay = atMost;
            return this;
        }

        /**
         * Starts the rule with one fault for each time.
         *
         * @param fault the fault
         * @return the rule
         * @throws IllegalArgumentException as {@link #inTurn} does
         */
        public FaultRule play(Fault fault) {
            return inTurn(fault);
        }

        /**
         * Starts the rule with several faults: the first fault the first time, the second one the second time, and the
         * last one from then on.
         *
         * @param faults the faults, at least one; with {@link Fault#none()} an exchange is normal
         * @return the rule
         * @throws IllegalArgumentException if there is no fault, or if a fault comes before the rule's conditions can
         *     be checked: {@link Fault.Point#ACCEPT} is only possible with {@link Request#any()} and without a delay,
         *     and {@link Fault.Point#AFTER_HEAD} only without a condition on the body
         */
        public FaultRule inTurn(Fault... faults) {
            List<Fault> turns = List.of(faults);
            if (turns.isEmpty()) {
                throw new IllegalArgumentException(
                        "A rule needs at least one fault. Use Fault.none() to let requests pass.");
            }
            for (Fault fault : turns) {
                requireKnown(fault);
            }
            return rules.add(this, turns);
        }

        private void requireKnown(Fault fault) {
            boolean ofConnection = fault.isOfConnection();
            if (ofConnection && !request.isAny()) {
                throw new IllegalArgumentException(
                        "The fault " + fault + " applies when a connection is accepted, before the fake knows whether"
                                + " its request is " + request
                                + ". Use Request.any(), or apply the fault at AFTER_HEAD.");
            }
            if (ofConnection && !mostDelay.isZero()) {
                throw new IllegalArgumentException(
                        "The fault " + fault + " applies to a connection at once. Remove the delay.");
            }
            if (fault.plan().point() == Point.AFTER_HEAD && request.looksAtBody()) {
                throw new IllegalArgumentException("The fault " + fault
                        + " applies at AFTER_HEAD, before the body of the request has arrived. Apply it at BEFORE_COMMIT"
                        + " to use the condition " + request + ".");
            }
        }
    }
}

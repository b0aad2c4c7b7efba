package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.Trouble;
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
 * Which faults are played to which requests, and how often; made by {@link FakePartnerCenter#when}. Rules fire alike
 * through both doors. The rule defined first that is due decides, and those behind it do not see that exchange.
 * Thread-safe.
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
    }

    /**
     * Returns the number that this rule has among all of its fake's, those that are gone included.
     *
     * @return the number, from 1
     */
    public int id() {
        return id;
    }

    /** Returns the tenant whose rule this is, or null if it is everybody's. */
    @Nullable
    String owner() {
        return owner;
    }

    /**
     * Returns how often it was this rule that decided what becomes of an exchange.
     *
     * @return the number; a turn of {@link Fault#none()} counts
     */
    public synchronized int hits() {
        return hits;
    }

    /**
     * Returns the exchanges that this rule decided, as the journal has them: the latest, as many as
     * {@link FakePartnerCenter.Builder#journalLimit} says.
     *
     * @return a snapshot, oldest first
     */
    public List<RecordedExchange> played() {
        return played.kept().entries();
    }

    /**
     * Switches this rule off, so that it sees nothing and counts nothing, or on again.
     *
     * @param on whether it is to see requests; a new rule does
     */
    public synchronized void enable(boolean on) {
        enabled = on;
    }

    /**
     * Tells whether this rule sees requests.
     *
     * @return false after it was switched off with {@link #enable}
     */
    public synchronized boolean isEnabled() {
        return enabled;
    }

    /** Tells whether this rule may be for a request, and has to see the body to know. */
    synchronized boolean waitsForBody(ServiceRequest head, @Nullable String tenant) {
        return enabled && hits < times && request.looksAtBody() && request.mayInclude(head, tenant);
    }

    /**
     * Lets this rule decide.
     *
     * @param head the request, or null while there is only its connection
     * @return what is to be played, or null if the next rule may decide
     */
    synchronized @Nullable Play offer(
            Trouble.@Nullable At stage,
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
        return new Play(this, turn.isNone() ? null : turn, delay());
    }

    private Duration delay() {
        long spread = mostDelay.minus(leastDelay).toNanos();
        return spread == 0 ? leastDelay : leastDelay.plusNanos(random.nextLong(spread + 1));
    }

    private boolean isOver() {
        if (during == null) {
            return false;
        }
        Instant now = clock.instant();
        if (first == null) {
            first = now;
        }
        return Duration.between(first, now).compareTo(during) >= 0;
    }

    void note(RecordedExchange exchange) {
        played.add(exchange);
    }

    /** Returns this rule on one line, as it was defined, with its hits. */
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
     * Defines a {@link FaultRule}, which begins with {@link #play} or {@link #inTurn}. The terms apply in this order: the
     * span of time, the skipped ones, chance, and the number of times. Not thread-safe.
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
         * Sets how often the rule plays at most, chance included.
         *
         * @param times at least 1; without end unless set
         * @return this
         * @throws IllegalArgumentException if it is less
         */
        public Builder times(int times) {
            if (times < 1) {
                throw new IllegalArgumentException(
                        "A rule plays at least once, not " + times + " times; enable(false) keeps it from playing.");
            }
            this.times = times;
            return this;
        }

        /**
         * Lets the first of its requests pass.
         *
         * @param skip how many, 0 unless set
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder skip(int skip) {
            if (skip < 0) {
                throw new IllegalArgumentException("A rule skips no request or some, not " + skip + ".");
            }
            this.skip = skip;
            return this;
        }

        /**
         * Plays to one of its requests only: the same as to skip those before it and play once. Of this, {@code skip} and
         * {@code times} the last word counts.
         *
         * @param nth which, from 1
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder nth(int nth) {
            if (nth < 1) {
                throw new IllegalArgumentException("The first request is number 1, so there is none " + nth + ".");
            }
            return skip(nth - 1).times(1);
        }

        /**
         * Leaves it to chance whether the rule plays to a request. Chance comes from the fake's seed and from the rule's
         * place among the rules, so the same requests meet it again where both are the same.
         *
         * @param probability more than 0 (never), at most 1 (always, as without this)
         * @return this
         * @throws IllegalArgumentException if it is another number
         */
        public Builder probability(double probability) {
            if (!(probability > 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "A probability is more than 0 and at most 1, not " + probability + "; 0.1 is one in ten.");
            }
            this.probability = probability;
            return this;
        }

        /**
         * Ends the rule some time after the first of its requests has come, by the fake's clock.
         *
         * @param span how long after it, more than nothing; without end unless set
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder during(Duration span) {
            if (span.isNegative() || span.isZero()) {
                throw new IllegalArgumentException("A rule lasts for some time, not for " + span + ".");
            }
            this.during = span;
            return this;
        }

        /**
         * Holds back the answer, or what comes instead of it. What was asked is done at once, if it is done at all, and is
         * in the journal; only then the delay passes, and then the first byte leaves. With {@link Fault#none()} it is the
         * whole of what goes wrong.
         *
         * <p>If the fake's clock is a {@link VirtualClock} (or another {@link io.github.partnercenter4j.port.Time}), the
         * delay is over when that has been moved so far; else it passes in real time. In memory what then completes does so
         * on the thread that moves the clock, or on one of its own.
         *
         * @param delay how long, at most a day; no time unless set
         * @return this
         * @throws IllegalArgumentException if it is negative or longer
         */
        public Builder delay(Duration delay) {
            return delay(delay, delay);
        }

        /**
         * Holds back the answer, each a time of its own, drawn as {@link #probability} draws: every time between these two
         * is as likely.
         *
         * @param atLeast how long at least
         * @param atMost how long at most, at most a day
         * @return this
         * @throws IllegalArgumentException if one is negative or longer, or they are the wrong way round
         */
        public Builder delay(Duration atLeast, Duration atMost) {
            if (atLeast.isNegative() || atMost.compareTo(atLeast) < 0 || atMost.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException("A delay is from no time to a day, the shorter one first, not "
                        + atLeast + " to " + atMost + "; Fault.stall holds back for ever.");
            }
            this.leastDelay = atLeast;
            this.mostDelay = atMost;
            return this;
        }

        /**
         * Begins the rule: it plays this fault each time.
         *
         * @param fault the fault
         * @return the rule
         * @throws IllegalArgumentException as {@link #inTurn} does
         */
        public FaultRule play(Fault fault) {
            return inTurn(fault);
        }

        /**
         * Begins the rule: it plays the first fault the first time, the second one the second time, and the last one from
         * then on.
         *
         * @param faults the faults, at least one; {@link Fault#none()} lets an exchange pass
         * @return the rule
         * @throws IllegalArgumentException if there is no fault, or one strikes before that is known of a request which the
         *     rule asks for: of a connection nothing is known, so {@link Fault.Point#ACCEPT} is for {@link Request#any()}
         *     only, and is held back by nothing; and {@link Fault.Point#AFTER_HEAD} is before the body
         */
        public FaultRule inTurn(Fault... faults) {
            List<Fault> turns = List.of(faults);
            if (turns.isEmpty()) {
                throw new IllegalArgumentException("A rule plays at least one fault; Fault.none() lets requests pass.");
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
                        "Nothing is known of a request when its connection is accepted: play " + fault
                                + " to Request.any(), or let it strike at AFTER_HEAD, but not to " + request + ".");
            }
            if (ofConnection && !mostDelay.isZero()) {
                throw new IllegalArgumentException(
                        "What befalls a connection does so at once: leave out the delay for " + fault + ".");
            }
            if (fault.plan().point() == Point.AFTER_HEAD && request.looksAtBody()) {
                throw new IllegalArgumentException("At AFTER_HEAD the body has not come: let " + fault
                        + " strike at BEFORE_COMMIT to choose its requests by " + request + ".");
            }
        }
    }
}

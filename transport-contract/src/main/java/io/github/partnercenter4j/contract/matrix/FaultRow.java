package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One row of the matrix, or one variant of it: the fault of every attempt, and the expected ends of a read and a write.
 * Each method except {@link #cells} changes the row and returns it. Not thread-safe.
 */
final class FaultRow {

    /** How often a fault strikes that strikes always: oftener than any client may try. */
    static final int ALWAYS = 8;

    /** So short that running into them takes no time to speak of, and long enough for three attempts in a call. */
    private static final Limits SHORT = new Limits(Duration.ofMillis(150), Duration.ofMillis(1200));

    private static final Limits USUAL = new Limits(Duration.ofSeconds(20), FaultRig.USUAL_TIMEOUT);

    /** A row whose calls may take longer than that does not run into its limits. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** How much longer the limits are when a cell is played again. */
    private static final int SLOWER = 10;

    private final String number;
    private final String fault;
    private final Trouble trouble;
    private @Nullable Ending get;
    private @Nullable Ending put;
    private boolean recovers;
    private boolean leaping;
    private boolean reconciles;
    private Limits limits = USUAL;
    private SupportProfile profile = FaultRig.CHANGED;
    private BiConsumer<FaultRig, Result> check = (rig, result) -> {};

    private FaultRow(String number, String fault, Trouble trouble) {
        this.number = number;
        this.fault = fault;
        this.trouble = trouble;
    }

    /** Brings a fault about. */
    @FunctionalInterface
    interface Trouble {
        /**
         * Begins.
         *
         * @param rig where
         * @param times how often the fault strikes
         * @throws Exception if it cannot be brought about
         */
        void begin(FaultRig rig, int times) throws Exception;
    }

    /** How long an attempt and a call may take. */
    private record Limits(Duration attempt, Duration call) {

        boolean areShort() {
            return call.compareTo(LONG) < 0;
        }

        /** For a fault that strikes once: what is to succeed then may take its time on a busy machine. */
        Limits once() {
            return equals(SHORT) ? new Limits(attempt.multipliedBy(3), call.multipliedBy(2)) : this;
        }

        Limits slower() {
            return new Limits(
                    attempt.compareTo(LONG) < 0 ? attempt.multipliedBy(SLOWER) : attempt, call.multipliedBy(SLOWER));
        }
    }

    /**
     * A row whose fault the fake plays.
     *
     * @param number the row's number, such as {@code F23}
     * @param fault what goes wrong, in words
     * @param played the faults, in turn
     */
    static FaultRow row(String number, String fault, Fault... played) {
        List<Fault> turn = Arrays.asList(played);
        return row(number, fault, (rig, times) -> {
            List<Fault> all = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                all.addAll(turn);
            }
            rig.fake().next(all.toArray(new Fault[0]));
        });
    }

    /** A row whose fault is brought about otherwise. */
    static FaultRow row(String number, String fault, Trouble trouble) {
        return new FaultRow(number, fault, trouble);
    }

    /** A row whose fault the fake plays, such as {@code F27 no HTTP}: number and words in one text. */
    static FaultRow row(String numberAndFault, Fault played) {
        int space = numberAndFault.indexOf(' ');
        return row(numberAndFault.substring(0, space), numberAndFault.substring(space + 1), played);
    }

    /** How a read must end. Without this the row has no read. */
    FaultRow get(Ending ending) {
        get = ending;
        return this;
    }

    /** How a write must end. Without this the row has no write. */
    FaultRow put(Ending ending) {
        put = ending;
        return this;
    }

    /** Both succeed with one send. */
    FaultRow succeeds() {
        return get(Ending.success(1)).put(Ending.success(1));
    }

    /** Both fail likewise, each after so many sends; a write with one of these outcomes. */
    FaultRow fails(ErrorCategory category, int gets, int puts, WriteOutcome... outcomes) {
        return get(Ending.failure(category, gets)).put(Ending.failure(category, puts, outcomes));
    }

    /** Both fail at once. */
    FaultRow fails(ErrorCategory category, WriteOutcome... outcomes) {
        return fails(category, 1, 1, outcomes);
    }

    /** Both fail with nothing having got through to the service. */
    FaultRow failsUnsent(ErrorCategory category, int tries) {
        return get(Ending.failure(category, tries).sends(0))
                .put(Ending.failure(category, tries, WriteOutcome.NOT_APPLIED).sends(0));
    }

    /** With a variant in which the fault strikes once, and the call succeeds with its second send. */
    FaultRow recovering() {
        recovers = true;
        return this;
    }

    /** On time that leaps over waits. */
    FaultRow onLeapingTime() {
        leaping = true;
        return this;
    }

    /** In calls with this timeout. */
    FaultRow within(Duration timeout) {
        limits = new Limits(limits.attempt(), timeout);
        return this;
    }

    /** Under short limits, for a fault that only they end. */
    FaultRow timed() {
        limits = SHORT;
        return this;
    }

    /** By a client that settles writes of unknown outcome by a read. */
    FaultRow reconciling() {
        reconciles = true;
        return this;
    }

    /** A write sends this profile. */
    FaultRow sending(SupportProfile other) {
        profile = other;
        return this;
    }

    /** This must hold as well, where the fault strikes always. */
    FaultRow and(BiConsumer<FaultRig, Result> more) {
        check = check.andThen(more);
        return this;
    }

    /** The cells: a read and a write, and where it recovers, both where the fault strikes once. */
    List<FaultCell> cells() {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            Ending ending = verb == Verb.GET ? get : put;
            if (ending != null) {
                cells.add(cell(verb, ending, ALWAYS, limits));
            }
            if (ending != null && recovers) {
                cells.add(cell(verb, recovered(ending), 1, limits.once()));
            }
        }
        return cells;
    }

    private static Ending recovered(Ending ending) {
        Ending twice = Ending.success(2);
        return ending.sends().most() == 0 ? twice.sends(1) : twice;
    }

    private FaultCell cell(Verb verb, Ending ending, int times, Limits usual) {
        String name = verb + ": " + fault + (times == 1 ? ", once" : "") + " -> " + ending;
        boolean isTimed = !leaping && usual.areShort();
        return new FaultCell(
                number,
                name,
                leaping,
                rig -> play(rig, verb, ending, times, usual),
                isTimed ? rig -> play(rig, verb, ending, times, usual.slower()) : null);
    }

    private String play(FaultRig rig, Verb verb, Ending ending, int times, Limits within) throws Exception {
        rig.with(builder ->
                builder.attemptTimeout(within.attempt()).timeout(within.call()).reconcile(reconciles));
        trouble.begin(rig, times);

        Result result = rig.call(verb, profile, within.call());

        FaultJudge.judge(rig, verb, ending, profile, result);
        if (times > 1) {
            check.accept(rig, result);
        }
        FaultJudge.scan(rig, result.failure());
        return rig.measured(verb, result);
    }
}

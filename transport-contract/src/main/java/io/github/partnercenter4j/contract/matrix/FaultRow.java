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

    /** The number of attempts with a fault that is permanent: more than any client may make. */
    static final int ALWAYS = 8;

    /** Short, so that waiting for them takes little time, and long enough for three attempts in a call. */
    private static final Limits SHORT = new Limits(Duration.ofMillis(50), Duration.ofMillis(400));

    private static final Limits USUAL = new Limits(Duration.ofSeconds(20), FaultRig.USUAL_TIMEOUT);

    /** A row with longer limits than this does not reach them. */
    private static final Duration LONG = Duration.ofSeconds(10);

    /** How much longer the limits are when a cell is played again. */
    private static final int SLOWER = 30;

    private final String number;
    private final String fault;
    private final Injection injection;
    private @Nullable Ending get;
    private @Nullable Ending put;
    private boolean recovers;
    private boolean leaping;
    private boolean reconciles;
    private Limits limits = USUAL;
    private SupportProfile profile = FaultRig.CHANGED;
    private BiConsumer<FaultRig, Result> check = (rig, result) -> {};

    private FaultRow(String number, String fault, Injection injection) {
        this.number = number;
        this.fault = fault;
        this.injection = injection;
    }

    /** Brings a fault about. */
    @FunctionalInterface
    interface Injection {
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
     * A row with a fault of the fake.
     *
     * @param number the number of the row, such as {@code F23}
     * @param fault the name of the fault
     * @param played the faults, one after another
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

    /** A row with another kind of fault. */
    static FaultRow row(String number, String fault, Injection injection) {
        return new FaultRow(number, fault, injection);
    }

    /** A row with a fault of the fake; number and name in one text, such as {@code F27 no HTTP}. */
    static FaultRow row(String numberAndFault, Fault played) {
        int space = numberAndFault.indexOf(' ');
        return row(numberAndFault.substring(0, space), numberAndFault.substring(space + 1), played);
    }

    /** Sets the end of a read. Without this, the row has no read. */
    FaultRow get(Ending ending) {
        get = ending;
        return this;
    }

    /** Sets the end of a write. Without this, the row has no write. */
    FaultRow put(Ending ending) {
        put = ending;
        return this;
    }

    /** Read and write succeed with one send. */
    FaultRow succeeds() {
        return get(Ending.success(1)).put(Ending.success(1));
    }

    /** Read and write fail with the same category after these sends; the write has one of these outcomes. */
    FaultRow fails(ErrorCategory category, int gets, int puts, WriteOutcome... outcomes) {
        return get(Ending.failure(category, gets)).put(Ending.failure(category, puts, outcomes));
    }

    /** Read and write fail after one send. */
    FaultRow fails(ErrorCategory category, WriteOutcome... outcomes) {
        return fails(category, 1, 1, outcomes);
    }

    /** Read and write fail, and no request reaches the service. */
    FaultRow failsUnsent(ErrorCategory category, int tries) {
        return get(Ending.failure(category, tries).sends(0))
                .put(Ending.failure(category, tries, WriteOutcome.NOT_APPLIED).sends(0));
    }

    /** Adds a variant with the fault in the first attempt only: the call succeeds with its second send. */
    FaultRow recovering() {
        recovers = true;
        return this;
    }

    /** Uses a clock that skips waits. */
    FaultRow onLeapingTime() {
        leaping = true;
        return this;
    }

    /** Sets the timeout of the calls. */
    FaultRow within(Duration timeout) {
        limits = new Limits(limits.attempt(), timeout);
        return this;
    }

    /** Uses short timeouts, for a fault that only a timeout ends. */
    FaultRow timed() {
        limits = SHORT;
        return this;
    }

    /** Uses a client that resolves unknown outcomes by a read. */
    FaultRow reconciling() {
        reconciles = true;
        return this;
    }

    /** Sets the profile of the write. */
    FaultRow sending(SupportProfile other) {
        profile = other;
        return this;
    }

    /** Adds a check for the permanent fault. */
    FaultRow and(BiConsumer<FaultRig, Result> more) {
        check = check.andThen(more);
        return this;
    }

    /** Returns the cells: a read and a write, and for a row that recovers, both also with the fault once. */
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
        injection.begin(rig, times);

        Result result = rig.call(verb, profile, within.call());

        FaultJudge.judge(rig, verb, ending, profile, result);
        if (times > 1) {
            check.accept(rig, result);
        }
        FaultJudge.scan(rig, result.failure());
        return rig.measured(verb, result);
    }
}

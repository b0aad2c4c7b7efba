package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.contract.matrix.FaultRig.Result;
import io.github.partnercenter4j.contract.matrix.FaultRig.Verb;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One row of the matrix, or one variant of it: what goes wrong on every attempt, and how a read and a write must end.
 * Immutable.
 *
 * @param number the row's number, such as {@code F23}
 * @param fault what goes wrong, in words
 * @param trouble brings it about
 * @param get how a read must end, or null if the fault cannot befall one
 * @param put how a write must end, or null
 * @param recovers whether a call must succeed with its second send where the fault strikes only the first
 * @param leaping whether it takes place on time that leaps over waits
 * @param attempt how long an attempt may take
 * @param timeout how long a call may take
 * @param reconciles whether the client settles unknown writes by a read
 * @param profile what a write sends
 * @param check what must hold besides
 */
record FaultRow(
        String number,
        String fault,
        Trouble trouble,
        @Nullable Ending get,
        @Nullable Ending put,
        boolean recovers,
        boolean leaping,
        Duration attempt,
        Duration timeout,
        boolean reconciles,
        SupportProfile profile,
        BiConsumer<FaultRig, Result> check) {

    /** How often a fault strikes that strikes always: oftener than any client may try. */
    static final int ALWAYS = 8;

    /** Three attempts fit into a call, with time to spare. */
    private static final Duration ATTEMPT = Duration.ofMillis(150);

    private static final Duration TIMEOUT = Duration.ofMillis(1200);

    /** How much longer the limits are when a cell is played again. */
    private static final int SLOWER = 10;

    /** A row whose calls may take longer than that does not run into its limits. */
    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final Duration USUAL_ATTEMPT = Duration.ofSeconds(20);

    static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

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

    /** A row whose fault the fake plays: these, in turn. */
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

    static FaultRow row(String number, String fault, Trouble trouble) {
        return new FaultRow(
                number,
                fault,
                trouble,
                null,
                null,
                false,
                false,
                USUAL_ATTEMPT,
                USUAL_TIMEOUT,
                false,
                FaultRig.CHANGED,
                (rig, result) -> {});
    }

    /** Both fail likewise, each after so many sends. */
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

    FaultRow get(@Nullable Ending ending) {
        return new FaultRow(
                number, fault, trouble, ending, put, recovers, leaping, attempt, timeout, reconciles, profile, check);
    }

    FaultRow put(@Nullable Ending ending) {
        return new FaultRow(
                number, fault, trouble, get, ending, recovers, leaping, attempt, timeout, reconciles, profile, check);
    }

    /** With a variant in which the fault strikes once. */
    FaultRow recovering() {
        return new FaultRow(
                number, fault, trouble, get, put, true, leaping, attempt, timeout, reconciles, profile, check);
    }

    FaultRow onLeapingTime() {
        return new FaultRow(
                number, fault, trouble, get, put, recovers, true, attempt, timeout, reconciles, profile, check);
    }

    FaultRow within(Duration limit) {
        return limited(attempt, limit);
    }

    /** Under limits so short that to run into them takes no time to speak of. */
    FaultRow timed() {
        return limited(ATTEMPT, TIMEOUT);
    }

    /** The same where the fault strikes once: what is to succeed then may take its time on a busy machine. */
    private FaultRow once() {
        return attempt.equals(ATTEMPT) ? limited(ATTEMPT.multipliedBy(3), TIMEOUT.multipliedBy(2)) : this;
    }

    private FaultRow limited(Duration attemptLimit, Duration limit) {
        return new FaultRow(
                number, fault, trouble, get, put, recovers, leaping, attemptLimit, limit, reconciles, profile, check);
    }

    FaultRow reconciling() {
        return new FaultRow(
                number, fault, trouble, get, put, recovers, leaping, attempt, timeout, true, profile, check);
    }

    FaultRow sending(SupportProfile other) {
        return new FaultRow(
                number, fault, trouble, get, put, recovers, leaping, attempt, timeout, reconciles, other, check);
    }

    FaultRow and(BiConsumer<FaultRig, Result> more) {
        return new FaultRow(
                number,
                fault,
                trouble,
                get,
                put,
                recovers,
                leaping,
                attempt,
                timeout,
                reconciles,
                profile,
                check.andThen(more));
    }

    /** The cells: a read and a write, and where it recovers, both where the fault strikes once. */
    List<FaultCell> cells() {
        List<FaultCell> cells = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            Ending ending = verb == Verb.GET ? get : put;
            if (ending != null) {
                cells.add(cell(verb, ending, ALWAYS));
            }
            if (ending != null && recovers) {
                cells.add(once().cell(verb, recovered(ending), 1));
            }
        }
        return cells;
    }

    private static Ending recovered(Ending ending) {
        Ending twice = Ending.success(2);
        return ending.sends().most() == 0 ? twice.sends(1) : twice;
    }

    private FaultCell cell(Verb verb, Ending ending, int times) {
        String name = verb + ": " + fault + (times == 1 ? ", once" : "") + " -> " + ending;
        boolean isTimed = !leaping && timeout.compareTo(SHORT) < 0;
        FaultRow slower = limited(
                attempt.compareTo(SHORT) < 0 ? attempt.multipliedBy(SLOWER) : attempt, timeout.multipliedBy(SLOWER));
        return new FaultCell(
                number,
                name,
                leaping,
                rig -> play(rig, verb, ending, times),
                isTimed ? rig -> slower.play(rig, verb, ending, times) : null);
    }

    private String play(FaultRig rig, Verb verb, Ending ending, int times) throws Exception {
        rig.with(builder -> builder.attemptTimeout(attempt).timeout(timeout).reconcile(reconciles));
        trouble.begin(rig, times);

        Result result = rig.call(verb, profile, timeout);

        rig.judge(verb, ending, profile, result);
        if (times > 1) {
            check.accept(rig, result);
        }
        rig.scan(result.failure());
        return rig.measured(verb, result);
    }
}

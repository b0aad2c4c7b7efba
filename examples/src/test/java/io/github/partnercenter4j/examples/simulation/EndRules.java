package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;

/** Each call ends, once, by its deadline, and its caller is told what its listener is. */
final class EndRules {

    /** Where the caller's own thread runs the exchange, it has to come back from it. */
    private static final long ABORT_NANOS = 5_000_000;

    /** A transport looks so often for an interrupt of the thread that runs its exchange. */
    private static final long INTERRUPT_NANOS = 50_000_000;

    private EndRules() {}

    static long abortNanos(Played world, Told call) {
        return call.plan.blocking() && world.plan().gateway().onCallers() ? ABORT_NANOS : 0;
    }

    static void judge(Played world, Told call) {
        Heard over = call.over();
        check(over != null, call, "never ended");
        boolean drops = world.plan().client().lent() == Lent.DROPS;
        boolean dropped = drops && call.endedNanos < 0;
        check(dropped || call.endedNanos >= 0, call, "was never told");
        long deadline = world.possible(call.deadlineNanos());
        check(over.sinceNanos() <= deadline, call, "ended after its deadline");
        long told = world.possible(call.heldUp(deadline)) + abortNanos(world, call);
        // Whoever cancels is told by their own future, and that may wait for a lent executor still.
        check(call.cancelled || call.endedNanos <= told, call, "was told after its deadline");
        struck(world, call, over);
        if (dropped || call.cancelled) {
            return;
        }
        Throwable failure = call.failure;
        check((failure == null) == (over.failure() == null), call, "and its listener were told different ends");
        check(failure == null || failure == over.failure(), call, "and its listener were told different failures");
        boolean known = failure == null
                || failure instanceof PartnerCenterException
                || failure instanceof SimulatedTokens.Broken;
        check(known, call, "was told a foreign failure: " + failure);
    }

    /** Whoever cancels ends the call at once, and an interrupt ends it as soon as a transport has seen it. */
    private static void struck(Played world, Told call, Heard over) {
        if (call.struckNanos < 0) {
            return;
        }
        if (!call.plan.blocking()) {
            check(over.sinceNanos() <= world.possible(call.struckNanos), call, "went on after it was cancelled");
            return;
        }
        long seen = world.possible(call.struckNanos + INTERRUPT_NANOS);
        check(
                call.endedNanos <= world.possible(call.heldUp(seen)) + abortNanos(world, call),
                call,
                "went on after its caller was interrupted");
    }
}

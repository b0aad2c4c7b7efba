package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;

/** Checks that each call ends once and by its deadline, and that its caller and its listener are told the same end. */
final class EndRules {

    /** The longest time that an exchange on the caller's own thread needs to abort. */
    private static final long ABORT_NANOS = 5_000_000;

    /** The longest time until a transport notices an interrupt of the thread that runs its exchange. */
    private static final long INTERRUPT_NANOS = 50_000_000;

    private EndRules() {}

    static long abortNanos(PlayedWorld world, CallRecord call) {
        return call.plan.blocking() && world.plan().gateway().onCallers() ? ABORT_NANOS : 0;
    }

    static void judge(PlayedWorld world, CallRecord call) {
        ListenerEvent over = call.over();
        check(over != null, call, "never ended");
        boolean drops = world.plan().client().lent() == Lent.DROPS;
        boolean dropped = drops && call.endedNanos < 0;
        check(dropped || call.endedNanos >= 0, call, "was never told");
        long deadline = world.possible(call.deadlineNanos());
        check(over.sinceNanos() <= deadline, call, "ended after its deadline");
        long told = world.possible(call.heldUp(deadline)) + abortNanos(world, call);
        // A cancelled future is done at once, but its callback may still wait for the lent executor.
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

    /** Checks that a cancellation ends the call at once, and an interrupt as soon as a transport notices it. */
    private static void struck(PlayedWorld world, CallRecord call, ListenerEvent over) {
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

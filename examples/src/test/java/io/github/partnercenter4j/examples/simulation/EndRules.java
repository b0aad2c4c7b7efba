package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;

/** Each call ends, once, by its deadline, and its caller is told what its listener is. */
final class EndRules {

    /** Where the caller's own thread runs the exchange, it has to come back from it. */
    private static final long ABORT_NANOS = 5_000_000;

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
        long deadline = world.possible(call.deadlineNanos()) + abortNanos(world, call);
        // Its own listener may be what a caller waits for; and whoever cancels is told by their own future.
        boolean listens =
                call.cancelled || (call.plan.blocking() && world.plan().client().manners() == Manners.SLOW);
        check(drops || listens || call.endedNanos <= deadline, call, "was told after its deadline");
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
}

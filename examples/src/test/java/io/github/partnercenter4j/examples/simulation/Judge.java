package io.github.partnercenter4j.examples.simulation;

import org.jspecify.annotations.Nullable;

/** Compares what callers were told with what the service recorded. */
final class Judge {

    /** A broken promise. */
    static final class Fault extends AssertionError {
        private static final long serialVersionUID = 1;

        Fault(String promise) {
            super(promise);
        }
    }

    private Judge() {}

    /** Plays a plan. Returns the broken promise, or null. */
    static @Nullable String verdict(Plan plan) {
        return verdict(new World(plan));
    }

    /** Plays a world. Returns the broken promise, or null. */
    static @Nullable String verdict(World world) {
        try {
            world.play();
            judge(world);
            return null;
        } catch (Fault broken) {
            return broken.getMessage();
        } catch (RuntimeException | Error unforeseen) {
            StackTraceElement[] stack = unforeseen.getStackTrace();
            return "unforeseen: " + unforeseen + (stack.length == 0 ? "" : " at " + stack[0]);
        }
    }

    /** Judges a world after its run. */
    static void judge(PlayedWorld world) {
        if (!world.faults().isEmpty()) {
            throw new Fault(world.faults().get(0));
        }
        for (CallRecord call : world.calls()) {
            EndRules.judge(world, call);
            EventRules.judge(world, call);
            SendRules.judge(world, call);
            OutcomeRules.judge(world, call);
            FailureRules.judge(call);
            ProfileRules.judge(world, call);
        }
        SharedRules.judge(world);
    }

    static void check(boolean kept, CallRecord call, String promise) {
        if (!kept) {
            throw new Fault(call.who() + " " + promise);
        }
    }
}

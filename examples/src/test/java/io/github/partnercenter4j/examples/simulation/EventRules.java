package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import org.jspecify.annotations.Nullable;

/** Each start has its end, nothing comes after the call's end, and all of it tells one story. */
final class EventRules {

    private EventRules() {}

    static void judge(Played world, Told call) {
        Heard open = null;
        Heard over = null;
        Heard retry = null;
        int started = 0;
        for (Heard event : call.heard) {
            check(over == null, call, "heard something after its end: " + call.heard);
            switch (event.kind()) {
                case START -> {
                    started++;
                    check(open == null, call, "heard of a start within an attempt: " + call.heard);
                    check(event.number() == started, call, "heard of attempts out of order: " + call.heard);
                    check(retry == null || isInTime(world, retry, event), call, "went on before its time");
                    open = event;
                    retry = null;
                }
                case END -> {
                    check(open != null && open.number() == event.number(), call, "heard of an end without its start");
                    check(open.id().equals(event.id()), call, "heard of two ids of one attempt");
                    open = null;
                }
                case RETRY -> {
                    check(open == null, call, "tries again within an attempt: " + call.heard);
                    check(event.number() == started, call, "miscounts its attempts");
                    retry = event;
                }
                case OVER -> {
                    check(open == null, call, "heard of a start without its end: " + call.heard);
                    check(event.number() == started, call, "miscounts its attempts: " + event + " of " + started);
                    over = event;
                }
            }
        }
        oneStory(call, over);
        promptly(world, call);
    }

    private static boolean isInTime(Played world, Heard retry, Heard start) {
        return world.plan().client().manners() == Manners.SLOW
                || start.atNanos() >= retry.atNanos() + retry.delay().toNanos();
    }

    /** An attempt that the call's end cut short ends as the call does. */
    private static void oneStory(Told call, Heard over) {
        for (Heard event : call.heard) {
            ErrorCategory category = event.kind() == Kind.END ? category(event.failure()) : null;
            if (category == ErrorCategory.CANCELLED) {
                check(category(over.failure()) == category, call, "is CANCELLED in one event, and not in the other");
            }
            if (event.kind() == Kind.END && event.failure() == null) {
                check(isAccepted(call, event.id()) || call.foreign, call, "heard of a success that was none");
            }
        }
    }

    private static boolean isAccepted(Told call, String id) {
        return call.sent.stream().anyMatch(each -> each.id.equals(id) && each.accepted);
    }

    /** After a wait a call goes on at once, unless it waits for a token, a hint or its own listener. */
    private static void promptly(Played world, Told call) {
        if (world.plan().client().manners() == Manners.SLOW) {
            return;
        }
        for (int i = 0; i + 1 < call.heard.size(); i++) {
            Heard retry = call.heard.get(i);
            Heard next = call.heard.get(i + 1);
            if (retry.kind() == Kind.RETRY && next.kind() == Kind.START) {
                long due = world.possible(retry.atNanos() + retry.delay().toNanos());
                check(
                        next.atNanos() <= due + EndRules.abortNanos(world, call)
                                || world.waitsForToken(call.tenant, due, next.atNanos()),
                        call,
                        "goes on too late after a wait: other people's code is in its way");
            }
        }
    }

    static @Nullable ErrorCategory category(@Nullable Throwable failure) {
        return failure instanceof PartnerCenterException ours ? ours.category() : null;
    }
}

package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each start has its end, nothing comes after the call's end, and all of it tells one story. */
final class EventRules {

    private EventRules() {}

    static void judge(Played world, Told call) {
        Heard open = null;
        Heard over = null;
        int started = 0;
        for (Heard event : call.heard) {
            check(over == null, call, "heard something after its end: " + call.heard);
            Kind begun = begunBy(event.kind());
            if (begun == null) {
                check(open == null, call, "heard of a start without its end: " + call.heard);
            } else {
                check(open != null && open.kind() == begun, call, "heard of an end without its start: " + call.heard);
            }
            switch (event.kind()) {
                case START -> {
                    started++;
                    check(event.number() == started, call, "heard of attempts out of order: " + call.heard);
                }
                case END ->
                    check(
                            open.number() == event.number() && open.id().equals(event.id()),
                            call,
                            "heard of two attempts as one");
                case RETRY, OVER ->
                    check(event.number() == started, call, "miscounts its attempts: " + event + " of " + started);
                case RETRY_END, TOKEN, TOKEN_END -> {}
            }
            over = event.kind() == Kind.OVER ? event : null;
            open = begun == null ? event : null;
        }
        oneStory(call, over);
        inTime(world, call);
    }

    /** Returns the kind of the start that an event ends, or null if it ends none. */
    private static @Nullable Kind begunBy(Kind end) {
        return switch (end) {
            case END -> Kind.START;
            case RETRY_END -> Kind.RETRY;
            case TOKEN_END -> Kind.TOKEN;
            default -> null;
        };
    }

    /** An attempt that the call's end cut short ends as the call does. */
    private static void oneStory(Told call, Heard over) {
        for (Heard event : call.heard) {
            ErrorCategory category = event.kind() == Kind.END ? category(event.failure()) : null;
            if (category == ErrorCategory.CANCELLED) {
                check(category(over.failure()) == category, call, "is CANCELLED in one event, and not in the other");
            }
            if (event.kind() == Kind.END && event.failure() == null) {
                check(isAccepted(call, event.id()), call, "heard of a success that was none");
            }
        }
    }

    private static boolean isAccepted(Told call, String id) {
        return call.sent.stream().anyMatch(each -> each.id.equals(id) && each.accepted);
    }

    /**
     * A call waits as long as it said it would. After a wait, for its time or for a token, it goes on at once, unless its
     * own listener holds it up.
     */
    private static void inTime(Played world, Told call) {
        List<Heard> heard = call.heard;
        for (int i = 1; i + 1 < heard.size(); i++) {
            Heard end = heard.get(i);
            boolean waited = end.kind() == Kind.RETRY_END || (end.kind() == Kind.TOKEN_END && end.failure() == null);
            Heard next = heard.get(i + 1);
            if (!waited || next.kind() == Kind.OVER) {
                continue;
            }
            if (end.kind() == Kind.RETRY_END) {
                Heard retry = heard.get(i - 1);
                long delay = retry.delay().toNanos();
                long due = call.heldUp(world.possible(call.heldUp(retry.atNanos()) + delay));
                check(end.atNanos() >= retry.sinceNanos() + delay, call, "went on before its time");
                check(
                        end.sinceNanos() <= due + EndRules.abortNanos(world, call),
                        call,
                        "goes on too late after a wait: other people's code is in its way");
            }
            check(
                    next.sinceNanos() <= world.possible(call.heldUp(end.atNanos())),
                    call,
                    "goes on too late: other people's code is in its way");
        }
    }

    static @Nullable ErrorCategory category(@Nullable Throwable failure) {
        return failure instanceof PartnerCenterException ours ? ours.category() : null;
    }
}

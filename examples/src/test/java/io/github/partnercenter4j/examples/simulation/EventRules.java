package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that each start event has its end event, that no event follows the call's end, and that the events agree. */
final class EventRules {

    private EventRules() {}

    static void judge(PlayedWorld world, CallRecord call) {
        ListenerEvent open = null;
        ListenerEvent over = null;
        int started = 0;
        for (ListenerEvent event : call.heard) {
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
                            "heard of the end of another attempt than the one that started");
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

    /**
     * Checks that an attempt is CANCELLED only if the call is, and succeeds only if the service accepted its request.
     */
    private static void oneStory(CallRecord call, ListenerEvent over) {
        for (ListenerEvent event : call.heard) {
            ErrorCategory category = event.kind() == Kind.END ? category(event.failure()) : null;
            if (category == ErrorCategory.CANCELLED) {
                check(
                        category(over.failure()) == category,
                        call,
                        "was CANCELLED in its attempt's end, but not in its own");
            }
            if (event.kind() == Kind.END && event.failure() == null) {
                check(
                        isAccepted(call, event.id()),
                        call,
                        "heard of a success, but the service accepted no such request");
            }
        }
    }

    private static boolean isAccepted(CallRecord call, String id) {
        return call.sent.stream().anyMatch(each -> each.id.equals(id) && each.accepted);
    }

    /**
     * Checks that a call waits as long as its event says. After a wait for a retry or a token, the call goes on at
     * once, unless its own listener delays it.
     */
    private static void inTime(PlayedWorld world, CallRecord call) {
        List<ListenerEvent> heard = call.heard;
        for (int i = 1; i + 1 < heard.size(); i++) {
            ListenerEvent end = heard.get(i);
            boolean waited = end.kind() == Kind.RETRY_END || (end.kind() == Kind.TOKEN_END && end.failure() == null);
            ListenerEvent next = heard.get(i + 1);
            if (!waited || next.kind() == Kind.OVER) {
                continue;
            }
            if (end.kind() == Kind.RETRY_END) {
                ListenerEvent retry = heard.get(i - 1);
                long delay = retry.delay().toNanos();
                long due = call.heldUp(world.possible(call.heldUp(retry.atNanos()) + delay));
                check(end.atNanos() >= retry.sinceNanos() + delay, call, "went on before its time");
                check(
                        end.sinceNanos() <= due + EndRules.abortNanos(world, call),
                        call,
                        "went on too late after a wait: another caller's code delayed it");
            }
            check(
                    next.sinceNanos() <= world.possible(call.heldUp(end.atNanos())),
                    call,
                    "went on too late: another caller's code delayed it");
        }
    }

    static @Nullable ErrorCategory category(@Nullable Throwable failure) {
        return failure instanceof PartnerCenterException ours ? ours.category() : null;
    }
}

package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Checks what a call sends, how often and when. */
final class SendRules {

    /**
     * A call sends nothing if it has less time left than this, or less than a tenth of its timeout if that is shorter.
     */
    private static final long LEAST_NANOS = 50_000_000;

    /** The first attempt, the replay and a settling read. */
    private static final int MOST_REFUSED_TOKENS = 3;

    private SendRules() {}

    static void judge(PlayedWorld world, CallRecord call) {
        long timeout = call.plan.timeout().toNanos();
        long least = Math.min(LEAST_NANOS, timeout / 10);
        long closed = world.closedNanos();
        for (SentRequest each : call.sent) {
            check(
                    each.atNanos <= Math.max(call.endedNanos, call.over().atNanos()) + world.slackNanos(),
                    call,
                    "sent something after its end");
            // A gateway that reports no progress is not told how much time is left. It sends until the client ends the
            // exchange.
            boolean hears = world.plan().gateway().reports();
            check(
                    !hears || call.deadlineNanos() + world.slackNanos() - each.atNanos > least,
                    call,
                    "sent something at its deadline");
            check(each.tenant.equals(call.tenant), call, "sent another partner's token");
            check(closed < 0 || each.atNanos <= closed, call, "sent something after its gateway was closed");
        }
        hints(call);
        waitsInVain(world, call);
        repeats(call);
        attempts(world, call);
        turns(world, call);
        sameIds(call);
    }

    /** Checks that a call sends nothing before a Retry-After that it received has passed. */
    private static void hints(CallRecord call) {
        long until = -1;
        for (SentRequest each : call.sent) {
            check(each.atNanos >= until, call, "sent " + each.method() + " within an unexpired Retry-After");
            if (each.isAnswered() && each.hint != null) {
                until = Math.max(until, each.answeredNanos + each.hint.nanos());
            }
        }
    }

    /** Checks that a call ends at once if its Retry-After is longer than the time left. */
    private static void waitsInVain(PlayedWorld world, CallRecord call) {
        for (SentRequest each : call.sent) {
            if (each.isAnswered() && each.hint != null) {
                boolean inVain = each.answeredNanos + each.hint.nanos() >= call.deadlineNanos();
                check(
                        !inVain || call.over().sinceNanos() <= world.possible(call.heldUp(each.answeredNanos)),
                        call,
                        "waited for a Retry-After that is longer than the time left");
            }
        }
    }

    /** Checks that a call repeats a write of unknown outcome only once, and replaces a refused token only once. */
    private static void repeats(CallRecord call) {
        long refused = call.sent.stream()
                .filter(each -> each.isAnswered() && each.status == 401)
                .count();
        check(refused <= MOST_REFUSED_TOKENS, call, "replaced its token more than once");
        int unsure = 0;
        SentRequest before = null;
        for (SentRequest each : call.sent) {
            boolean same = before != null && each.isWrite() && before.isWrite() && each.path.equals(before.path);
            if (same) {
                check(each.body.equals(before.body), call, "repeats a write with another body");
                check(Objects.equals(each.ifMatch, before.ifMatch), call, "repeats a write with another condition");
                check(!before.accepted, call, "repeats a write that was accepted");
            }
            unsure =
                    !same ? 0 : before.isUnsure() && before.status != 503 && before.status != 401 ? unsure + 1 : unsure;
            check(unsure <= 1, call, "repeated a write of unknown outcome more than once");
            before = each;
        }
    }

    /** Checks that an exchange has only as many attempts as the policy allows, and one replay after a 401. */
    private static void attempts(PlayedWorld world, CallRecord call) {
        int most = world.plan().client().attempts();
        int tries = 0;
        int replays = 0;
        String kind = "";
        for (ListenerEvent event : call.heard) {
            if (event.kind() == Kind.START) {
                String now = event.method() + event.path();
                tries = now.equals(kind) ? tries + 1 : 1;
                kind = now;
                replays += tries > most ? 1 : 0;
                check(tries <= most + 1 && replays <= 1, call, "tried an exchange more often than it may");
            }
        }
    }

    /** Checks that an attempt's timeout starts with its turn. */
    private static void turns(PlayedWorld world, CallRecord call) {
        boolean reports = world.plan().gateway().reports();
        for (SentRequest each : call.sent) {
            long turn = reports ? each.turnNanos : each.askedNanos;
            for (ListenerEvent event : call.heard) {
                if (event.kind() == Kind.END && event.id().equals(each.id) && turn <= event.atNanos()) {
                    // A repeated id has several ends. The first end after this turn belongs to it.
                    long due = turn + world.plan().client().attemptTimeout().toNanos();
                    check(
                            event.sinceNanos() <= world.possible(due),
                            call,
                            "had an attempt that took longer than its timeout");
                    break;
                }
            }
        }
    }

    /**
     * Checks that a call does not reuse an id that the service has echoed, and that requests with the same id are the
     * same.
     */
    private static void sameIds(CallRecord call) {
        Set<String> usedUp = new HashSet<>();
        for (SentRequest each : call.sent) {
            for (SentRequest before : call.sent) {
                if (before == each) {
                    break;
                }
                if (before.id.equals(each.id)) {
                    boolean answered = before.isAnswered()
                            && Boolean.TRUE.equals(before.echoed)
                            // A read whose response broke off may be repeated, like one whose response was lost.
                            && !before.accepted
                            && before.answeredNanos < each.atNanos;
                    check(!answered, call, "sent a request id again that was answered");
                    check(Objects.equals(before.body, each.body), call, "gave two requests one id");
                    check(before.path.equals(each.path), call, "gave two requests one id");
                }
            }
            check(
                    call.sent.size() < 60 && usedUp.add(each.id + each.atNanos),
                    call,
                    "sent too many requests, or one id twice at the same time");
        }
    }
}

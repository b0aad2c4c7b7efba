package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** What is sent, how often, and when not. */
final class SendRules {

    /** Less than this, or a tenth of the timeout if that is less, is not worth beginning an exchange. */
    private static final long LEAST_NANOS = 50_000_000;

    /** The first, the replay, and a settling read. */
    private static final int MOST_REFUSED_TOKENS = 3;

    private SendRules() {}

    static void judge(Played world, Told call) {
        long timeout = call.plan.timeout().toNanos();
        long least = Math.min(LEAST_NANOS, timeout / 10);
        long closed = world.closedNanos();
        for (Sent each : call.sent) {
            check(
                    each.atNanos <= Math.max(call.endedNanos, call.over().atNanos()) + world.slackNanos(),
                    call,
                    "sent something after its end");
            // A gateway that reports nothing does not hear how much time is left, and sends until it is told to stop.
            boolean hears = world.plan().gateway().reports();
            check(
                    !hears || call.deadlineNanos() + world.slackNanos() - each.atNanos > least,
                    call,
                    "sent something at its deadline");
            check(each.tenant.equals(call.tenant), call, "sent another partner's token");
            check(closed < 0 || each.atNanos <= closed, call, "sent something over a closed gateway");
        }
        hints(call);
        waitsInVain(world, call);
        repeats(call);
        attempts(world, call);
        turns(world, call);
        sameIds(call);
    }

    /** Nothing of a call is sent before a hint that it was given has passed. */
    private static void hints(Told call) {
        long until = -1;
        for (Sent each : call.sent) {
            check(each.atNanos >= until, call, "sent " + each.method() + " within an unexpired Retry-After");
            if (each.isAnswered() && each.hint != null) {
                until = Math.max(until, each.answeredNanos + each.hint.nanos());
            }
        }
    }

    /** A hint that lasts longer than the call can wait ends it at once: nothing of it may be sent any more. */
    private static void waitsInVain(Played world, Told call) {
        for (Sent each : call.sent) {
            if (each.isAnswered() && each.hint != null) {
                boolean inVain = each.answeredNanos + each.hint.nanos() >= call.deadlineNanos();
                check(
                        !inVain || call.over().sinceNanos() <= world.possible(call.heldUp(each.answeredNanos)),
                        call,
                        "waits in vain for a Retry-After that is longer than its time");
            }
        }
    }

    /** A write that may have arrived is sent again once, and a refused token is replaced once. */
    private static void repeats(Told call) {
        long refused = call.sent.stream()
                .filter(each -> each.isAnswered() && each.status == 401)
                .count();
        check(refused <= MOST_REFUSED_TOKENS, call, "replaced its token more than once");
        int unsure = 0;
        Sent before = null;
        for (Sent each : call.sent) {
            boolean same = before != null && each.isWrite() && before.isWrite() && each.path.equals(before.path);
            if (same) {
                check(each.body.equals(before.body), call, "repeats a write with another body");
                check(Objects.equals(each.ifMatch, before.ifMatch), call, "repeats a write with another condition");
                check(!before.accepted, call, "repeats a write that was accepted");
            }
            unsure =
                    !same ? 0 : before.isUnsure() && before.status != 503 && before.status != 401 ? unsure + 1 : unsure;
            check(unsure <= 1, call, "sent an unsure write again more than once");
            before = each;
        }
    }

    /** An exchange is tried as often as the policy says, the one replay after a 401 aside; a settling read is not. */
    private static void attempts(Played world, Told call) {
        int most = world.plan().client().attempts();
        int tries = 0;
        int replays = 0;
        String kind = "";
        for (Heard event : call.heard) {
            if (event.kind() == Kind.START) {
                String now = event.method() + event.path();
                tries = now.equals(kind) ? tries + 1 : 1;
                kind = now;
                replays += tries > most ? 1 : 0;
                check(tries <= most + 1 && replays <= 1, call, "tried an exchange more often than it may");
            }
        }
    }

    /** The attempt's limit counts from its turn. */
    private static void turns(Played world, Told call) {
        boolean reports = world.plan().gateway().reports();
        for (Sent each : call.sent) {
            long turn = reports ? each.turnNanos : each.askedNanos;
            for (Heard event : call.heard) {
                if (event.kind() == Kind.END && event.id().equals(each.id) && turn <= event.atNanos()) {
                    // A repeated id has several ends: the first after this turn is the one.
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

    /** An id that was answered is used up, and a repeated one stands for the same request. */
    private static void sameIds(Told call) {
        Set<String> usedUp = new HashSet<>();
        for (Sent each : call.sent) {
            for (Sent before : call.sent) {
                if (before == each) {
                    break;
                }
                if (before.id.equals(each.id)) {
                    boolean answered = before.isAnswered()
                            && Boolean.TRUE.equals(before.echoed)
                            // A read whose answer broke off is like one whose answer was lost.
                            && !before.accepted
                            && before.answeredNanos < each.atNanos;
                    check(!answered, call, "sent a request id again that was answered");
                    check(Objects.equals(before.body, each.body), call, "gave two requests one id");
                    check(before.path.equals(each.path), call, "gave two requests one id");
                }
            }
            check(call.sent.size() < 60 && usedUp.add(each.id + each.atNanos), call, "sends without end");
        }
    }
}

package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import java.util.HashMap;
import java.util.Map;

/** What the calls of a client, or of a gateway's clients, keep together. */
final class SharedRules {

    private SharedRules() {}

    static void judge(Played world) {
        tokens(world);
        ids(world);
        Budgets.judge(world);
    }

    /**
     * A token that was refused is not sent again by anybody who could know, unless its source was asked for another, and
     * gave it once more.
     */
    private static void tokens(Played world) {
        Map<String, Long> refusedAt = new HashMap<>();
        for (Sent each : world.sent()) {
            if (each.isAnswered() && each.status == 401) {
                refusedAt.merge(each.token, each.answeredNanos, Math::min);
            }
        }
        for (Sent each : world.sent()) {
            Long refused = refusedAt.get(each.token);
            boolean given = refused == null
                    || takenNanos(world, each) <= refused
                    || world.mayBeSentAgain(each.token, refused, each.askedNanos);
            check(given, each.call, "sent a token that was refused: " + each.token);
        }
    }

    /** When a call took the token, at the earliest: a slow listener may hold it up before the gateway is asked. */
    private static long takenNanos(Played world, Sent sent) {
        if (world.plan().client().manners() != Manners.SLOW) {
            return sent.askedNanos;
        }
        long taken = sent.askedNanos;
        Heard before = null;
        for (Heard event : sent.call.heard) {
            if (event.kind() == Kind.START && event.id().equals(sent.id) && event.sinceNanos() <= sent.askedNanos) {
                boolean waited = before != null && before.kind() == Kind.TOKEN_END;
                taken = waited ? before.sinceNanos() : event.sinceNanos();
            }
            before = event;
        }
        return taken;
    }

    /** An id is one call's. */
    private static void ids(Played world) {
        Map<String, Told> callOf = new HashMap<>();
        for (Sent each : world.sent()) {
            Told before = callOf.put(each.id, each.call);
            check(before == null || before == each.call, each.call, "shares a request id with another call");
        }
    }
}

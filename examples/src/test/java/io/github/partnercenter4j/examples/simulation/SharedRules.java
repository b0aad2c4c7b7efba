package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

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
                    // Between the token and the gateway a listener may take its time.
                    || world.plan().client().manners() == Manners.SLOW
                    // What a client forgot, it does not know to be refused.
                    || forgets(world)
                    || each.askedNanos <= refused
                    || world.mayBeSentAgain(each.token, refused, each.askedNanos);
            check(given, each.call, "sent a token that was refused: " + each.token);
        }
    }

    private static boolean forgets(Played world) {
        return world.plan().callers().stream().anyMatch(caller -> caller.wish() == Plan.Wish.FORGET);
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

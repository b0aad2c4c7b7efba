package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import java.util.HashMap;
import java.util.Map;

/** Checks what the calls of one client, or of all clients of a gateway, share. */
final class SharedRules {

    private SharedRules() {}

    static void judge(PlayedWorld world) {
        tokens(world);
        ids(world);
        Budgets.judge(world);
    }

    /**
     * Checks that a call does not send a token if it could know that the token was refused. It may if the source was
     * asked for another token and gave the same one again.
     */
    private static void tokens(PlayedWorld world) {
        Map<String, Long> refusedAt = new HashMap<>();
        for (SentRequest each : world.sent()) {
            if (each.isAnswered() && each.status == 401) {
                refusedAt.merge(each.token, each.answeredNanos, Math::min);
            }
        }
        for (SentRequest each : world.sent()) {
            Long refused = refusedAt.get(each.token);
            boolean given = refused == null
                    || takenNanos(world, each) <= refused
                    || world.mayBeSentAgain(each.token, refused, each.askedNanos);
            check(given, each.call, "sent a token that was refused: " + each.token);
        }
    }

    /**
     * Returns the earliest time at which a call took the token. A slow listener may delay the call before it reaches
     * the gateway.
     */
    private static long takenNanos(PlayedWorld world, SentRequest sent) {
        if (world.plan().client().manners() != Manners.SLOW) {
            return sent.askedNanos;
        }
        long taken = sent.askedNanos;
        ListenerEvent before = null;
        for (ListenerEvent event : sent.call.heard) {
            if (event.kind() == Kind.START && event.id().equals(sent.id) && event.sinceNanos() <= sent.askedNanos) {
                boolean waited = before != null && before.kind() == Kind.TOKEN_END;
                taken = waited ? before.sinceNanos() : event.sinceNanos();
            }
            before = event;
        }
        return taken;
    }

    /** Checks that two calls never use the same request id. */
    private static void ids(PlayedWorld world) {
        Map<String, CallRecord> callOf = new HashMap<>();
        for (SentRequest each : world.sent()) {
            CallRecord before = callOf.put(each.id, each.call);
            check(before == null || before == each.call, each.call, "shares a request id with another call");
        }
    }
}

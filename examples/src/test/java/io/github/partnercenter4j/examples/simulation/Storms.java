package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.ClientPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Etags;
import io.github.partnercenter4j.examples.simulation.Plan.GatewayPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import io.github.partnercenter4j.examples.simulation.Plan.ServicePlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generates storms from seeds: the plans of simulated worlds with shorter times, and without what sockets and the fake
 * cannot do.
 */
final class Storms {

    private static final int FASTER = 20;
    private static final Duration LONG = Duration.ofSeconds(4);

    private Storms() {}

    /** Plays the storm of a seed. Returns the broken promise, or null. */
    static @Nullable String verdict(long seed) throws InterruptedException {
        StormTransport.Kind[] kinds = StormTransport.Kind.values();
        StormTransport way = new StormTransport(kinds[(int) Math.floorMod(seed, (long) kinds.length)], seed % 16 < 4);
        StormWorld world = new StormWorld(of(seed), way);
        String left = world.play();
        String broken = left != null ? left : broken(world);
        return broken == null ? null : StormStory.of(world, broken);
    }

    private static @Nullable String broken(StormWorld world) {
        try {
            Judge.judge(world);
            return null;
        } catch (Judge.Fault fault) {
            return fault.getMessage();
        }
    }

    static Plan of(long seed) {
        Plan plan = Plans.of(seed);
        ServicePlan service = plan.service();
        GatewayPlan gateway = plan.gateway();
        ClientPlan client = plan.client();
        return plan.with(new ServicePlan(
                        Etags.NONE, service.replays(), false, service.routes(), service.refusesTokens()))
                .with(new GatewayPlan(gateway.places(), true, true, faster(gateway.closesAt()), true))
                .with(new ClientPlan(
                        client.tenants(),
                        client.reconciles(),
                        client.attempts(),
                        min(client.attemptTimeout(), Duration.ofSeconds(2)),
                        min(client.tokenTimeout(), Duration.ofSeconds(2)),
                        client.route(),
                        lent(client.lent()),
                        client.manners(),
                        client.source(),
                        client.sameAgain()))
                .jolted(List.of())
                .with(plan.callers().stream().map(Storms::faster).toList());
    }

    private static CallerPlan faster(CallerPlan caller) {
        return new CallerPlan(
                caller.number(),
                caller.tenant(),
                caller.wish(),
                caller.blocking(),
                faster(caller.at()),
                min(caller.timeout(), LONG),
                faster(caller.strikesAfter()),
                caller.afterwards());
    }

    private static @Nullable Duration faster(@Nullable Duration time) {
        return time == null ? null : time.dividedBy(FASTER);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Leaves out executors that drop tasks or stop: with these, callers would wait longer than a storm lasts. */
    private static Lent lent(Lent kind) {
        return switch (kind) {
            case NONE, INLINE, ONE_THREAD, TWO_THREADS, FULL -> kind;
            default -> Lent.NONE;
        };
    }
}

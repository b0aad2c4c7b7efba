package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.examples.simulation.Plan.Afterwards;
import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.ClientPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Etags;
import io.github.partnercenter4j.examples.simulation.Plan.GatewayPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Jolt;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import io.github.partnercenter4j.examples.simulation.Plan.Routes;
import io.github.partnercenter4j.examples.simulation.Plan.ServicePlan;
import io.github.partnercenter4j.examples.simulation.Plan.Source;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Generates plans from seeds: small numbers, and several kinds of faults at once. */
final class Plans {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Random random;

    private Plans(long seed) {
        this.random = new Random(seed);
    }

    static Plan of(long seed) {
        Plans plans = new Plans(seed);
        ClientPlan client = plans.client();
        return new Plan(
                seed,
                plans.service(),
                plans.gateway(),
                client,
                plans.jolts(),
                plans.random.nextInt(80),
                List.copyOf(plans.callers(client.tenants())),
                new TreeSet<>());
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis));
    }

    private List<Jolt> jolts() {
        List<Jolt> jolts = new ArrayList<>();
        int count = oneIn(5) ? 1 + random.nextInt(3) : 0;
        for (int i = 0; i < count; i++) {
            Duration at = upTo(oneIn(2) ? 2_000 : 20_000);
            Duration by = any(
                    Duration.ofMillis(30),
                    Duration.ofMillis(700),
                    Duration.ofSeconds(6),
                    Duration.ofMinutes(2),
                    Duration.ofHours(2),
                    Duration.ofDays(3));
            boolean sleeps = oneIn(3);
            jolts.add(new Jolt(at, sleeps, sleeps || oneIn(2) ? by : by.negated()));
        }
        return List.copyOf(jolts);
    }

    private ServicePlan service() {
        return new ServicePlan(
                any(Etags.NONE, Etags.STRONG, Etags.STRONG, Etags.WEAK),
                random.nextBoolean(),
                oneIn(4),
                any(Routes.BOTH, Routes.BOTH, Routes.DOCUMENTED, Routes.SDK),
                oneIn(5));
    }

    private GatewayPlan gateway() {
        return new GatewayPlan(
                oneIn(3) ? 1 : 1 + random.nextInt(8),
                random.nextBoolean(),
                random.nextBoolean(),
                oneIn(12) ? upTo(oneIn(2) ? 500 : 20_000) : null,
                !oneIn(8));
    }

    private ClientPlan client() {
        return new ClientPlan(
                1 + random.nextInt(oneIn(4) ? 5 : 2),
                !oneIn(4),
                1 + random.nextInt(5),
                random.nextBoolean() ? Duration.ofMillis(200 + random.nextInt(2000)) : Duration.ofSeconds(20),
                // The fraction keeps it from ending at the same moment as another time limit.
                (oneIn(3) ? Duration.ofMillis(100 + random.nextInt(900)) : Duration.ofSeconds(10)).plusNanos(333_333),
                oneIn(4) ? any(UpdateRoute.DOCUMENTED, UpdateRoute.SDK) : UpdateRoute.AUTO,
                oneIn(3) ? Lent.NONE : any(Lent.values()),
                oneIn(3) ? any(Manners.THROW, Manners.SLOW) : Manners.POLITE,
                oneIn(8) ? Source.SUPPLIER : Source.PROVIDER,
                oneIn(6));
    }

    private List<CallerPlan> callers(int tenants) {
        int count = 1 + random.nextInt(oneIn(4) ? 30 : 6);
        boolean blocking = oneIn(5);
        List<CallerPlan> callers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(100);
            Wish wish = kind < 20
                    ? Wish.GET
                    : kind < 60 ? Wish.UPDATE : kind < 95 ? Wish.EDIT : kind < 98 ? Wish.CLOSE : Wish.FORGET;
            callers.add(new CallerPlan(
                    i,
                    random.nextInt(tenants),
                    wish,
                    blocking && random.nextBoolean(),
                    upTo(random.nextBoolean() ? 200 : 20_000),
                    oneIn(3) ? Duration.ofMillis(50 + random.nextInt(3000)) : LONG,
                    oneIn(8) ? upTo(3000) : null,
                    oneIn(3) ? any(Afterwards.CALLS_AGAIN, Afterwards.SLEEPS, Afterwards.THROWS) : Afterwards.NOTHING));
        }
        return callers;
    }
}

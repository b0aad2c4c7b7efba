package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.examples.simulation.Plan.Afterwards;
import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.ClientPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Clock;
import io.github.partnercenter4j.examples.simulation.Plan.Etags;
import io.github.partnercenter4j.examples.simulation.Plan.GatewayPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import io.github.partnercenter4j.examples.simulation.Plan.Routes;
import io.github.partnercenter4j.examples.simulation.Plan.ServicePlan;
import io.github.partnercenter4j.examples.simulation.Plan.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes everything out of a plan that its fault does not need. */
final class Shrinker {

    private static final int MOST_WORLDS = 2000;

    private final Function<Plan, @Nullable String> judge;
    private final Function<Plan, Collection<String>> troubles;
    private int worlds;

    /**
     * Makes a shrinker.
     *
     * @param judge plays a plan and returns the promise that was broken, or null
     * @param troubles plays a plan and returns the names of what went wrong in it
     */
    Shrinker(Function<Plan, @Nullable String> judge, Function<Plan, Collection<String>> troubles) {
        this.judge = judge;
        this.troubles = troubles;
    }

    static Shrinker ofWorlds() {
        return new Shrinker(Judge::verdict, plan -> {
            World world = new World(plan);
            Judge.verdict(world);
            return world.journal.troubles;
        });
    }

    /** Returns the smallest plan found that breaks the same promise, whoever's it is. */
    Plan shrink(Plan plan, String verdict) {
        String promise = promise(verdict);
        Plan best = plan;
        boolean smaller = true;
        while (smaller && worlds < MOST_WORLDS) {
            smaller = false;
            for (Plan candidate : candidates(best)) {
                worlds++;
                String now = judge.apply(candidate);
                if (now != null && promise(now).equals(promise)) {
                    best = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return best;
    }

    /** The promise without who broke it, and how often. */
    private static String promise(String verdict) {
        return verdict.replaceAll("caller [0-9]+ \\([A-Z]\\)", "a caller")
                .replaceAll("[A-Z]/[0-9]+", "a token")
                .replaceAll("[0-9]+", "#")
                .replaceAll("\\[.*]", "[]");
    }

    private List<Plan> candidates(Plan plan) {
        List<Plan> smaller = new ArrayList<>();
        fewerCallers(plan, smaller);
        for (String trouble : troubles.apply(plan)) {
            if (!plan.calm().contains(trouble)) {
                smaller.add(plan.calming(trouble));
            }
        }
        simplerClient(plan, smaller);
        simplerWorld(plan, smaller);
        simplerCallers(plan, smaller);
        smaller.removeIf(plan::equals);
        return smaller;
    }

    private static void fewerCallers(Plan plan, List<Plan> smaller) {
        List<CallerPlan> all = plan.callers();
        if (all.size() > 3) {
            smaller.add(plan.with(all.subList(0, all.size() / 2)));
            smaller.add(plan.with(all.subList(all.size() / 2, all.size())));
        }
        for (CallerPlan one : all) {
            List<CallerPlan> fewer = new ArrayList<>(all);
            fewer.remove(one);
            if (!fewer.isEmpty()) {
                smaller.add(plan.with(fewer));
            }
        }
    }

    private static void simplerClient(Plan plan, List<Plan> smaller) {
        ClientPlan c = plan.client();
        int needed =
                1 + plan.callers().stream().mapToInt(CallerPlan::tenant).max().orElse(0);
        List<ClientPlan> others = List.of(
                new ClientPlan(
                        needed,
                        c.reconciles(),
                        c.attempts(),
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        c.route(),
                        c.lent(),
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        false,
                        c.attempts(),
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        c.route(),
                        c.lent(),
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        1,
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        c.route(),
                        c.lent(),
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        c.attempts(),
                        Duration.ofSeconds(20),
                        c.tokenTimeout(),
                        c.route(),
                        c.lent(),
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        c.attempts(),
                        c.attemptTimeout(),
                        Duration.ofSeconds(10),
                        c.route(),
                        c.lent(),
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        c.attempts(),
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        UpdateRoute.DOCUMENTED,
                        c.lent(),
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        c.attempts(),
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        c.route(),
                        Lent.NONE,
                        c.manners(),
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        c.attempts(),
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        c.route(),
                        c.lent(),
                        Manners.POLITE,
                        c.source()),
                new ClientPlan(
                        c.tenants(),
                        c.reconciles(),
                        c.attempts(),
                        c.attemptTimeout(),
                        c.tokenTimeout(),
                        c.route(),
                        c.lent(),
                        c.manners(),
                        Source.PROVIDER));
        others.forEach(other -> smaller.add(plan.with(other)));
    }

    private static void simplerWorld(Plan plan, List<Plan> smaller) {
        ServicePlan s = plan.service();
        GatewayPlan g = plan.gateway();
        smaller.add(plan.with(Clock.STEADY));
        smaller.add(plan.with(new ServicePlan(Etags.NONE, s.replays(), s.stamps(), s.routes(), s.refusesTokens())));
        smaller.add(plan.with(new ServicePlan(s.etags(), false, s.stamps(), s.routes(), s.refusesTokens())));
        smaller.add(plan.with(new ServicePlan(s.etags(), s.replays(), false, s.routes(), s.refusesTokens())));
        smaller.add(plan.with(new ServicePlan(s.etags(), s.replays(), s.stamps(), Routes.BOTH, s.refusesTokens())));
        smaller.add(plan.with(new ServicePlan(s.etags(), s.replays(), s.stamps(), s.routes(), false)));
        smaller.add(plan.with(new GatewayPlan(8, g.sharesBudget(), g.onCallers(), g.closesAt())));
        smaller.add(plan.with(new GatewayPlan(g.places(), false, g.onCallers(), g.closesAt())));
        smaller.add(plan.with(new GatewayPlan(g.places(), g.sharesBudget(), false, g.closesAt())));
        smaller.add(plan.with(new GatewayPlan(g.places(), g.sharesBudget(), g.onCallers(), null)));
    }

    private static void simplerCallers(Plan plan, List<Plan> smaller) {
        for (int i = 0; i < plan.callers().size(); i++) {
            CallerPlan c = plan.callers().get(i);
            for (CallerPlan other : List.of(
                    new CallerPlan(
                            c.number(),
                            c.tenant(),
                            c.wish(),
                            false,
                            c.at(),
                            c.timeout(),
                            c.strikesAfter(),
                            c.afterwards()),
                    new CallerPlan(
                            c.number(), c.tenant(), c.wish(), c.blocking(), c.at(), c.timeout(), null, c.afterwards()),
                    new CallerPlan(
                            c.number(),
                            c.tenant(),
                            c.wish(),
                            c.blocking(),
                            c.at(),
                            c.timeout(),
                            c.strikesAfter(),
                            Afterwards.NOTHING),
                    new CallerPlan(
                            c.number(),
                            c.tenant(),
                            c.wish(),
                            c.blocking(),
                            Duration.ZERO,
                            c.timeout(),
                            c.strikesAfter(),
                            c.afterwards()),
                    new CallerPlan(
                            c.number(),
                            c.tenant(),
                            c.wish(),
                            c.blocking(),
                            c.at(),
                            Duration.ofSeconds(60),
                            c.strikesAfter(),
                            c.afterwards()))) {
                List<CallerPlan> others = new ArrayList<>(plan.callers());
                others.set(i, other);
                smaller.add(plan.with(others));
            }
        }
    }
}

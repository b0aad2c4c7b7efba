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
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Removes from a plan everything that its fault does not need. */
final class Shrinker {

    private static final int MOST_WORLDS = 2000;

    private final Function<Plan, @Nullable String> judge;
    private final Function<Plan, Collection<String>> troubles;
    private int worlds;

    /**
     * Creates a shrinker.
     *
     * @param judge plays a plan and returns the broken promise, or null
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

    /** Returns the smallest plan found that breaks the same promise, for any caller. */
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

    /** Returns the promise without names and numbers. */
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
        int needed =
                1 + plan.callers().stream().mapToInt(CallerPlan::tenant).max().orElse(0);
        ClientPlan simple = new ClientPlan(
                needed,
                false,
                1,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                UpdateRoute.DOCUMENTED,
                Lent.NONE,
                Manners.POLITE,
                Source.PROVIDER,
                false);
        simpler(plan.client(), simple).forEach(other -> smaller.add(plan.with(other)));
    }

    private static void simplerWorld(Plan plan, List<Plan> smaller) {
        for (Jolt jolt : plan.jolts()) {
            smaller.add(plan.jolted(
                    plan.jolts().stream().filter(each -> !each.equals(jolt)).toList()));
        }
        simpler(plan.service(), new ServicePlan(Etags.NONE, false, false, Routes.BOTH, false))
                .forEach(other -> smaller.add(plan.with(other)));
        simpler(plan.gateway(), new GatewayPlan(8, false, false, null, true))
                .forEach(other -> smaller.add(plan.with(other)));
    }

    private static void simplerCallers(Plan plan, List<Plan> smaller) {
        for (int i = 0; i < plan.callers().size(); i++) {
            CallerPlan c = plan.callers().get(i);
            CallerPlan simple = new CallerPlan(
                    c.number(),
                    c.tenant(),
                    c.wish(),
                    false,
                    Duration.ZERO,
                    Duration.ofSeconds(60),
                    null,
                    Afterwards.NOTHING);
            for (CallerPlan other : simpler(c, simple)) {
                List<CallerPlan> others = new ArrayList<>(plan.callers());
                others.set(i, other);
                smaller.add(plan.with(others));
            }
        }
    }

    /** Returns copies of a record. In each copy one component comes from the simpler record. */
    private static <R extends Record> List<R> simpler(R record, R simple) {
        List<R> copies = new ArrayList<>();
        RecordComponent[] components = record.getClass().getRecordComponents();
        try {
            Object[] mine = values(record, components);
            Object[] others = values(simple, components);
            for (int i = 0; i < mine.length; i++) {
                if (!Objects.equals(mine[i], others[i])) {
                    Object[] copy = mine.clone();
                    copy[i] = others[i];
                    copies.add(make(record, components, copy));
                }
            }
        } catch (ReflectiveOperationException failed) {
            throw new LinkageError(record.toString(), failed);
        }
        return copies;
    }

    private static Object[] values(Record record, RecordComponent[] components) throws ReflectiveOperationException {
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].getAccessor().invoke(record);
        }
        return values;
    }

    @SuppressWarnings("unchecked") // The constructor of a record returns that record's type.
    private static <R extends Record> R make(R like, RecordComponent[] components, Object[] values)
            throws ReflectiveOperationException {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return (R) like.getClass().getDeclaredConstructor(types).newInstance(values);
    }
}

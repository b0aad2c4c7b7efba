package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.ClientPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Etags;
import io.github.partnercenter4j.examples.simulation.Plan.GatewayPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Lent;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import io.github.partnercenter4j.examples.simulation.Plan.Routes;
import io.github.partnercenter4j.examples.simulation.Plan.ServicePlan;
import io.github.partnercenter4j.examples.simulation.Plan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Describes a world that breaks a promise, with the command that plays it again. */
final class Story {

    private Story() {}

    /** Plays the world of a seed. Returns the shortened story of its fault, or null if there is none. */
    static String ofFault(long seed) {
        Plan plan = Plans.of(seed);
        String verdict = Judge.verdict(plan);
        return verdict == null ? null : of(Shrinker.ofWorlds().shrink(plan, verdict));
    }

    static String of(Plan plan) {
        World world = new World(plan);
        String verdict = Judge.verdict(world);
        return "World " + plan.seed() + ": expected every promise to be kept, but " + verdict + ".\n\n"
                + setting(plan) + "\n\n"
                + String.join("\n", world.journal.story())
                + "\n\nThe story is shortened. To play the whole world: " + again(plan.seed());
    }

    static String again(long seed) {
        return "mvn -pl examples -am test -Dtest=SimulationTest -Dsimulation.seed=" + seed;
    }

    private static String setting(Plan plan) {
        List<String> parts = new ArrayList<>();
        ServicePlan service = plan.service();
        parts.add(
                service.etags() == Etags.NONE
                        ? "no ETags"
                        : service.etags().toString().toLowerCase(Locale.ROOT) + " ETags");
        when(parts, service.replays(), "the service answers a repeated id without writing again");
        when(parts, service.stamps(), "the service adds a member");
        when(parts, service.routes() != Routes.BOTH, "one route only: " + service.routes());
        when(parts, service.refusesTokens(), "every other token is refused");
        GatewayPlan gateway = plan.gateway();
        parts.add(gateway.places() + (gateway.places() == 1 ? " place" : " places"));
        when(parts, gateway.sharesBudget(), "one budget for all clients");
        when(parts, gateway.onCallers(), "exchanges run on blocking callers' threads");
        when(parts, !gateway.reports(), "a gateway that reports no progress");
        ClientPlan client = plan.client();
        parts.add(client.attempts() + (client.attempts() == 1 ? " attempt" : " attempts") + " of "
                + client.attemptTimeout().toMillis() + " ms");
        parts.add("token timeout of " + client.tokenTimeout().toMillis() + " ms");
        parts.add("route " + client.route());
        when(parts, !client.reconciles(), "no settling reads");
        when(parts, client.lent() != Lent.NONE, "a lent executor: " + client.lent());
        when(parts, client.manners() != Manners.POLITE, "a listener that misbehaves: " + client.manners());
        when(parts, client.source() != Source.PROVIDER, "tokens from blocking code");
        when(parts, client.sameAgain(), "the login mostly gives the same token again, for a short time");
        long blocking = plan.callers().stream().filter(CallerPlan::blocking).count();
        when(parts, blocking > 0, blocking + " callers block");
        return String.join(", ", parts) + ".";
    }

    private static void when(List<String> parts, boolean so, String part) {
        if (so) {
            parts.add(part);
        }
    }
}

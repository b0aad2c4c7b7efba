package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.simulation.Journal.Sent;
import io.github.partnercenter4j.simulation.World.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what callers were told with what the service recorded. */
final class Judge {

    private static final int MOST_SENDS = 4 * 3 * 3 + 4;

    /** A promise that was not kept. */
    static final class Fault extends AssertionError {
        private static final long serialVersionUID = 1;

        Fault(String what) {
            super(what);
        }
    }

    private final World world;

    private Judge(World world) {
        this.world = world;
    }

    /** Plays a plan and returns the promise that was not kept, or null. */
    static String verdict(Plan plan) {
        return verdict(new World(plan));
    }

    private static String verdict(World world) {
        try {
            world.play();
            new Judge(world).judge();
            return null;
        } catch (Fault broken) {
            return broken.getMessage();
        } catch (RuntimeException | AssertionError unforeseen) {
            return "unforeseen: " + unforeseen;
        }
    }

    private static void check(boolean kept, String promise) {
        if (!kept) {
            throw new Fault(promise);
        }
    }

    private void judge() {
        world.told.forEach(this::judge);
        check(world.journal.faults.isEmpty(), String.join("; ", world.journal.faults));
        check(world.gateway.inUse() == 0, "a place of the gateway is left in use");
        check(world.time.waiting() == 0, "a timer is left");
        tokens();
        ids();
        events();
    }

    private void judge(Told told) {
        String who = "caller " + told.plan.number();
        check(told.endedAt >= 0, who + " was never told");
        long deadline = told.startedAt + told.plan.timeout().toMillis();
        check(told.endedAt <= deadline, who + " was told after its deadline");
        List<Sent> sent = world.journal.of(told.call);
        check(sent.size() <= MOST_SENDS, who + " sent " + sent.size() + " times");
        for (Sent each : sent) {
            check(each.at <= told.endedAt, who + " sent something after its end");
            check(each.at < deadline, who + " sent something at its deadline");
            check(each.tenant.equals(World.name(told.plan.tenant())), who + " sent another partner's token");
        }
        hints(who, sent);
        repeats(who, sent);
        if (told.plan.wish() != Plan.Wish.GET && !told.cancelled) {
            outcome(who, told, sent);
        }
        once(who, told, sent);
    }

    /** Nothing of a call is sent before a hint that it was given has passed. */
    private static void hints(String who, List<Sent> sent) {
        long until = -1;
        for (Sent each : sent) {
            check(each.at >= until, who + " sent " + each.method + " within an unexpired Retry-After");
            if (each.answeredAt >= 0 && each.hintMillis >= 0) {
                until = Math.max(until, each.answeredAt + each.hintMillis);
            }
        }
    }

    /** A write that may have arrived is sent again once, and a refused token is replaced once. */
    private static void repeats(String who, List<Sent> sent) {
        long refused = sent.stream()
                .filter(each -> each.status == 401 && each.answeredAt >= 0)
                .count();
        // The one replay, and a settling read that is refused as well.
        check(refused <= 3, who + " replaced its token more than once");
        int unsure = 0;
        Sent before = null;
        for (Sent each : sent) {
            boolean same = before != null && each.isWrite() && before.isWrite() && each.path.equals(before.path);
            unsure = !same ? 0 : before.isUnsure() ? unsure + 1 : unsure;
            check(unsure <= 1 || !each.body.equals(before.body), who + " sent an unsure write again more than once");
            before = each;
        }
    }

    private void outcome(String who, Told told, List<Sent> sent) {
        List<Sent> writes = sent.stream().filter(Sent::isWrite).toList();
        boolean committed = writes.stream().anyMatch(each -> each.committed);
        if (told.failure == null) {
            // An edit that changes nothing writes nothing, but every edit here changes something.
            check(committed, who + " was told success, and nothing was written");
            return;
        }
        if (!(told.failure instanceof PartnerCenterException failure)) {
            throw new Fault(who + " was told a foreign failure: " + told.failure);
        }
        WriteOutcome outcome = failure.writeOutcome().orElse(null);
        check(outcome != null, who + " was told no outcome");
        if (world.journal.foreign.contains(told.call) && outcome == WriteOutcome.UNKNOWN) {
            return;
        }
        switch (outcome) {
            case NOT_APPLIED -> check(!committed, who + " was told NOT_APPLIED, and it was written");
            case APPLIED -> check(committed, who + " was told APPLIED, and nothing was written");
            case UNKNOWN -> {
                check(!writes.isEmpty(), who + " was told UNKNOWN, and no write was sent");
                check(
                        !writes.stream().allMatch(each -> each.isRefused() && each.answeredAt < told.endedAt),
                        who + " was told UNKNOWN, and every write was refused");
            }
        }
        if (!writes.isEmpty()
                && told.plan.wish() == Plan.Wish.UPDATE
                && failure.writeOutcome().isPresent()
                && failure instanceof ServiceException) {
            check(
                    writes.stream().anyMatch(each -> each.id.equals(failure.requestId())),
                    who + " was told the id of another request than the write that failed");
        }
    }

    /** An edit is not applied to its own result. */
    private static void once(String who, Told told, List<Sent> sent) {
        String mark = "+" + told.plan.number() + ";";
        for (Sent each : sent) {
            if (each.isWrite() && each.committed && each.body.website() != null) {
                String website = each.body.website();
                check(website.indexOf(mark) == website.lastIndexOf(mark), who + " applied its change twice");
            }
        }
    }

    /** A token that was refused is not sent again by anybody who was told so. */
    private void tokens() {
        Map<String, Long> refusedAt = new HashMap<>();
        for (Sent each : world.journal.sent) {
            if (each.status == 401 && each.answeredAt >= 0) {
                refusedAt.merge(each.token, each.answeredAt, Math::min);
            }
        }
        for (Sent each : world.journal.sent) {
            Long refused = refusedAt.get(each.token);
            check(
                    refused == null || each.askedAt <= refused,
                    "a refused token (" + each.token + ") was sent again by " + each.call.substring(34));
        }
    }

    /** An id that the service has answered to is used up, and an id is one call's. */
    private void ids() {
        Map<String, Sent> byId = new HashMap<>();
        for (Sent each : world.journal.sent) {
            Sent before = byId.put(each.id, each);
            if (before != null) {
                check(before.call.equals(each.call), "two calls share a request id");
                check(
                        !(before.echoed && before.answeredAt >= 0 && before.answeredAt < each.at),
                        "a request id that was answered was sent again");
                check(
                        before.body == null ? each.body == null : before.body.equals(each.body),
                        "a repeated request id has another body");
            }
        }
    }

    /** Each start has its end, and nothing comes after the call's end. */
    private void events() {
        for (Told told : world.told) {
            List<String> mine = new ArrayList<>();
            for (String event : world.events) {
                if (event.startsWith(told.call)) {
                    mine.add(event.substring(told.call.length() + 1));
                }
            }
            String who = "caller " + told.plan.number() + "'s listener heard ";
            int open = 0;
            boolean over = false;
            for (String event : mine) {
                check(!over, who + event + " after the call's end");
                open += event.startsWith("start") ? 1 : event.startsWith("end") ? -1 : 0;
                check(open == 0 || open == 1, who + mine);
                over = event.startsWith("over");
            }
            check(over, who + "no end of the call: " + mine);
            check(open == 0, who + "a start without its end: " + mine);
        }
    }

    /** The shortest plan that breaks the same promise. */
    static Plan shrunk(Plan plan, String verdict) {
        String promise = verdict.replaceAll("[0-9]+", "#");
        Plan best = plan;
        boolean better = true;
        while (better) {
            better = false;
            for (Plan.CallerPlan caller : best.callers()) {
                List<Plan.CallerPlan> fewer = new ArrayList<>(best.callers());
                fewer.remove(caller);
                Plan smaller = best.with(List.copyOf(fewer));
                String now = fewer.isEmpty() ? null : verdict(smaller);
                if (now != null && now.replaceAll("[0-9]+", "#").equals(promise)) {
                    best = smaller;
                    better = true;
                    break;
                }
            }
        }
        return best;
    }

    static String story(Plan plan) {
        World world = new World(plan);
        String verdict = verdict(world);
        return "Seed " + plan.seed() + ": " + verdict + "\n  " + plan + "\n" + String.join("\n", world.journal.story)
                + "\n\nPlay it again: mvn -pl core -am test -Dtest=SimulationTest -Dsimulation.seed=" + plan.seed();
    }
}

package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.testkit.RecordedExchange;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Describes a storm that breaks a promise: what the caller heard, and what the fake received. */
final class StormStory {

    private StormStory() {}

    static String of(StormWorld world, String broken) {
        StringBuilder text = new StringBuilder("Storm " + world.plan.seed() + " over " + world.way
                + ": expected every promise to be kept, but " + broken + ".\n  " + world.plan.service() + "\n  "
                + world.plan.gateway() + "\n  " + world.plan.client());
        for (CallRecord call : world.calls()) {
            if (broken.startsWith(call.who())) {
                tell(world, call, text);
            }
        }
        return text + "\nThe storm again, in another order of events: mvn -Pfull -pl examples -am test -Dtest=StormTest"
                + " -Dstorm.seed=" + world.plan.seed();
    }

    private static void tell(StormWorld world, CallRecord call, StringBuilder text) {
        text.append("\n  ").append(call.plan).append(" at ").append(call.startedNanos / 1_000_000);
        Map<Long, String> lines = new TreeMap<>();
        for (ListenerEvent event : call.heard) {
            add(
                    lines,
                    event.atNanos(),
                    "hears " + event + " " + event.method() + " " + event.id() + ": " + Texts.of(event.failure()));
        }
        for (SentRequest sent : call.sent) {
            add(lines, sent.askedNanos, "asks the gateway for " + sent.method() + " " + sent.path + " " + sent.id);
            if (sent.isAnswered()) {
                add(lines, sent.answeredNanos, "has the answer " + sent.status + " to " + sent.id);
            }
        }
        for (RecordedExchange exchange : world.fake.journal().exchanges()) {
            if (call.correlationId.equalsIgnoreCase(exchange.requestHeader("MS-CorrelationId"))) {
                add(lines, world.journal.nanosOf(exchange.received()), "came: " + exchange);
            }
        }
        add(lines, call.endedNanos, "is told " + Texts.of(call.failure));
        lines.forEach((at, line) -> text.append(String.format(Locale.ROOT, "%n%9.3f ms  %s", at / 1e6, line)));
    }

    /** Adds a line. Two events of the same moment keep a line each. */
    private static void add(Map<Long, String> lines, long at, String line) {
        long free = at;
        while (lines.containsKey(free)) {
            free++;
        }
        lines.put(free, line);
    }
}

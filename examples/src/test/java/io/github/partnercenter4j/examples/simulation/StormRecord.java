package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.testkit.RecordedExchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Combines the records of the gateway with those of the fake. */
final class StormRecord {

    private final StormJournal journal;
    private final Map<String, List<RecordedExchange>> recorded = new HashMap<>();

    private StormRecord(StormWorld world) {
        this.journal = world.journal;
    }

    static void fill(StormWorld world) {
        StormRecord record = new StormRecord(world);
        List<RecordedExchange> exchanges = new ArrayList<>(world.fake.journal().exchanges());
        for (RecordedExchange each : exchanges) {
            String id = each.requestHeader("MS-RequestId");
            if (id != null) {
                record.recorded
                        .computeIfAbsent(id.toLowerCase(java.util.Locale.ROOT), missing -> new ArrayList<>())
                        .add(each);
            }
        }
        for (StormExchange exchange : world.journal.exchanges()) {
            record.take(exchange);
        }
        for (int tenant = 0; tenant < world.plan.client().tenants(); tenant++) {
            record.versions(StormWorld.tenant(tenant), exchanges);
        }
    }

    private void take(StormExchange exchange) {
        RequestContext context = exchange.context;
        List<RecordedExchange> seen = recorded.getOrDefault(context.requestId(), List.of());
        CallRecord call = journal.call(context.correlationId());
        if (!exchange.mayBeSent()) {
            if (!seen.isEmpty() && isFirstOf(exchange)) {
                journal.fault(call.who() + " was told that nothing was sent, but it was");
            }
            return;
        }
        SentRequest sent = new SentRequest(
                call,
                context,
                tenantOf(seen, call),
                exchange.body,
                exchange.askedNanos,
                exchange.askedNanos,
                exchange.askedNanos);
        sent.answeredNanos = exchange.answeredNanos();
        sent.accepted = exchange.isAccepted();
        sent.delivered = exchange.isDelivered();
        ServiceException refusal = exchange.refusal();
        if (sent.accepted) {
            sent.status = 200;
        } else if (refusal != null) {
            sent.status = refusal.status();
            sent.echoed = refusal.answeredRequestId()
                    .map(id -> RequestContext.isSameGuid(refusal.requestId(), id))
                    .orElse(null);
            sent.hint = refusal.retryAfterText().map(StormRecord::hint).orElse(null);
            if (seen.stream().noneMatch(each -> each.status() == refusal.status())) {
                journal.fault(call.who() + " was told a status that the fake did not send: " + refusal.status());
            }
        }
        for (RecordedExchange each : seen) {
            if (each.committed()) {
                sent.committedNanos = journal.nanosOf(each.received());
            }
        }
        if (sent.isWrite() && sent.accepted && !sent.isCommitted()) {
            journal.fault(call.who() + " believes that its write was accepted, but the fake did not apply it");
        }
        journal.sent.add(sent);
        call.sent.add(sent);
    }

    /** Returns whether no other exchange may have sent this request id. A retry may repeat an id. */
    private boolean isFirstOf(StormExchange exchange) {
        return journal.exchanges().stream()
                .noneMatch(each -> each != exchange
                        && each.context.requestId().equals(exchange.context.requestId())
                        && each.mayBeSent());
    }

    private static String tenantOf(List<RecordedExchange> seen, CallRecord call) {
        return seen.stream()
                .map(RecordedExchange::tenant)
                .filter(tenant -> tenant != null && !tenant.equals(call.tenant))
                .findFirst()
                .orElse(call.tenant);
    }

    private static Hint hint(String text) {
        Duration truth = switch (text) {
            case "0.3" -> Duration.ofMillis(300);
            case "1", "1, 1" -> Duration.ofSeconds(1);
            case "120" -> Duration.ofMinutes(2);
            case "4000" -> Duration.ofSeconds(4000);
            default -> null;
        };
        return new Hint(List.of(text), null, truth);
    }

    private void versions(String tenant, List<RecordedExchange> exchanges) {
        List<Version> versions = new ArrayList<>();
        versions.add(new Version(SimulatedService.FIRST, SimulatedService.FIRST, 0, 0));
        exchanges.stream()
                .filter(each -> each.committed() && tenant.equals(each.tenant()))
                .sorted(Comparator.comparing(RecordedExchange::received))
                .forEach(each -> journal.exchanges().stream()
                        .filter(asked -> asked.context.requestId().equalsIgnoreCase(each.requestHeader("MS-RequestId")))
                        .findFirst()
                        .ifPresent(asked -> versions.add(new Version(
                                asked.body,
                                asked.body,
                                journal.nanosOf(each.received()),
                                journal.nanosOf(each.answered())))));
        journal.versions.put(tenant, versions);
    }
}

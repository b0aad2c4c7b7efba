package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Records what callers, listeners and gateways of a storm saw. Its lock guards the records of each call. */
final class StormJournal implements ListenerRecorder {

    private final long began = System.nanoTime();
    private final AtomicInteger orders = new AtomicInteger();
    private final Instant zero = Instant.now();

    // Guarded by this.
    private final Map<String, CallRecord> calls = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<StormExchange> exchanges = new ArrayList<>();

    /** What the fake recorded. It is filled when the storm is over. */
    final List<SentRequest> sent = new ArrayList<>();

    final Map<String, List<Version>> versions = new LinkedHashMap<>();

    /** Returns the time since the start plus one second, so that nothing happens before time zero. */
    @Override
    public long nanos() {
        return System.nanoTime() - began + 1_000_000_000L;
    }

    /** Returns the time of a wall clock that is never set. */
    Instant instant() {
        return zero.plusNanos(nanos());
    }

    long nanosOf(Instant moment) {
        return Duration.between(zero, moment).toNanos();
    }

    synchronized void add(CallRecord call) {
        calls.put(call.correlationId, call);
    }

    synchronized void add(StormExchange exchange) {
        exchanges.add(exchange);
    }

    synchronized @Nullable CallRecord call(String correlationId) {
        return calls.get(correlationId);
    }

    synchronized void fault(String promise) {
        faults.add(promise);
    }

    /** Returns 0, because it is unknown how long real threads took to report an event. */
    @Override
    public long sinceNanos() {
        return 0;
    }

    @Override
    public int nextOrder() {
        return orders.getAndIncrement();
    }

    @Override
    public synchronized @Nullable CallRecord hear(String correlationId, ListenerEvent what) {
        CallRecord call = calls.get(correlationId);
        if (call == null) {
            faults.add("a listener heard of an unknown call");
        } else {
            call.heard.add(what);
        }
        return call;
    }

    @Override
    public void nap(@Nullable CallRecord call) {
        LockSupport.parkNanos(20_000_000);
    }

    synchronized List<CallRecord> calls() {
        return List.copyOf(calls.values());
    }

    synchronized List<StormExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Returns whether all callers have made their calls, and were told the ends of these calls. */
    synchronized boolean areOver(List<CallerPlan> callers) {
        long wanted = callers.stream()
                .filter(each -> each.wish() != Plan.Wish.CLOSE && each.wish() != Plan.Wish.FORGET)
                .count();
        return calls.values().stream().filter(each -> each.root == each).count() == wanted && openCalls() == 0;
    }

    private long openCalls() {
        return calls.values().stream()
                .filter(each -> each.endedNanos < 0 || each.over() == null)
                .count();
    }

    synchronized List<String> open() {
        return calls.values().stream()
                .filter(each -> each.endedNanos < 0 || each.over() == null)
                .map(each -> each.who() + " heard " + each.heard)
                .toList();
    }
}

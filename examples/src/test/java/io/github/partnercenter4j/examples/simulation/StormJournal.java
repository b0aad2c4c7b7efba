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

/** What callers, listeners and gateways of a storm saw. What a call has is written under this journal's lock. */
final class StormJournal implements Hearing {

    private final long began = System.nanoTime();
    private final AtomicInteger orders = new AtomicInteger();
    private final Instant zero = Instant.now();

    // Guarded by this.
    private final Map<String, Told> calls = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<StormExchange> exchanges = new ArrayList<>();

    /** When everything is over: what the fake recorded. */
    final List<Sent> sent = new ArrayList<>();

    final Map<String, List<Version>> versions = new LinkedHashMap<>();

    /** A second at the least, so that nothing happens before time. */
    @Override
    public long nanos() {
        return System.nanoTime() - began + 1_000_000_000L;
    }

    /** The wall clock's time, which nobody sets. */
    Instant instant() {
        return zero.plusNanos(nanos());
    }

    long nanosOf(Instant moment) {
        return Duration.between(zero, moment).toNanos();
    }

    synchronized void add(Told call) {
        calls.put(call.correlationId, call);
    }

    synchronized void add(StormExchange exchange) {
        exchanges.add(exchange);
    }

    synchronized @Nullable Told call(String correlationId) {
        return calls.get(correlationId);
    }

    synchronized void fault(String promise) {
        faults.add(promise);
    }

    /** Nobody knows how long real threads have taken to tell it. */
    @Override
    public long sinceNanos() {
        return 0;
    }

    @Override
    public int nextOrder() {
        return orders.getAndIncrement();
    }

    @Override
    public synchronized @Nullable Told hear(String correlationId, Heard what) {
        Told call = calls.get(correlationId);
        if (call == null) {
            faults.add("a listener hears of nobody's call");
        } else {
            call.heard.add(what);
        }
        return call;
    }

    @Override
    public void nap(@Nullable Told call) {
        LockSupport.parkNanos(20_000_000);
    }

    synchronized List<Told> calls() {
        return List.copyOf(calls.values());
    }

    synchronized List<StormExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    synchronized List<String> faults() {
        return List.copyOf(faults);
    }

    /** Tells whether all that call have begun, and have been told of their calls' ends. */
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

package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.VisitResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The recorded exchanges of a fake. An exchange is recorded before the first byte of its response is sent, so a test
 * that has the response finds it here. Only the latest exchanges are kept; {@link #total()} counts all. Thread-safe.
 */
public final class Journal {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** The number of exchanges that a failed test prints. */
    private static final int SHOWN = 50;

    private final int limit;
    private final Log<RecordedExchange> log;

    /** The number of requests of each call, the latest call last. Guarded by itself. */
    private final Map<String, Integer> attempts = new LinkedHashMap<>();

    // Guarded by this.
    private final Map<String, Journal> ofTenants = new HashMap<>();

    Journal(int limit) {
        this.limit = limit;
        this.log = new Log<>(limit);
    }

    /** {@return a snapshot of the kept exchanges, in memory and over HTTP, oldest first} */
    public List<RecordedExchange> exchanges() {
        return log.kept().entries();
    }

    /**
     * Returns the kept exchanges of one method.
     *
     * @param method the exact method, such as {@code PUT}
     * @return a snapshot, oldest first
     */
    public List<RecordedExchange> requests(String method) {
        return exchanges().stream()
                .filter(exchange -> exchange.method().equals(method))
                .toList();
    }

    /**
     * Returns the latest exchange.
     *
     * @return the exchange
     * @throws NoSuchElementException if there was none
     */
    public RecordedExchange last() {
        List<RecordedExchange> kept = exchanges();
        if (kept.isEmpty()) {
            throw new NoSuchElementException("The journal is empty: nothing has come to this fake yet.");
        }
        return kept.get(kept.size() - 1);
    }

    /**
     * Returns the exchanges that are most similar to a request, as a failed verification shows them.
     *
     * @param request the request
     * @return up to five of the kept exchanges that do not match, the most similar first
     */
    public List<NearMiss> nearMisses(Request request) {
        return NearMisses.find(request, exchanges(), false);
    }

    /**
     * {@return the number of exchanges since the start or reset of the fake, including those no longer kept} A tenant's
     * journal that is requested late counts only those that the fake still keeps.
     */
    public long total() {
        return log.kept().total();
    }

    /**
     * Waits until there were this many exchanges, up to a time limit.
     *
     * @param count the number, as counted by {@link #total()}
     * @param atMost how long to wait, at most ten minutes
     * @return true if there were this many; false if the time is over or the thread was interrupted (its interrupt flag
     *     stays set)
     * @throws IllegalArgumentException if the wait is longer than that
     */
    public boolean await(int count, Duration atMost) {
        return log.await(count, waiting(atMost));
    }

    /** Returns the wait in nanoseconds. The wait is limited, so that no test hangs. */
    static long waiting(Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "The time to wait must be 0 to " + LONGEST_WAIT + ", not " + atMost + ".");
        }
        return atMost.toNanos();
    }

    Log<RecordedExchange> log() {
        return log;
    }

    /** Returns the journal of one tenant, which can be cleared separately. */
    synchronized Journal of(String tenant) {
        Journal journal = ofTenants.get(tenant);
        if (journal == null) {
            journal = new Journal(limit);
            for (RecordedExchange exchange : log.kept().entries()) {
                if (tenant.equals(exchange.tenant())) {
                    journal.add(exchange);
                }
            }
            ofTenants.put(tenant, journal);
        }
        return journal;
    }

    /**
     * Adds an exchange. The rule gets it first, so that a test that finds it in the journal also finds it in the rule.
     */
    void add(VisitResult result) {
        ServiceRequest request = result.request();
        int attempt = attempt(request == null ? null : request.headers().first("MS-CorrelationId"));
        RecordedExchange exchange = new RecordedExchange(result, attempt);
        FaultRule rule = exchange.rule();
        if (rule != null) {
            rule.note(exchange);
        }
        add(exchange);
    }

    /** Counts a request and returns its number within its call, from 1, or 0 if it has no correlation id. */
    private int attempt(@Nullable String correlationId) {
        if (correlationId == null) {
            return 0;
        }
        String call = correlationId.toLowerCase(Locale.ROOT);
        synchronized (attempts) {
            // Removed and added again, so that the latest call is the last one in the map.
            Integer before = attempts.remove(call);
            int attempt = before == null ? 1 : before + 1;
            attempts.put(call, attempt);
            // All calls in the journal are among the latest ones.
            if (attempts.size() > limit) {
                attempts.remove(attempts.keySet().iterator().next());
            }
            return attempt;
        }
    }

    private synchronized void add(RecordedExchange exchange) {
        log.add(exchange);
        Journal ofTenant = ofTenants.get(exchange.tenant());
        if (ofTenant != null) {
            ofTenant.add(exchange);
        }
    }

    /** Removes all exchanges and counts from zero again. The fake's journal does this for all tenants. */
    public synchronized void clear() {
        log.clear();
        synchronized (attempts) {
            attempts.clear();
        }
        for (Journal ofTenant : ofTenants.values()) {
            ofTenant.clear();
        }
    }

    /** Shows a line for each of the latest fifty exchanges, without secrets. */
    @Override
    public String toString() {
        Log.Kept<RecordedExchange> kept = log.kept();
        List<RecordedExchange> all = kept.entries();
        List<RecordedExchange> latest = all.subList(Math.max(0, all.size() - SHOWN), all.size());
        StringBuilder text = new StringBuilder("Journal of " + kept.total() + " exchanges");
        if (kept.total() > latest.size()) {
            text.append(", the latest ").append(latest.size());
        }
        for (RecordedExchange exchange : latest) {
            text.append("\n  ").append(exchange);
        }
        return text.toString();
    }
}

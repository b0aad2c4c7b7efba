package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.visit.Visited;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What happened at the fake's doors. An exchange is here before the first byte of its answer leaves, so whoever has an
 * answer finds it. Only the latest exchanges are kept; {@link #total()} counts them all. Thread-safe.
 */
public final class Journal {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** A failed test prints them all. */
    private static final int SHOWN = 50;

    private final int limit;
    private final Log<RecordedExchange> log;

    /** How many requests each call had, the latest call last; guarded by itself. */
    private final Map<String, Integer> attempts = new LinkedHashMap<>();

    // Guarded by this.
    private final Map<String, Journal> ofTenants = new HashMap<>();

    Journal(int limit) {
        this.limit = limit;
        this.log = new Log<>(limit);
    }

    /**
     * Returns the exchanges that are kept, through both doors.
     *
     * @return a snapshot, oldest first
     */
    public List<RecordedExchange> exchanges() {
        return log.kept().entries();
    }

    /**
     * Returns the kept exchanges of one method.
     *
     * @param method the method, such as {@code PUT}, exactly
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
     * Finds what came closest to requests that were looked for, as a verification that failed shows it.
     *
     * @param request which requests
     * @return up to five of the exchanges that are kept and are none of them, the closest first
     */
    public List<NearMiss> nearMisses(Request request) {
        return NearMisses.find(request, exchanges(), false);
    }

    /**
     * Returns how many exchanges there were since the fake was made or reset, those no longer kept included. A tenant's
     * journal that is asked for late counts from those that the fake still keeps.
     *
     * @return the number
     */
    public long total() {
        return log.kept().total();
    }

    /**
     * Waits until there were so many exchanges, but no longer than it is told.
     *
     * @param count how many, as {@link #total()} counts
     * @param atMost how long to wait, at most ten minutes
     * @return true once there were so many; false if the time is over, or the thread was interrupted, which it then is
     *     still
     * @throws IllegalArgumentException if the wait is longer than that
     */
    public boolean await(int count, Duration atMost) {
        return log.await(count, waiting(atMost));
    }

    /** Returns how many nanoseconds to wait; what may be waited for is bounded, so that no test hangs. */
    static long waiting(Duration atMost) {
        if (atMost.isNegative() || atMost.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("Wait no time to " + LONGEST_WAIT + ", not " + atMost + ".");
        }
        return atMost.toNanos();
    }

    Log<RecordedExchange> log() {
        return log;
    }

    /** Returns the journal of one tenant, which is told of the same exchanges, and may be cleared alone. */
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

    /** Adds an exchange, and tells the rule first: whoever finds it in the journal finds it there, too. */
    void add(Visited visited) {
        ServiceRequest request = visited.request();
        int attempt = attempt(request == null ? null : request.headers().first("MS-CorrelationId"));
        RecordedExchange exchange = new RecordedExchange(visited, attempt);
        FaultRule rule = exchange.rule();
        if (rule != null) {
            rule.note(exchange);
        }
        add(exchange);
    }

    /** Counts a request, and returns which of its call it is, from 1; 0 if it does not say of which call it is. */
    private int attempt(@Nullable String correlationId) {
        if (correlationId == null) {
            return 0;
        }
        String call = correlationId.toLowerCase(Locale.ROOT);
        synchronized (attempts) {
            // Taken out and put in again: the map begins with the call that is the longest ago.
            Integer before = attempts.remove(call);
            int attempt = before == null ? 1 : before + 1;
            attempts.put(call, attempt);
            // A call that is in the journal is among so many latest.
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

    /** Forgets what happened, and counts from none again; the fake's journal does so for all tenants. */
    public synchronized void clear() {
        log.clear();
        synchronized (attempts) {
            attempts.clear();
        }
        for (Journal ofTenant : ofTenants.values()) {
            ofTenant.clear();
        }
    }

    /** Shows what happened, a line for each of the latest fifty exchanges, without anything secret. */
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

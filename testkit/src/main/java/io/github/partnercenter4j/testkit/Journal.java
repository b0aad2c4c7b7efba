package io.github.partnercenter4j.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What happened at the fake's doors. An exchange is here before the first byte of its answer leaves, so whoever has an
 * answer finds it. Only the latest exchanges are kept; {@link #total()} counts them all. Thread-safe.
 */
public final class Journal {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final int limit;
    private final Deque<RecordedExchange> exchanges = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Map<String, Journal> ofTenants = new HashMap<>();
    private long total;

    Journal(int limit) {
        this.limit = limit;
    }

    /**
     * Returns the exchanges that are kept, through both doors.
     *
     * @return a snapshot, oldest first
     */
    public List<RecordedExchange> exchanges() {
        lock.lock();
        try {
            return List.copyOf(exchanges);
        } finally {
            lock.unlock();
        }
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
        lock.lock();
        try {
            if (exchanges.isEmpty()) {
                throw new NoSuchElementException("The journal is empty: nothing has come to this fake yet.");
            }
            return exchanges.getLast();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how many exchanges there were since the fake was made or reset, those no longer kept included.
     *
     * @return the number
     */
    public long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
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
        if (atMost.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("Wait at most " + LONGEST_WAIT + ", not " + atMost + ".");
        }
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (total < count) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = grown.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the journal of one tenant, which is told of the same exchanges, and may be cleared alone. */
    Journal of(String tenant) {
        lock.lock();
        try {
            Journal journal = ofTenants.get(tenant);
            if (journal == null) {
                journal = new Journal(limit);
                for (RecordedExchange exchange : exchanges) {
                    if (tenant.equals(exchange.tenant())) {
                        journal.add(exchange);
                    }
                }
                ofTenants.put(tenant, journal);
            }
            return journal;
        } finally {
            lock.unlock();
        }
    }

    void add(RecordedExchange exchange) {
        lock.lock();
        try {
            if (exchanges.size() == limit) {
                exchanges.removeFirst();
            }
            exchanges.addLast(exchange);
            total++;
            Journal ofTenant = ofTenants.get(exchange.tenant());
            if (ofTenant != null) {
                ofTenant.add(exchange);
            }
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what happened, and counts from none again; the fake's journal does so for all tenants. */
    public void clear() {
        lock.lock();
        try {
            exchanges.clear();
            total = 0;
            for (Journal ofTenant : ofTenants.values()) {
                ofTenant.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Shows what happened, a line for each exchange. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Journal of " + total() + " exchanges");
        exchanges().forEach(exchange -> text.append("\n  ").append(exchange));
        return text.toString();
    }
}

package io.github.partnercenter4j.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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
    private final Deque<RecordedExchange> exchanges = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Map<String, Integer> attempts;
    private long total;

    Journal(int limit) {
        this.limit = limit;
        this.attempts = new Attempts(limit);
    }

    /** How many requests each call had. A call that is in the journal is here, too: it is among so many latest. */
    private static final class Attempts extends LinkedHashMap<String, Integer> {
        private static final long serialVersionUID = 1L;

        private final int limit;

        Attempts(int limit) {
            super(16, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > limit;
        }
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

    /** Counts a request of a call, and returns which it is, from 1; 0 if nobody knows the call. */
    int attempt(@Nullable String correlationId) {
        if (correlationId == null) {
            return 0;
        }
        String call = correlationId.toLowerCase(Locale.ROOT);
        lock.lock();
        try {
            Integer before = attempts.get(call);
            int attempt = before == null ? 1 : before + 1;
            attempts.put(call, attempt);
            return attempt;
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
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            exchanges.clear();
            attempts.clear();
            total = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Shows what happened, a line for each of the latest fifty exchanges, without anything secret. */
    @Override
    public String toString() {
        List<RecordedExchange> kept;
        StringBuilder text;
        lock.lock();
        try {
            kept = List.copyOf(exchanges);
            text = new StringBuilder("Journal of " + total + " exchanges");
            if (total > SHOWN) {
                text.append(", the latest " + Math.min(SHOWN, kept.size()));
            }
        } finally {
            lock.unlock();
        }
        for (RecordedExchange exchange : kept.subList(Math.max(0, kept.size() - SHOWN), kept.size())) {
            text.append("\n  ").append(exchange);
        }
        return text.toString();
    }
}

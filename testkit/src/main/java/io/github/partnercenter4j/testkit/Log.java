package io.github.partnercenter4j.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The latest entries of a log, and the number of all entries. Thread-safe. */
final class Log<E> {

    private final int limit;
    private final Deque<E> entries = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long total;

    /** How often the log grew or was cleared. */
    private long changes;

    Log(int limit) {
        this.limit = limit;
    }

    /**
     * A snapshot.
     *
     * @param entries the latest entries, oldest first
     * @param total the number of all entries, including those no longer kept
     * @param changes how often the log has changed
     */
    record Kept<E>(List<E> entries, long total, long changes) {

        boolean isAll() {
            return total == entries.size();
        }
    }

    Kept<E> kept() {
        lock.lock();
        try {
            return new Kept<>(List.copyOf(entries), total, changes);
        } finally {
            lock.unlock();
        }
    }

    void add(E entry) {
        lock.lock();
        try {
            if (entries.size() == limit) {
                entries.removeFirst();
            }
            entries.addLast(entry);
            total++;
            changes++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            entries.clear();
            total = 0;
            changes++;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there were this many entries since the log was cleared.
     *
     * @param nanos the time limit
     * @return false if the time is over or the thread was interrupted; its interrupt flag stays set
     */
    boolean await(long count, long nanos) {
        return await(() -> total >= count, nanos);
    }

    /** Waits like {@link #await(long, long)} until the log differs from a snapshot. */
    boolean awaitChange(Kept<E> known, long nanos) {
        return await(() -> changes != known.changes, nanos);
    }

    private boolean await(BooleanSupplier come, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!come.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = grown.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}

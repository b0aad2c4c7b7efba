package io.github.partnercenter4j.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The latest entries of what happened, and how many there were. Thread-safe. */
final class Log<E> {

    private final int limit;
    private final Deque<E> entries = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private long total;

    Log(int limit) {
        this.limit = limit;
    }

    /**
     * What is kept, and how much there was.
     *
     * @param entries the latest entries, oldest first
     * @param total how many there were, those no longer kept included
     */
    record Kept<E>(List<E> entries, long total) {

        boolean isAll() {
            return total == entries.size();
        }
    }

    Kept<E> kept() {
        lock.lock();
        try {
            return new Kept<>(List.copyOf(entries), total);
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
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there were so many entries.
     *
     * @param nanos how long at most
     * @return false if the time is over, or the thread was interrupted, which it then is still
     */
    boolean await(long count, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (total < count) {
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

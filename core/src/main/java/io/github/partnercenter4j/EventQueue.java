package io.github.partnercenter4j;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The pending listener events of a call. They are sent in the order in which they were added, by one thread at a time,
 * and without a lock. Thread-safe.
 */
final class EventQueue {

    private @Nullable Runnable first;
    private @Nullable Queue<Runnable> others;
    private boolean sending;

    /** Adds an event. May be called under a lock, which keeps events in order. */
    synchronized void add(Runnable event) {
        if (first == null && (others == null || others.isEmpty())) {
            // There is seldom more than one event, and a queue costs memory.
            first = event;
            return;
        }
        if (others == null) {
            others = new ArrayDeque<>();
        }
        others.add(event);
    }

    /**
     * Sends the pending events. If another thread is sending, that thread also sends the rest. Must not be called under
     * a lock.
     */
    void send() {
        for (Runnable next = begin(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable begin() {
        return sending ? null : next();
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = first;
        first = null;
        if (next == null && others != null) {
            next = others.poll();
        }
        sending = next != null;
        return next;
    }
}

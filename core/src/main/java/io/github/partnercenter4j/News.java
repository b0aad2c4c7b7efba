package io.github.partnercenter4j;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a call has to tell its listener, in the order in which it happened: told one thing after another, by one thread at
 * a time, and without a lock. Thread-safe.
 */
final class News {

    private @Nullable Runnable first;
    private @Nullable Queue<Runnable> others;
    private boolean telling;

    /** Adds what happened. Whoever adds it under a lock, for the sake of its order, tells it without. */
    synchronized void add(Runnable event) {
        if (first == null && (others == null || others.isEmpty())) {
            // There is seldom more than one, and a queue is not for nothing.
            first = event;
            return;
        }
        if (others == null) {
            others = new ArrayDeque<>();
        }
        others.add(event);
    }

    /** Tells what has not been told. If another thread is telling, that thread tells the rest. */
    void tell() {
        for (Runnable next = begin(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable begin() {
        return telling ? null : next();
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = first;
        first = null;
        if (next == null && others != null) {
            next = others.poll();
        }
        telling = next != null;
        return next;
    }
}

package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The callers' threads that currently run exchanges. An interrupt does not end blocking I/O on a platform thread. So a
 * timer checks these threads regularly, and aborts the exchange of a thread that was interrupted. Thread-safe.
 *
 * @param <E> the type of the exchanges
 */
final class CallerThreads<E extends CallerThreads.Abortable> {

    private static final Duration TICK = Duration.ofMillis(50);

    /** An exchange that can be stopped from another thread. */
    interface Abortable {

        /** Stops the exchange. Does nothing if it has ended. */
        void abort();
    }

    private final Time time;
    private final Executor aborting;
    private final Map<Thread, E> running = new ConcurrentHashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean used;

    /**
     * Creates an empty registry.
     *
     * @param time the timer for the checks
     * @param aborting runs the aborts, which may be slow
     */
    CallerThreads(Time time, Executor aborting) {
        this.time = time;
        this.aborting = aborting;
    }

    /** Registers the current thread: it begins an exchange. */
    void enter(E exchange) {
        running.put(Thread.currentThread(), exchange);
        used = true;
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            time.after(TICK, this::tick);
        }
    }

    /** Removes the current thread: its exchange has ended. */
    void leave() {
        running.remove(Thread.currentThread());
    }

    /** Returns the exchange of the current thread, or null if it is not a registered thread. */
    @Nullable
    E current() {
        return running.get(Thread.currentThread());
    }

    private void tick() {
        running.forEach((thread, exchange) -> {
            if (thread.isInterrupted()) {
                aborting.execute(exchange::abort);
            }
        });
        if (used || !running.isEmpty()) {
            // The timer keeps running between exchanges: a caller with one exchange after another must not restart it
            // each time.
            used = false;
            time.after(TICK, this::tick);
            return;
        }
        ticking.set(false);
        if (!running.isEmpty() && ticking.compareAndSet(false, true)) {
            time.after(TICK, this::tick);
        }
    }
}

package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The callers' threads that run exchanges now. An interrupt does not end blocking I/O on a platform thread, so a timer
 * looks for interrupts while there are such threads, and aborts the exchanges of those that were interrupted. Thread-safe.
 *
 * @param <E> an exchange
 */
final class CallerThreads<E extends CallerThreads.Abortable> {

    private static final Duration TICK = Duration.ofMillis(50);

    /** An exchange that can be stopped from another thread. */
    interface Abortable {

        /** Stops the exchange; harmless if it has ended. */
        void abort();
    }

    private final Time time;
    private final Executor aborting;
    private final Map<Thread, E> running = new ConcurrentHashMap<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean used;

    /**
     * Creates the threads' registry.
     *
     * @param time whose timer looks
     * @param aborting where exchanges are aborted, which may take its time
     */
    CallerThreads(Time time, Executor aborting) {
        this.time = time;
        this.aborting = aborting;
    }

    /** The calling thread begins an exchange. */
    void enter(E exchange) {
        running.put(Thread.currentThread(), exchange);
        used = true;
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            time.after(TICK, this::tick);
        }
    }

    /** The calling thread is done with its exchange. */
    void leave() {
        running.remove(Thread.currentThread());
    }

    /** Returns the exchange that the calling thread runs, or null if it is no caller's, or runs none. */
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
            // A caller of one exchange after another must not start the timer for each.
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

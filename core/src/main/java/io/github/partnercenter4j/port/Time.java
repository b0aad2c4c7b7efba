package io.github.partnercenter4j.port;

import java.time.Duration;
import java.time.Instant;

/**
 * The port to time: a monotonic clock for durations, a wall clock for dates, and a timer. Implementations are
 * thread-safe.
 */
public interface Time {

    /**
     * Returns the monotonic clock. Only differences have a meaning; changes of the wall clock do not affect them.
     *
     * @return nanoseconds since an arbitrary moment
     */
    long nanos();

    /**
     * Returns the wall clock.
     *
     * @return now
     */
    Instant now();

    /**
     * Runs a task once, later. The task must be short, because it may run on the timer's only thread.
     *
     * @param delay how long to wait; zero or less means as soon as possible
     * @param task the task
     * @return a handle to cancel the task
     */
    Cancellable after(Duration delay, Runnable task);

    /**
     * Says that the user of this timer has been closed: the timer's thread may end as soon as there is nothing to do.
     * The timer can still be used.
     */
    default void rest() {}

    /**
     * Returns a new source of real time. Its timer has one daemon thread. The thread starts with the first task, and
     * ends about ten seconds after the last one, or soon after {@link #rest()}.
     *
     * @return real time
     */
    static Time system() {
        return new SystemTime();
    }

    /** A task that can be cancelled. */
    @FunctionalInterface
    interface Cancellable {
        /** Cancels the task if it has not begun. Otherwise does nothing. Idempotent. */
        void cancel();
    }
}

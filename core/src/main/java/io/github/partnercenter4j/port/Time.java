package io.github.partnercenter4j.port;

import java.time.Duration;
import java.time.Instant;

/**
 * The port to time: a monotonic clock for durations, a wall clock for dates, and a timer. Implementations are
 * thread-safe.
 */
public interface Time {

    /**
     * Returns a monotonic reading; only differences mean something, and stepping the wall clock changes none of them.
     *
     * @return nanoseconds since some moment
     */
    long nanos();

    /**
     * Returns the wall clock.
     *
     * @return now
     */
    Instant now();

    /**
     * Runs a task later, once. The task must be short: it may run on the timer's only thread.
     *
     * @param delay how long to wait; zero or less means as soon as possible
     * @param task what to run
     * @return a handle that takes the task back
     */
    Cancellable after(Duration delay, Runnable task);

    /**
     * Says that whoever used this timer has been closed: a thread of its own may end as soon as nothing is left to do. The
     * timer can still be used.
     */
    default void rest() {}

    /**
     * Returns a new source of real time. Its timer is one daemon thread, started at first need, and gone about ten
     * seconds after the last or soon after {@link #rest()}.
     *
     * @return real time
     */
    static Time system() {
        return new SystemTime();
    }

    /** A task that can be taken back. */
    @FunctionalInterface
    interface Cancellable {
        /** Takes the task back if it has not begun; otherwise does nothing. Idempotent. */
        void cancel();
    }
}

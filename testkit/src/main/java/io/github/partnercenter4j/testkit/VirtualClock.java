package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clock that a test advances, so that hours pass at once. Give the same clock to the fake and the client:
 *
 * <pre>{@code
 * VirtualClock clock = VirtualClock.start();
 * FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build();
 * PartnerCenter partnerCenter = PartnerCenter.builder().time(clock)...build();
 * }</pre>
 *
 * <p>Thread-safe. Tasks run on the thread that calls {@link #advance}, one after another and without a lock, so they
 * may use this clock. If several threads advance at once, each task still runs only once and not too early.
 */
public final class VirtualClock implements Time, InstantSource {

    private static final Instant USUAL_START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::number));
    private long nanos;
    private Instant wall;
    private long scheduled;

    private VirtualClock(Instant start) {
        this.wall = start;
    }

    /** {@return a new clock that starts at the beginning of 2026} */
    public static VirtualClock start() {
        return startingAt(USUAL_START);
    }

    /**
     * Returns a clock that starts at a given moment.
     *
     * @param start the moment
     * @return a new clock
     */
    public static VirtualClock startingAt(Instant start) {
        return new VirtualClock(Objects.requireNonNull(start, "start"));
    }

    /** A task and when it is due. Of tasks due at the same time, the one scheduled first runs first. */
    private record Timer(long due, long number, Runnable task) {}

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return wall;
    }

    /** Returns the wall clock, as {@link #now()} does. */
    @Override
    public Instant instant() {
        return now();
    }

    /**
     * Schedules a task for the time when the clock has advanced far enough. A task without delay also waits for the
     * next {@link #advance}, which may be by zero.
     */
    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        long wait = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
        Timer timer;
        synchronized (this) {
            // A task in the far future never runs.
            timer = new Timer(nanos + Math.min(wait, Long.MAX_VALUE - nanos), scheduled++, task);
            timers.add(timer);
        }
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timers.remove(timer);
    }

    /**
     * Advances the clock, including the wall clock, and runs the due tasks in the order of time. During a task, the
     * clock shows the moment when it was due. Tasks that are scheduled meanwhile also run if they are due within the
     * span.
     *
     * @param span the time; zero runs tasks that are already due
     * @throws IllegalArgumentException if it is negative, or if the clock would pass its limit of 292 years;
     *     {@link #step} moves the wall clock back
     * @throws RuntimeException an exception of a task; the clock then stays at the moment of that task
     */
    public void advance(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException(
                    "advance(..) must not be negative, but was " + span + ". Use step() to move only the wall clock.");
        }
        long end = end(TimeUnit.NANOSECONDS.convert(span));
        for (Runnable task = next(end); task != null; task = next(end)) {
            task.run();
        }
    }

    private synchronized long end(long span) {
        if (span >= Long.MAX_VALUE - nanos) {
            throw new IllegalArgumentException("A VirtualClock can advance by at most 292 years in total.");
        }
        return nanos + span;
    }

    /** Advances to the next due task and returns it. If there is none, advances to the end. */
    private synchronized @Nullable Runnable next(long end) {
        Timer first = timers.peek();
        boolean isDue = first != null && first.due() <= end;
        // If another thread has advanced further, the clock stays there.
        long target = Math.max(nanos, isDue ? first.due() : end);
        wall = wall.plusNanos(target - nanos);
        nanos = target;
        if (!isDue) {
            return null;
        }
        timers.remove(first);
        return first.task();
    }

    /**
     * Sets the wall clock, like an administrator or a time server. No time passes and no task runs.
     *
     * @param instant the new time
     */
    public synchronized void setWallClock(Instant instant) {
        wall = Objects.requireNonNull(instant, "instant");
    }

    /**
     * Moves the wall clock. No time passes and no task runs.
     *
     * @param by the difference, backwards if negative
     */
    public synchronized void step(Duration by) {
        wall = wall.plus(by);
    }

    /** {@return the number of scheduled tasks} */
    public synchronized int pending() {
        return timers.size();
    }

    @Override
    public synchronized String toString() {
        return "VirtualClock[" + wall + ", " + timers.size() + " timers]";
    }
}

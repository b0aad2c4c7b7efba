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
 * A clock that stands still until a test moves it, so that hours pass in no time. Give the same one to both sides:
 *
 * <pre>{@code
 * VirtualClock clock = VirtualClock.start();
 * FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build();
 * PartnerCenter partnerCenter = PartnerCenter.builder().time(clock)...build();
 * }</pre>
 *
 * <p>Thread-safe. Tasks run on the thread that calls {@link #advance}, one after the other and under no lock, so they may
 * use this clock themselves. Where several threads advance at once, each task still runs once and not before its time.
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

    /**
     * Returns a clock that stands at the beginning of 2026, the same moment in every run.
     *
     * @return a new clock
     */
    public static VirtualClock start() {
        return startingAt(USUAL_START);
    }

    /**
     * Returns a clock that stands at a moment.
     *
     * @param start the moment
     * @return a new clock
     */
    public static VirtualClock startingAt(Instant start) {
        return new VirtualClock(Objects.requireNonNull(start, "start"));
    }

    /** A task and when it is due; of those due together the one scheduled first runs first. */
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
     * Keeps a task until the clock has been moved so far. One without delay waits for the next {@link #advance}, too, be it
     * by nothing.
     */
    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        long wait = Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
        Timer timer;
        synchronized (this) {
            // What is centuries away comes never.
            timer = new Timer(nanos + Math.min(wait, Long.MAX_VALUE - nanos), scheduled++, task);
            timers.add(timer);
        }
        return () -> cancel(timer);
    }

    private synchronized void cancel(Timer timer) {
        timers.remove(timer);
    }

    /**
     * Lets time pass, on the wall as well, and runs what falls due meanwhile in the order of time: while a task runs, the
     * clock stands at the moment it was due. What a task schedules runs, too, if it falls into the span.
     *
     * @param span how long; nothing runs what is due already
     * @throws IllegalArgumentException if it is negative, or would make it three centuries in all; {@link #step} moves the
     *     wall clock back
     * @throws RuntimeException whatever a task throws: time then stands at that task's moment
     */
    public void advance(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException(
                    "Time does not run backwards, not by " + span + "; step() moves the wall clock alone.");
        }
        long end = end(TimeUnit.NANOSECONDS.convert(span));
        for (Runnable task = next(end); task != null; task = next(end)) {
            task.run();
        }
    }

    private synchronized long end(long span) {
        if (span >= Long.MAX_VALUE - nanos) {
            throw new IllegalArgumentException("This clock runs for 292 years in all.");
        }
        return nanos + span;
    }

    /** Moves to the next task due by then and takes it; without one moves to then. */
    private synchronized @Nullable Runnable next(long end) {
        Timer first = timers.peek();
        boolean isDue = first != null && first.due() <= end;
        // Where another thread has moved on, time stays where it is.
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
     * Sets the wall clock, as an administrator or a time server does: no time passes and no task runs.
     *
     * @param instant what it is to say
     */
    public synchronized void setWallClock(Instant instant) {
        wall = Objects.requireNonNull(instant, "instant");
    }

    /**
     * Moves the wall clock: no time passes and no task runs.
     *
     * @param by how far, backwards if negative
     */
    public synchronized void step(Duration by) {
        wall = wall.plus(by);
    }

    /**
     * Returns how many tasks are waiting for their time.
     *
     * @return the number
     */
    public synchronized int pending() {
        return timers.size();
    }

    @Override
    public synchronized String toString() {
        return "VirtualClock[" + wall + ", " + timers.size() + " timers]";
    }
}

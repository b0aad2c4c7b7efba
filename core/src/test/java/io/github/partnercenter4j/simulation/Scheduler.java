package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * Virtual time, and the only thread there is: it runs one task after another. Of tasks that are due at the same time the
 * seed decides which is first. Not thread-safe.
 */
final class Scheduler implements Time, Executor {

    private static final int MOST_TASKS = 100_000;
    private static final long LONGEST = Duration.ofDays(40).toNanos();

    private record Task(long due, int tie, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong(Task::due).thenComparingInt(Task::tie).thenComparingLong(Task::number));
    private final Random random;
    private Duration wallAhead = Duration.ZERO;
    private long nanos = 1_000_000_000L;
    private long number;

    Scheduler(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos).plus(wallAhead);
    }

    @Override
    public Cancellable after(Duration delay, Runnable work) {
        long wait = delay.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : Math.max(0, delay.toNanos());
        Task task = new Task(nanos + wait, random.nextInt(1024), number++, work);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    /** Sets the wall clock on, or back; the monotonic one does not notice. */
    void stepWallClock(Duration by) {
        wallAhead = wallAhead.plus(by);
    }

    /** Runs a task soon, after or before whatever else is due now. */
    @Override
    public void execute(Runnable work) {
        after(Duration.ZERO, work);
    }

    /** Returns how many tasks wait. */
    int waiting() {
        return tasks.size();
    }

    /** Runs tasks until there is none. */
    void run() {
        for (int i = 0; !tasks.isEmpty(); i++) {
            if (i > MOST_TASKS) {
                throw new AssertionError("The world does not come to rest.");
            }
            Task next = tasks.poll();
            nanos = Math.max(nanos, next.due());
            next.work().run();
        }
    }

    long millis() {
        return (nanos - 1_000_000_000L) / 1_000_000;
    }
}

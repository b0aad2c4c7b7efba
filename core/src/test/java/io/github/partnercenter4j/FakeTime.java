package io.github.partnercenter4j;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** A clock and timer that the test advances. */
final class FakeTime implements Time {

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private record Task(long due, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private long nanos = 1_000;
    private Duration wallAhead = Duration.ZERO;

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized Instant now() {
        return Instant.EPOCH.plusNanos(nanos).plus(wallAhead);
    }

    /** Moves the wall clock forward or back. The monotonic clock does not change. */
    synchronized void stepWallClock(Duration by) {
        wallAhead = wallAhead.plus(by);
    }

    @Override
    public synchronized Cancellable after(Duration delay, Runnable work) {
        Task task = new Task(nanos + delay.toNanos(), work);
        tasks.add(task);
        return () -> remove(task);
    }

    private synchronized void remove(Task task) {
        tasks.remove(task);
    }

    /** Returns the number of pending tasks. */
    synchronized int waiting() {
        return tasks.size();
    }

    /**
     * Advances the clock and runs the due tasks in order on this thread. Then waits until the threads of
     * {@link #threads()} are idle.
     */
    void advance(Duration by) {
        List<Task> due;
        synchronized (this) {
            nanos += by.toNanos();
            due = tasks.stream()
                    .filter(task -> task.due() <= nanos)
                    .sorted(Comparator.comparingLong(Task::due))
                    .toList();
            tasks.removeAll(due);
        }
        due.forEach(task -> task.work().run());
        awaitRest();
    }

    /** Returns an executor with a thread for each task. A submitted task counts as busy at once. */
    Executor threads() {
        return task -> {
            Thread thread = new Thread(
                    () -> {
                        try {
                            task.run();
                        } finally {
                            threads.remove(Thread.currentThread());
                        }
                    },
                    "partnercenter4j-client");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        };
    }

    /** Waits for the threads on which calls continue, until each has ended or is blocked. */
    private void awaitRest() {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (isBusy() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private boolean isBusy() {
        return threads.stream()
                .map(Thread::getState)
                .anyMatch(state ->
                        state == Thread.State.NEW || state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED);
    }
}

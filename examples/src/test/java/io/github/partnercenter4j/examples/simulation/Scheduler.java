package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.Jolt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/**
 * Virtual time. Runs tasks one after another. If several tasks are due at the same time, the seed decides which is
 * first. While a task sleeps, other tasks run. Used by one thread at a time.
 */
final class Scheduler implements Executor {

    static final long START = 1_000_000_000L;

    private static final Instant WALL = Instant.parse("2026-03-01T12:00:00Z");

    private static final int MOST_TASKS = 200_000;
    private static final int MOST_SLEEPERS = 12;
    private static final long LONGEST = Duration.ofDays(40).toNanos();

    /** A task that is due at some time and can be cancelled. */
    final class Task {
        private final long due;
        private final int tie = random.nextInt(1 << 16);
        private final long number = ++numbers;
        private final boolean ofClient;
        private Runnable work;

        private Task(long due, boolean ofClient, Runnable work) {
            this.due = due;
            this.ofClient = ofClient;
            this.work = work;
        }

        void cancel() {
            if (work != null) {
                work = null;
                clientTimers -= ofClient ? 1 : 0;
            }
        }

        private Runnable take() {
            Runnable mine = work;
            cancel();
            return mine;
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.<Task>comparingLong(task -> task.due)
            .thenComparingInt(task -> task.tie)
            .thenComparingLong(task -> task.number));
    private final Random random;
    private Runnable afterEach = () -> {};
    private Duration wallAhead = Duration.ZERO;
    private Turn turn = new Turn(START);
    private long nanos = START;
    private long numbers;
    private int clientTimers;
    private int sleepers;
    private int playedSleepers;
    private int played;
    /** The times when the machine slept, in order. */
    private final List<CallRecord.Nap> sleeps = new ArrayList<>();

    Scheduler(long seed) {
        this.random = new Random(seed);
    }

    long nanos() {
        return nanos;
    }

    long millis() {
        return (nanos - START) / 1_000_000;
    }

    Instant now() {
        return WALL.plusNanos(nanos).plus(wallAhead);
    }

    Task after(Duration delay, Runnable work) {
        return after(delay, false, work);
    }

    /** Sets a timer of a client. None may be left when the client is idle. */
    Task timer(Duration delay, Runnable work) {
        clientTimers++;
        return after(delay, true, work);
    }

    private Task after(Duration delay, boolean ofClient, Runnable work) {
        long wait = delay.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : Math.max(0, delay.toNanos());
        Task task = new Task(nanos + wait, ofClient, work);
        tasks.add(task);
        return task;
    }

    /** Runs a task at the current time, before or after other tasks that are due, like another thread. */
    @Override
    public void execute(Runnable work) {
        after(Duration.ZERO, work);
    }

    /** Returns whether no task is due at the current time. */
    boolean isQuiet() {
        return tasks.isEmpty() || tasks.peek().due > nanos;
    }

    /** Returns how many timers of clients are set. */
    int clientTimers() {
        return clientTimers;
    }

    /**
     * Changes the clocks. While the machine sleeps, both clocks go on and no task runs. Otherwise only the wall clock
     * is set.
     */
    void jolt(Jolt jolt) {
        if (jolt.sleeps()) {
            long from = nanos;
            nanos += jolt.by().toNanos();
            sleeps.add(new CallRecord.Nap(from, nanos));
        } else {
            wallAhead = wallAhead.plus(jolt.by());
        }
    }

    /**
     * Returns the earliest time at which something due at {@code dueNanos} can happen: later if the machine sleeps at
     * that time.
     */
    long possible(long dueNanos) {
        long possible = dueNanos;
        for (CallRecord.Nap sleep : sleeps) {
            possible = possible >= sleep.fromNanos() && possible < sleep.toNanos() ? sleep.toNanos() : possible;
        }
        return possible;
    }

    /** Sets a check that runs after each task, unless a task sleeps. */
    void afterEach(Runnable look) {
        afterEach = look;
    }

    Turn turn() {
        return turn;
    }

    /** Runs work as a turn of its own. The work was due at {@code sinceNanos}. */
    void play(long sinceNanos, Runnable work) {
        Turn outer = turn;
        turn = new Turn(sinceNanos);
        try {
            work.run();
        } finally {
            turn = outer;
        }
    }

    /** Continues a turn that was suspended. */
    void playOn(Turn left, Runnable work) {
        Turn outer = turn;
        turn = left;
        try {
            work.run();
        } finally {
            turn = outer;
        }
    }

    /** Runs tasks until none is left. */
    void run() {
        while (!tasks.isEmpty()) {
            step();
            if (sleepers + playedSleepers == 0) {
                afterEach.run();
            }
        }
    }

    private void step() {
        Task next = tasks.poll();
        Runnable work = next.take();
        if (work == null) {
            return;
        }
        if (++played > MOST_TASKS) {
            throw new AssertionError("The world does not end: it has run too many tasks.");
        }
        nanos = Math.max(nanos, next.due);
        play(nanos, work);
    }

    /** Suspends the current thread while other tasks run. */
    void sleep(Duration howLong) {
        PlayedThread played = PlayedThread.current();
        if (played != null) {
            playedSleepers++;
            played.sleep(howLong);
            playedSleepers--;
            return;
        }
        if (sleepers >= MOST_SLEEPERS) {
            return;
        }
        sleepers++;
        boolean[] awake = new boolean[1];
        after(howLong, () -> awake[0] = true);
        while (!awake[0]) {
            step();
        }
        sleepers--;
    }
}

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
 * Virtual time, and who runs next: one task after another. Of tasks that are due at the same time the seed decides which
 * is first. A task that sleeps has the others run meanwhile. Used by one thread at a time.
 */
final class Scheduler implements Executor {

    static final long START = 1_000_000_000L;

    private static final Instant WALL = Instant.parse("2026-03-01T12:00:00Z");

    private static final int MOST_TASKS = 200_000;
    private static final int MOST_SLEEPERS = 12;
    private static final long LONGEST = Duration.ofDays(40).toNanos();

    /** Something to do at some time, which may be taken back. */
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
    /** When the machine slept, in that order. */
    private final List<Told.Nap> sleeps = new ArrayList<>();

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

    /** Sets a timer of a client's, of which none may be left when nobody calls. */
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

    /** Runs a task soon, after or before whatever else is due now: a thread more. */
    @Override
    public void execute(Runnable work) {
        after(Duration.ZERO, work);
    }

    /** Tells whether nothing more is to be done at this moment. */
    boolean isQuiet() {
        return tasks.isEmpty() || tasks.peek().due > nanos;
    }

    /** How many timers of clients run. */
    int clientTimers() {
        return clientTimers;
    }

    /** While the machine sleeps both clocks go on, and nothing happens. A wall clock that is set is all that notices. */
    void jolt(Jolt jolt) {
        if (jolt.sleeps()) {
            long from = nanos;
            nanos += jolt.by().toNanos();
            sleeps.add(new Told.Nap(from, nanos));
        } else {
            wallAhead = wallAhead.plus(jolt.by());
        }
    }

    /** Returns when something can be done at the earliest that is due at some time. */
    long possible(long dueNanos) {
        long possible = dueNanos;
        for (Told.Nap sleep : sleeps) {
            possible = possible >= sleep.fromNanos() && possible < sleep.toNanos() ? sleep.toNanos() : possible;
        }
        return possible;
    }

    /** Sets what is looked at after each task, while nobody sleeps. */
    void afterEach(Runnable look) {
        afterEach = look;
    }

    Turn turn() {
        return turn;
    }

    /** Runs something as a turn of its own, that was to be done at some time. */
    void play(long sinceNanos, Runnable work) {
        Turn outer = turn;
        turn = new Turn(sinceNanos);
        try {
            work.run();
        } finally {
            turn = outer;
        }
    }

    /** Goes on with a turn that was left. */
    void playOn(Turn left, Runnable work) {
        Turn outer = turn;
        turn = left;
        try {
            work.run();
        } finally {
            turn = outer;
        }
    }

    /** Runs tasks until there is none. */
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
            throw new AssertionError("The world does not come to rest.");
        }
        nanos = Math.max(nanos, next.due);
        play(nanos, work);
    }

    /** The thread at hand does nothing for a while, and the others go on. */
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

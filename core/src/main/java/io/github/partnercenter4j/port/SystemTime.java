package io.github.partnercenter4j.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Real time. The timer's thread comes with the first task and goes when it has been idle. Nearly every task is a deadline
 * that is taken back long before it is due, so setting one must not wake the thread, as it would in the JDK's executor
 * whenever nothing earlier waits: the thread sleeps until it is due to look, or until a task comes that is due before.
 */
final class SystemTime implements Time {

    private static final Duration IDLE = Duration.ofSeconds(10);
    /** Half of what a long holds, so that adding to it cannot overflow; no process lives for 146 years. */
    private static final long LONGEST = Long.MAX_VALUE / 2;

    private final long origin = System.nanoTime();
    private final long idle;
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentSkipListMap<Timer, Boolean> timers = new ConcurrentSkipListMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sooner = lock.newCondition();

    /** When the thread looks by itself, from the origin on; 0 where one must knock, as it is looking or there is none. */
    private volatile long looksAt;

    // Guarded by the lock.
    private boolean running;

    SystemTime() {
        this(IDLE);
    }

    SystemTime(Duration idle) {
        this.idle = idle.toNanos();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Timer timer = new Timer(sinceOrigin() + nanosOf(delay), numbers.incrementAndGet(), task);
        timers.put(timer, true);
        // Read after the task was put: whoever looks from now on sees it.
        long looks = looksAt;
        if (looks == 0 || timer.due < looks) {
            knock(timer);
        }
        return timer;
    }

    private long sinceOrigin() {
        return System.nanoTime() - origin;
    }

    private static long nanosOf(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        try {
            return Math.min(delay.toNanos(), LONGEST);
        } catch (ArithmeticException tooLong) {
            return LONGEST;
        }
    }

    private void knock(Timer timer) {
        lock.lock();
        try {
            if (running) {
                sooner.signal();
                return;
            }
            Thread thread = new Thread(null, this::run, "partnercenter4j-timer", 0, false);
            thread.setDaemon(true);
            // Whoever makes the first call must not pin its class loader for all later ones.
            thread.setContextClassLoader(null);
            thread.start();
            running = true;
        } catch (Throwable noThread) {
            timer.cancel();
            throw noThread;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        boolean more = true;
        while (more) {
            for (Timer next = first(); next != null && next.due <= sinceOrigin(); next = first()) {
                next.run();
            }
            more = rest();
        }
    }

    private @Nullable Timer first() {
        Map.Entry<Timer, Boolean> first = timers.firstEntry();
        return first == null ? null : first.getKey();
    }

    /** Sleeps until there is something to do; returns false if there was nothing for so long that the thread may go. */
    @SuppressWarnings("WaitNotInLoop") // The loop is run()'s: who wakes for nothing looks, and sleeps again.
    private boolean rest() {
        lock.lock();
        try {
            Timer next = first();
            long now = sinceOrigin();
            long until = next == null ? now + idle : next.due;
            looksAt = until;
            boolean timedOut = until <= now || sooner.awaitNanos(until - now) <= 0;
            looksAt = 0;
            running = next != null || !timedOut || !timers.isEmpty();
        } catch (InterruptedException leftByATask) {
            looksAt = 0;
        } finally {
            lock.unlock();
        }
        return running;
    }

    /** A task and when it is due; in order of that, and of coming. */
    private final class Timer implements Cancellable, Comparable<Timer> {

        private final long due;
        private final long number;
        private final Runnable task;

        Timer(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        /** Runs the task, unless it was taken back. */
        void run() {
            if (timers.remove(this) == null) {
                return;
            }
            try {
                task.run();
            } catch (Throwable unforeseen) {
                // The tasks are ours and end by themselves; one that fails must not take the others' time away.
                return;
            }
        }

        @Override
        public void cancel() {
            timers.remove(this);
        }

        @Override
        public int compareTo(Timer other) {
            return due != other.due ? Long.compare(due, other.due) : Long.compare(number, other.number);
        }
    }
}

package io.github.partnercenter4j.port;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Real time. The timer's thread starts with the first task and ends when it is idle.
 *
 * <p>A new task that becomes the first in the queue wakes the timer's thread, which costs time. Most tasks are
 * deadlines, cancelled long before they are due, so a client with one call at a time would wake the thread for every
 * call. Therefore a periodic dummy task, the beat, is always near the head of the queue while there are other tasks.
 * New tasks come after it and wake no thread.
 */
final class SystemTime implements Time {

    private static final Duration IDLE = Duration.ofSeconds(9);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final Duration beat;
    private final ScheduledThreadPoolExecutor timer;
    private final AtomicBoolean beating = new AtomicBoolean();
    private volatile boolean used;
    private volatile @Nullable Future<?> nextBeat;

    SystemTime() {
        this(BEAT, IDLE);
    }

    /** For tests, which need short times. */
    SystemTime(Duration beat, Duration idle) {
        this.beat = beat;
        timer = new ScheduledThreadPoolExecutor(1, SystemTime::daemon);
        timer.setKeepAliveTime(idle.toMillis(), TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        // Without this, the timer would keep a finished call in memory until its deadline.
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "partnercenter4j-timer", 0, false);
        thread.setDaemon(true);
        // Otherwise the timer would keep the class loader of the first caller in memory.
        thread.setContextClassLoader(null);
        return thread;
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
        used = true;
        if (!beating.get() && beating.compareAndSet(false, true)) {
            beat();
        }
        Future<?> scheduled = timer.schedule(task, nanosOf(delay), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private void beat() {
        if (used) {
            used = false;
            nextBeat = timer.schedule(this::beat, beat.toNanos(), TimeUnit.NANOSECONDS);
        } else {
            beating.set(false);
        }
    }

    @Override
    public void rest() {
        timer.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
        Future<?> pending = nextBeat;
        if (pending != null && pending.cancel(false)) {
            beating.set(false);
        }
    }

    private static long nanosOf(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException tooLong) {
            return delay.isNegative() ? 0 : Long.MAX_VALUE / 2;
        }
    }
}

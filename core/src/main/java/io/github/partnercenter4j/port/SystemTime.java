package io.github.partnercenter4j.port;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Real time. The timer's thread comes with the first task and goes when it has been idle. */
final class SystemTime implements Time {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor timer;

    SystemTime() {
        timer = new ScheduledThreadPoolExecutor(1, SystemTime::daemon);
        timer.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        // A finished call must not stay reachable from the timer until its deadline would have come.
        timer.setRemoveOnCancelPolicy(true);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(null, task, "partnercenter4j-timer", 0, false);
        thread.setDaemon(true);
        // Whoever makes the first call must not pin its class loader for all later ones.
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
        Future<?> scheduled = timer.schedule(task, nanosOf(delay), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    private static long nanosOf(Duration delay) {
        try {
            return delay.toNanos();
        } catch (ArithmeticException tooLong) {
            return delay.isNegative() ? 0 : Long.MAX_VALUE / 2;
        }
    }
}

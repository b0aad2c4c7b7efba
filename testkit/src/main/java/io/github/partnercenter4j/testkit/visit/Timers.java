package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The time by which faults hold answers back: the fake's clock if that has a timer, as a {@code VirtualClock} has, else real
 * time, which is not loaded before it is needed. Thread-safe.
 */
public final class Timers {

    private final InstantSource clock;
    private final @Nullable Time given;
    private @Nullable Time real;

    public Timers(InstantSource clock) {
        this.clock = clock;
        this.given = clock instanceof Time time ? time : null;
    }

    /** Returns what time it is. */
    public Moment now() {
        return new Moment(clock.instant(), given == null ? System.nanoTime() : given.nanos());
    }

    /** Runs a short task later. */
    public Time.Cancellable after(Duration delay, Runnable task) {
        return given == null ? real().after(delay, task) : given.after(delay, task);
    }

    /** Returns what is complete once a delay is over; whoever cancels it takes the timer back. */
    public CompletableFuture<Void> over(Duration delay) {
        if (delay.isZero()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        // What waits for it may run a test's code. That is for the thread that moves a test's clock to do, but not for
        // the only thread of a timer, on which the next answer may depend.
        Runnable task = () -> over.complete(null);
        Time.Cancellable timer = after(delay, given == null ? () -> daemon(task) : task);
        var unused = over.whenComplete((done, cancelled) -> timer.cancel());
        return over;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "partnercenter4j-fake-delayed");
        thread.setDaemon(true);
        thread.start();
    }

    private synchronized Time real() {
        if (real == null) {
            real = Time.system();
        }
        return real;
    }
}

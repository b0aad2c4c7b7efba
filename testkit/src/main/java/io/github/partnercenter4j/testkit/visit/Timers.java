package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The clock and timer for the delays of faults: the fake's clock if it has a timer, like a {@code VirtualClock}; else
 * real time, which is loaded only when needed. Thread-safe.
 */
public final class Timers {

    private final InstantSource clock;
    private final @Nullable Time given;
    private @Nullable Time real;

    public Timers(InstantSource clock) {
        this.clock = clock;
        this.given = clock instanceof Time time ? time : null;
    }

    /** Returns the current moment. */
    public Moment now() {
        return new Moment(clock.instant(), given == null ? System.nanoTime() : given.nanos());
    }

    /** Runs a short task later. */
    public Time.Cancellable after(Duration delay, Runnable task) {
        return given == null ? real().after(delay, task) : given.after(delay, task);
    }

    /** Returns a future that completes after a delay. Cancelling it cancels the timer. */
    public CompletableFuture<Void> over(Duration delay) {
        if (delay.isZero()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> over = new CompletableFuture<>();
        // Code of a test may follow. It may run on the thread that advances a test's clock, but not on the only thread
        // of a timer, which other responses need.
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

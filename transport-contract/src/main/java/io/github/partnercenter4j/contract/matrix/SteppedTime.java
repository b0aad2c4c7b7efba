package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time that stands still while an exchange is on its way, and passes in a leap where a call waits between two attempts, so
 * that a wait of an hour is seen and costs nothing. It listens to the client in order to know its waits from its
 * deadlines. For one call at a time. Thread-safe.
 */
final class SteppedTime implements Time, CallListener {

    private final VirtualClock clock = VirtualClock.start();
    private final BlockingQueue<Duration> due = new LinkedBlockingQueue<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile @Nullable Duration announced;

    /** The clock behind it, for what only a test moves. */
    VirtualClock clock() {
        return clock;
    }

    /** How long the waits were, in their order. */
    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }

    @Override
    public Instant now() {
        return clock.now();
    }

    @Override
    public void retryWaitStarted(Retry retry) {
        pauses.add(retry.delay());
        announced = retry.delay();
    }

    /** The wait that was announced is the next that is asked for, on the same thread. */
    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Cancellable timer = clock.after(delay, task);
        if (delay.equals(announced)) {
            announced = null;
            due.add(delay);
        }
        return timer;
    }

    /** Forgets waits that have passed by other means. */
    void forgetWaits() {
        due.clear();
    }

    /** Lets the waits pass until the future is done, but for no longer than that in real time; tells whether it is. */
    boolean leapUntilDone(CompletableFuture<?> future, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!future.isDone() && System.nanoTime() < end) {
            Duration wait = due.poll(2, TimeUnit.MILLISECONDS);
            if (wait != null) {
                clock.advance(wait);
            }
        }
        return future.isDone();
    }
}

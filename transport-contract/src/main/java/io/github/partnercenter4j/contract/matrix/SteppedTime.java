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
 * A clock that stands still during an exchange and skips the waits between attempts, so that a wait of an hour takes no
 * time. It is a listener of the client, to distinguish waits from deadlines. For one call at a time. Thread-safe.
 */
final class SteppedTime implements Time, CallListener {

    private final VirtualClock clock = VirtualClock.start();
    private final BlockingQueue<Duration> due = new LinkedBlockingQueue<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private volatile @Nullable Duration announced;

    /** Returns the underlying clock, for a test that moves it. */
    VirtualClock clock() {
        return clock;
    }

    /** Returns the durations of the waits, in their order. */
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

    /** The announced wait is the next timer on the same thread. */
    @Override
    public Cancellable after(Duration delay, Runnable task) {
        Cancellable timer = clock.after(delay, task);
        if (delay.equals(announced)) {
            announced = null;
            due.add(delay);
        }
        return timer;
    }

    /** Forgets waits that have ended in another way. */
    void forgetWaits() {
        due.clear();
    }

    /** Skips waits until the future is done, up to a limit in real time. Returns whether it is done. */
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

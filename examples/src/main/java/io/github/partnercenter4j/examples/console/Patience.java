package io.github.partnercenter4j.examples.console;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future with a time limit. */
@FunctionalInterface
interface Patience {

    /** Waits, and returns whether the future is done. */
    boolean isDoneWithin(Duration step, CompletableFuture<?> future) throws InterruptedException;

    /** Waits in real time. */
    static boolean real(Duration step, CompletableFuture<?> future) throws InterruptedException {
        try {
            future.get(step.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | CancellationException done) {
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }
}

package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.examples.probe.Waits;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future with a time limit. */
@FunctionalInterface
interface Patience extends Waits {

    @Override
    boolean isDoneWithin(Duration step, CompletableFuture<?> future) throws InterruptedException;

    @Override
    default void pause(Duration length) throws InterruptedException {
        isDoneWithin(length, new CompletableFuture<>());
    }

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

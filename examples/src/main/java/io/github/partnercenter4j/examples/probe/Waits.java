package io.github.partnercenter4j.examples.probe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How a probe waits. Both methods throw if the program is to end. */
public interface Waits {

    /** Pauses. */
    void pause(Duration length) throws InterruptedException;

    /** Waits for a future for a limited time, and returns whether it is done. */
    boolean isDoneWithin(Duration step, CompletableFuture<?> future) throws InterruptedException;
}

package io.github.partnercenter4j.testkit.http;

import java.time.Duration;

/** Looks from outside whether an engine's connections have come to an end. */
public final class EngineThreadsProbe {

    private EngineThreadsProbe() {}

    /** Waits until no connection is being served any more. */
    public static boolean connectionsEnd(HttpEngine engine) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (engine.openConnections() > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.onSpinWait();
        }
        return true;
    }
}

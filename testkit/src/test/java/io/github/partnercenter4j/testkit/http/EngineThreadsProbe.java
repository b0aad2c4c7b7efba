package io.github.partnercenter4j.testkit.http;

import java.time.Duration;

/** Checks from outside whether the connections of an engine have ended. */
public final class EngineThreadsProbe {

    private EngineThreadsProbe() {}

    /** Waits until the engine serves no connection any more. */
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

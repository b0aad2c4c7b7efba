package io.github.partnercenter4j.testkit.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, moved: it runs on from where it was put. What is held back is held back in real time. Thread-safe. */
public final class MovableClock implements InstantSource {

    private Duration ahead = Duration.ZERO;

    /** Makes a clock that shows the system's time. */
    public MovableClock() {}

    @Override
    public synchronized Instant instant() {
        return Instant.now().plus(ahead);
    }

    synchronized void move(Duration by) {
        ahead = ahead.plus(by);
    }
}

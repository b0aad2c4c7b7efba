package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's time, moved: it runs on from where it was put. What is held back is held back in real time. Thread-safe.
 */
public final class MovableClock implements Time, InstantSource {

    private final Time real = Time.system();

    // Both guarded by this.
    private Duration ahead = Duration.ZERO;
    private long passed;

    /** Makes a clock that shows the system's time. */
    public MovableClock() {}

    @Override
    public synchronized Instant instant() {
        return real.now().plus(ahead);
    }

    @Override
    public Instant now() {
        return instant();
    }

    @Override
    public synchronized long nanos() {
        return real.nanos() + passed;
    }

    @Override
    public Cancellable after(Duration delay, Runnable task) {
        return real.after(delay, task);
    }

    /** Lets time pass. */
    synchronized void advance(Duration span) {
        ahead = ahead.plus(span);
        passed += span.toNanos();
    }

    /** Puts the clock, as an administrator or a time server does: no time passes. */
    synchronized void set(Instant instant) {
        ahead = Duration.between(real.now(), instant);
    }
}

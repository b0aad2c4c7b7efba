package io.github.partnercenter4j.testkit.admin;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The system clock with an offset: it continues from the time that was set. Delays use real time. Thread-safe.
 */
public final class MovableClock implements Time, InstantSource {

    private final Time real = Time.system();

    // Both guarded by this.
    private Duration ahead = Duration.ZERO;
    private long passed;

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

    /** Advances the clock, as if the time had passed. */
    synchronized void advance(Duration span) {
        ahead = ahead.plus(span);
        passed += span.toNanos();
    }

    /** Returns whether this clock shows another time than the system's. */
    synchronized boolean isMoved() {
        return !ahead.isZero();
    }

    /** Puts the clock back to the system's time: no time passes. */
    synchronized void follow() {
        ahead = Duration.ZERO;
    }

    /** Sets the clock, like an administrator or a time server. No time passes. */
    synchronized void set(Instant instant) {
        ahead = Duration.between(real.now(), instant);
    }
}

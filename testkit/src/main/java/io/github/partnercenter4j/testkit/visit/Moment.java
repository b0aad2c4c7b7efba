package io.github.partnercenter4j.testkit.visit;

import java.time.Instant;

/**
 * A moment.
 *
 * @param instant the time of the wall clock, which may be set back
 * @param nanos the monotonic clock, for the measurement of time spans; only differences have a meaning
 */
public record Moment(Instant instant, long nanos) {}

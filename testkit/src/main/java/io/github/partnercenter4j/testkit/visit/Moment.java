package io.github.partnercenter4j.testkit.visit;

import java.time.Instant;

/**
 * When something happened.
 *
 * @param instant what the wall clock said, which may be set backwards
 * @param nanos what time spans are measured by; only differences mean something
 */
public record Moment(Instant instant, long nanos) {}

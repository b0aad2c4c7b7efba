/**
 * Immutable values that callers and transports exchange: the support profile, the cloud it is in, and what an answer said
 * beside it. For everybody. Thread-safe, never {@code Serializable}, and without personal data in any {@code toString}.
 * Knows nothing but itself.
 */
@NullMarked
package io.github.partnercenter4j.model;

import org.jspecify.annotations.NullMarked;

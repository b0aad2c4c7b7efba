/**
 * The door without a socket: the in-memory gateway, which turns a script into the reply or the failure that a real transport would give. Knows
 * {@code visit}, {@code service}, {@code http} and {@code json}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.memory;

import org.jspecify.annotations.NullMarked;

/**
 * The in-memory gateway. It converts a script to the reply or failure of a real transport. Depends on core,
 * {@code visit}, {@code service}, {@code http} and {@code json}. Used only by the fake. Not part of the API: not
 * exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.memory;

import org.jspecify.annotations.NullMarked;

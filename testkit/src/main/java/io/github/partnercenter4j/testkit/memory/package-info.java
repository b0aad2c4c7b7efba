/**
 * The door without a socket: the in-memory gateway, which makes of a script what a transport would have made of the bytes. Knows
 * {@code visit}, {@code service}, {@code http} and {@code json}. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.memory;

import org.jspecify.annotations.NullMarked;

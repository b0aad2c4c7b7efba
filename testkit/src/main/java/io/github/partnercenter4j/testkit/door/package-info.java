/**
 * The HTTP interfaces of a fake: the API, the login, and the port that serves both. Depends on core (time),
 * {@code visit}, {@code service}, {@code entra}, {@code http} and {@code tls}. Used by {@code admin},
 * {@code standalone} and the fake. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.door;

import org.jspecify.annotations.NullMarked;

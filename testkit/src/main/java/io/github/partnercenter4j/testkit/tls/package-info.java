/**
 * TLS for the fake: a certificate authority in memory, and the server side of handshakes. Depends on {@code http}. Used
 * by {@code door}, {@code standalone} and the fake. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.tls;

import org.jspecify.annotations.NullMarked;

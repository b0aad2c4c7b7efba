/**
 * TLS for the fake: a certificate authority in memory, and the server side of handshakes. Depends on {@code http}. Not
 * exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.tls;

import org.jspecify.annotations.NullMarked;

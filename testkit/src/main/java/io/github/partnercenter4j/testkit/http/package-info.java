/**
 * A small blocking HTTP/1.1 server. It keeps each head exactly as sent, decides about a request before its body is
 * read, and can break an exchange at several points. Depends on core (time, threads, ids) and on no other package of
 * the testkit. Used by {@code tls}, {@code service}, {@code entra}, {@code visit}, {@code door}, {@code memory},
 * {@code admin} and the fake. Not part of the API: not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.NullMarked;

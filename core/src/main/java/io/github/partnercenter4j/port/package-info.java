/**
 * The ports: interfaces for a transport ({@link io.github.partnercenter4j.port.SupportProfileGateway}), a token source
 * ({@link io.github.partnercenter4j.port.AccessTokenProvider}) and a clock
 * ({@link io.github.partnercenter4j.port.Time}), with the types of their parameters. For those who write such an
 * implementation. Applications only pass the implementations on.
 */
@NullMarked
package io.github.partnercenter4j.port;

import org.jspecify.annotations.NullMarked;

/**
 * The ports: what a transport ({@link io.github.partnercenter4j.port.SupportProfileGateway}), a token source
 * ({@link io.github.partnercenter4j.port.AccessTokenProvider}) and a clock ({@link io.github.partnercenter4j.port.Time}) must
 * do, and what they are handed. For those who bring one; whoever takes ours only names the types.
 */
@NullMarked
package io.github.partnercenter4j.port;

import org.jspecify.annotations.NullMarked;

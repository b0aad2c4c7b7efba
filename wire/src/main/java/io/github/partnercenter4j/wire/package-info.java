/**
 * What Partner Center puts on the wire, as pure functions for transports: request headers, the profile's JSON, and the
 * reading of an answer. A transport calls {@link io.github.partnercenter4j.wire.RequestHeaders} and
 * {@link io.github.partnercenter4j.wire.ProfileJson} before an exchange, reads the body into a
 * {@link io.github.partnercenter4j.wire.WireBody}, and lets {@link io.github.partnercenter4j.wire.ResponseMapper} judge
 * the answer. For those who write a transport: applications need nothing of it.
 */
@NullMarked
package io.github.partnercenter4j.wire;

import org.jspecify.annotations.NullMarked;

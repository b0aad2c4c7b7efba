/**
 * Partner Center's wire format for transports: the headers of a request, the JSON of a profile, and the conversion of a
 * response. A transport calls {@link io.github.partnercenter4j.wire.RequestHeaders} and
 * {@link io.github.partnercenter4j.wire.ProfileJson} before an exchange, reads the body into a
 * {@link io.github.partnercenter4j.wire.WireBody}, and converts the response with
 * {@link io.github.partnercenter4j.wire.ResponseMapper}. Only for authors of transports; applications do not need it.
 */
@NullMarked
package io.github.partnercenter4j.wire;

import org.jspecify.annotations.NullMarked;

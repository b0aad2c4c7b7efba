/**
 * Caches the access token of a client. All calls share one token request. After a failure the cache waits before the
 * next request. Depends on the ports, errors and model. Only the client uses it. Not part of the API: not exported. On
 * the class path, do not use it.
 */
@NullMarked
package io.github.partnercenter4j.token;

import org.jspecify.annotations.NullMarked;

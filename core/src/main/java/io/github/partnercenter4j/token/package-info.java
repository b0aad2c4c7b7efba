/**
 * A client's access token: kept while it lives, asked for by one request however many calls want it, and not asked for again at
 * once after a failure. Knows the ports and the errors, and no call and no client: what it needs it is given. Only the client
 * uses it. Not part of the API: not exported. On the class path, do not use it.
 */
@NullMarked
package io.github.partnercenter4j.token;

import org.jspecify.annotations.NullMarked;

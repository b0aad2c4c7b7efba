/**
 * A small blocking HTTP/1.1 server that keeps every byte of a head as it was written, judges a request before its body,
 * and can break off at any named point. Knows nothing of Partner Center. Not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.NullMarked;

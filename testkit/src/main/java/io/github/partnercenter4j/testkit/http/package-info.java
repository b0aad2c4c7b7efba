/**
 * A small blocking HTTP/1.1 server. It keeps each head exactly as sent, decides about a request before its body is
 * read, and can break an exchange at several points. Depends on nothing of Partner Center. Not exported.
 */
@NullMarked
package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.NullMarked;

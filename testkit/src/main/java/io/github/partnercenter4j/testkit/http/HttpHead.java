package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request.
 *
 * @param connection the connection's number, from 1, in the order of acceptance
 * @param index the exchange's number on its connection, from 0
 * @param method the method, as sent
 * @param rawTarget the request target, as sent
 * @param target the request target's path and query, whether it was sent so or as a whole URL
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 * @param headers the headers
 */
public record HttpHead(
        long connection, int index, String method, String rawTarget, String target, String version, Headers headers) {

    /** Returns the target up to its question mark. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Returns what follows the target's question mark, or null if it has none. */
    public @Nullable String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? null : target.substring(mark + 1);
    }

    boolean isHttp11() {
        return version.equals("HTTP/1.1");
    }
}

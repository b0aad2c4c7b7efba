package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request.
 *
 * @param connection the number of the connection, from 1
 * @param index the number of the exchange on its connection, from 0
 * @param rawTarget the request target as sent
 * @param target path and query of the request target, which may be sent as a whole URL
 * @param version {@code HTTP/1.1} or {@code HTTP/1.0}
 */
public record HttpHead(
        long connection, int index, String method, String rawTarget, String target, String version, Headers headers) {

    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** Returns the query, or null if there is none. */
    public @Nullable String query() {
        int mark = target.indexOf('?');
        return mark < 0 ? null : target.substring(mark + 1);
    }

    boolean isHttp11() {
        return version.equals("HTTP/1.1");
    }
}

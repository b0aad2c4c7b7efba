package io.github.partnercenter4j.testkit.http;

import java.nio.charset.StandardCharsets;

/**
 * A response, exactly as it is sent. The engine only adds {@code Content-Length}, unless the headers have one (right or
 * wrong) or {@code Transfer-Encoding: chunked}, which is then applied. Immutable.
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
public record HttpAnswer(int status, String reason, Headers headers, byte[] body) {

    private static final byte[] NOTHING = {};

    /** Returns a response with the usual reason phrase of the status, no headers and no body. */
    public static HttpAnswer of(int status) {
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException(
                    "The status must be 200 to 999, not " + status + ". Send a head with another status as raw bytes.");
        }
        return new HttpAnswer(status, standardReason(status), Headers.NONE, NOTHING);
    }

    /** Returns a copy of the body's bytes. */
    @Override
    public byte[] body() {
        return body.clone();
    }

    public HttpAnswer reason(String text) {
        return new HttpAnswer(status, Header.oneLine(text, "reason"), headers, body);
    }

    /** Returns this response with one more header. */
    public HttpAnswer header(String name, String value) {
        return headers(headers.plus(name, value));
    }

    /** Returns this response with only these headers. */
    public HttpAnswer headers(Headers all) {
        return new HttpAnswer(status, reason, all, body);
    }

    public HttpAnswer body(byte[] bytes) {
        return new HttpAnswer(status, reason, headers, bytes.clone());
    }

    /** Returns this response with this text, in UTF-8, as the body. */
    public HttpAnswer body(String text) {
        return new HttpAnswer(status, reason, headers, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return status + " " + reason;
    }

    private static String standardReason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 202 -> "Accepted";
            case 204 -> "No Content";
            case 301 -> "Moved Permanently";
            case 302 -> "Found";
            case 303 -> "See Other";
            case 304 -> "Not Modified";
            case 307 -> "Temporary Redirect";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 409 -> "Conflict";
            case 410 -> "Gone";
            case 411 -> "Length Required";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 417 -> "Expectation Failed";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> "";
        };
    }
}

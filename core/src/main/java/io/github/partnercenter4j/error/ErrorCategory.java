package io.github.partnercenter4j.error;

import org.jspecify.annotations.Nullable;

/** What kind of failure it was. Every failure has exactly one; decide by it, never by a message's text. */
public enum ErrorCategory {
    /** No token could be had, or the service refused the token (401). See {@link AuthenticationException#reason()}. */
    AUTHENTICATION,
    /** The token is good but may not do this (403): a role is missing, or the token is an app's own. */
    FORBIDDEN,
    /** Too many requests (429). */
    THROTTLED,
    /** The service found the request wrong (400). */
    BAD_REQUEST,
    /** Nothing is there (404). */
    NOT_FOUND,
    /** The profile changed since it was read (412, 400 with code 2055, 417 with code 800036). */
    PRECONDITION,
    /** The request conflicts with the resource's state (409). */
    CONFLICT,
    /** Any other 4xx. */
    OTHER_CLIENT,
    /** The service failed (5xx). */
    SERVER,
    /** No connection came about; nothing was sent. */
    CONNECT,
    /** The peer's certificate or TLS was not acceptable; nothing was sent. */
    TLS,
    /** Time ran out, by our deadline or by the service's word (408). */
    TIMEOUT,
    /** The connection broke. */
    IO,
    /** The peer does not speak HTTP, the answer was not one to our request, or code lent to the transport failed. */
    PROTOCOL,
    /** A success whose body is not a support profile. */
    RESPONSE_FORMAT,
    /** The peer answered by a redirect, which this client never follows. */
    REDIRECT_REFUSED,
    /** The caller cancelled or interrupted the call. */
    CANCELLED,
    /** The client or gateway was closed. */
    CLOSED;

    /**
     * Returns the category of an answer that is no success. The status decides; a code only tells apart what shares a
     * status.
     *
     * @param status the HTTP status
     * @param code the fault's code, or null if the body had none
     * @return the category; {@link #PROTOCOL} for a status that no service may answer here
     */
    public static ErrorCategory of(int status, @Nullable String code) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> REDIRECT_REFUSED;
            case 400 -> "2055".equals(code) ? PRECONDITION : BAD_REQUEST;
            case 401 -> AUTHENTICATION;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 408 -> TIMEOUT;
            case 409 -> CONFLICT;
            case 412 -> PRECONDITION;
            case 417 -> "800036".equals(code) ? PRECONDITION : OTHER_CLIENT;
            case 429 -> THROTTLED;
            default -> {
                if (status >= 400 && status <= 499) {
                    yield OTHER_CLIENT;
                }
                yield status >= 500 && status <= 599 ? SERVER : PROTOCOL;
            }
        };
    }
}

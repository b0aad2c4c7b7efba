package io.github.partnercenter4j.error;

import org.jspecify.annotations.Nullable;

/**
 * The kind of a failure. Every failure has exactly one category. Programs should use the category, never the text of a
 * message.
 */
public enum ErrorCategory {
    /** There is no access token, or the service refused it (401). See {@link AuthenticationException#reason()}. */
    AUTHENTICATION,
    /** The token is valid but not authorised (403): a role is missing, or it is an app-only token. */
    FORBIDDEN,
    /** Too many requests (429). */
    THROTTLED,
    /** The service rejected the request as invalid (400). */
    BAD_REQUEST,
    /** The resource does not exist (404). */
    NOT_FOUND,
    /** The profile changed since it was read (412, 400 with code 2055, 417 with code 800036). */
    PRECONDITION,
    /** The request conflicts with the resource's state (409). */
    CONFLICT,
    /** Any other 4xx. */
    OTHER_CLIENT,
    /** The service failed (5xx). */
    SERVER,
    /** The connection could not be opened; nothing was sent. */
    CONNECT,
    /** The TLS handshake failed, for example because of the certificate; nothing was sent. */
    TLS,
    /** A timeout: the client's own, or the service's (408). */
    TIMEOUT,
    /** The connection broke. */
    IO,
    /** The response was not HTTP, or did not belong to the request, or application code in the transport failed. */
    PROTOCOL,
    /** The status was a success, but the body was not a support profile. */
    RESPONSE_FORMAT,
    /** The response was a redirect, which this client never follows. */
    REDIRECT_REFUSED,
    /** The caller cancelled or interrupted the call. */
    CANCELLED,
    /** The client or gateway was closed. */
    CLOSED;

    /**
     * Returns the category of a response that is not a success. The status decides. The code only separates categories
     * with the same status.
     *
     * @param status the HTTP status
     * @param code the fault's code, or null if the body had none
     * @return the category; {@link #PROTOCOL} for a status that is not possible here
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

package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.http.HttpAnswer;

/**
 * The documented 429 response. It comes from the gateway in front of the service, so it has no headers of the service,
 * and its own kind of body (with inner spaces).
 */
public final class TooManyRequests {

    private TooManyRequests() {}

    /**
     * Returns the response.
     *
     * @param seconds the wait in the text of the body
     * @param retryAfter the same wait for the header: seconds or a date
     */
    public static HttpAnswer answer(long seconds, String retryAfter) {
        return HttpAnswer.of(429)
                .header("Content-Type", "application/json")
                .header("Retry-After", retryAfter)
                .body("{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in " + seconds
                        + " seconds.\" }");
    }
}

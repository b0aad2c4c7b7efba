package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.http.HttpAnswer;

/**
 * The documented answer to one request too many. It comes from the gateway before the service, so it has none of the
 * service's headers, and its own kind of body, inner spaces included.
 */
public final class TooManyRequests {

    private TooManyRequests() {}

    /**
     * Returns the answer.
     *
     * @param seconds how long to wait, as the body says it
     * @param retryAfter the same as the header says it: seconds or a date
     */
    public static HttpAnswer answer(long seconds, String retryAfter) {
        return HttpAnswer.of(429)
                .header("Content-Type", "application/json")
                .header("Retry-After", retryAfter)
                .body("{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in " + seconds
                        + " seconds.\" }");
    }
}

package io.github.partnercenter4j.msal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The login service. Tests replace it. */
interface LoginService extends AutoCloseable {

    /** No limit beyond the service's own request timeout. */
    Duration NO_LIMIT = Duration.ofDays(1);

    /**
     * Sends a form once and waits for the whole response. Does not follow redirects.
     *
     * @param atMost the time limit; the service's own request timeout also applies
     * @throws io.github.partnercenter4j.error.AuthenticationException with TOKEN_ENDPOINT_UNAVAILABLE if there is no
     *     complete response
     */
    LoginAnswer post(URI endpoint, Map<String, String> headers, String form, Duration atMost);

    /** Refuses new exchanges. Running ones continue. Idempotent. */
    @Override
    void close();
}

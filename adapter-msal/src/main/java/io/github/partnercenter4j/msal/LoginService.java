package io.github.partnercenter4j.msal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** The login service as this package needs it: one exchange at a time, whatever it answers. */
interface LoginService extends AutoCloseable {

    /** As long as the service's own limit allows. */
    Duration NO_LIMIT = Duration.ofDays(1);

    /**
     * Sends a form and waits for the whole answer. It resends nothing and follows no redirect.
     *
     * @param atMost how long that may take, within the service's own limit
     * @throws io.github.partnercenter4j.error.AuthenticationException with TOKEN_ENDPOINT_UNAVAILABLE if there is no
     *     whole answer
     */
    LoginAnswer post(URI endpoint, Map<String, String> headers, String form, Duration atMost);

    /** Lets what is in flight end; nothing new begins. Idempotent. */
    @Override
    void close();
}

package io.github.partnercenter4j.msal;

import java.net.URI;
import java.util.Map;

/** The login service as this package needs it: one exchange at a time, whatever it answers. */
interface LoginService extends AutoCloseable {

    /**
     * Sends a form and waits for the whole answer. It resends nothing and follows no redirect.
     *
     * @throws io.github.partnercenter4j.error.AuthenticationException with TOKEN_ENDPOINT_UNAVAILABLE if there is no
     *     whole answer
     */
    LoginAnswer post(URI endpoint, Map<String, String> headers, String form);

    /** Lets what is in flight end; nothing new begins. Idempotent. */
    @Override
    void close();
}

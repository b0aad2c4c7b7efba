package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.Resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A requested or granted scope.
 *
 * @param resource the API, or null if there are only scopes of OpenID
 * @param openId whether it includes an id token
 * @param offline whether it includes a refresh token
 */
record Scope(@Nullable Resource resource, boolean openId, boolean offline) {

    /**
     * Returns the scope of the tokens for a request with this grant. A request without a scope gets the granted one
     * (RFC 6749, 4.1.3 and 6).
     */
    Scope narrowedTo(@Nullable Scope asked) {
        if (asked == null) {
            return this;
        }
        return asked.resource() != null ? asked : new Scope(resource, asked.openId(), asked.offline());
    }

    /** Returns whether a request names no other API than this grant. */
    boolean covers(@Nullable Scope asked) {
        return asked == null || asked.resource() == null || resource == null || resource.isSameAs(asked.resource());
    }
}

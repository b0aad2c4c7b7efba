package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.entra.Resources.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, or what a grant stands for.
 *
 * @param resource the API, or null if only OpenID's own scopes are asked for
 * @param openId whether an id token is wanted
 * @param offline whether a refresh token is wanted
 */
record Scope(@Nullable Resource resource, boolean openId, boolean offline) {

    /**
     * Returns what a request gets for this grant. A request that names no scope gets what was granted (RFC 6749, 4.1.3
     * and 6).
     */
    Scope narrowedTo(@Nullable Scope asked) {
        if (asked == null) {
            return this;
        }
        return asked.resource() != null ? asked : new Scope(resource, asked.openId(), asked.offline());
    }

    /** Tells whether a request asks for no other API than the one of this grant. */
    boolean covers(@Nullable Scope asked) {
        return asked == null || asked.resource() == null || resource == null || resource.isSameAs(asked.resource());
    }
}

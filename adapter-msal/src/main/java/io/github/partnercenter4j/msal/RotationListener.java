package io.github.partnercenter4j.msal;

import java.time.Instant;

/** Hears of each new refresh token that a provider has stored. Implementations must be thread-safe and fast. */
@FunctionalInterface
public interface RotationListener {

    /**
     * Called after a new refresh token was stored, from an exchange or a consent. Exceptions are logged and ignored.
     *
     * @param tenant the tenant as it was set in the provider
     * @param issuedAt when the token was issued
     */
    void rotated(String tenant, Instant issuedAt);
}

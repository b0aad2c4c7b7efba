package io.github.partnercenter4j.msal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a stored refresh token, without the secret.
 *
 * @param kind the kind of client that it was issued to
 * @param lastRotated when the login service issued it, or null if the store did not keep that time
 */
public record StoredToken(ClientKind kind, @Nullable Instant lastRotated) {

    /** How long Entra accepts a refresh token that is not used: 90 days, by its documentation. */
    private static final Duration LIFE_UNUSED = Duration.ofDays(90);

    /**
     * Returns when the token expires if it is not used before. Its user or an administrator may revoke it earlier.
     *
     * @return 90 days after {@link #lastRotated}, or null if that is not known
     */
    public @Nullable Instant expiresUnused() {
        return lastRotated == null ? null : lastRotated.plus(LIFE_UNUSED);
    }
}

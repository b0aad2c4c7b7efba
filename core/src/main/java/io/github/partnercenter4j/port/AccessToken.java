package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An access token for Partner Center. It is a secret: this class never decodes or prints it, and is not
 * {@code Serializable}. Immutable.
 *
 * <p>The support profile needs a token of an app that acts for a user (App+User). An app-only token is refused with
 * 403.
 */
public final class AccessToken {

    private final String value;
    private final @Nullable Duration expiresIn;

    private AccessToken(String value, @Nullable Duration expiresIn) {
        this.value = value;
        this.expiresIn = expiresIn;
    }

    /**
     * Returns a token of unknown lifetime. The client requests the next token after a few minutes, or when the service
     * refuses this one.
     *
     * @param token the token as issued, without {@code Bearer}
     * @return the token
     * @throws MalformedTokenException if the token is empty, longer than 16 KiB or not visible ASCII. The message shows
     *     position and code point, never the token
     */
    public static AccessToken of(String token) {
        return new AccessToken(checked(token), null);
    }

    /**
     * Returns a token with its lifetime. The client renews it before it expires.
     *
     * @param token the token as issued, without {@code Bearer}
     * @param expiresIn the lifetime, counted from the token request: the {@code expires_in} of the login service. A
     *     token with zero or less is used for the calls that wait for it, and not afterwards
     * @return the token
     * @throws MalformedTokenException if the token is empty, longer than 16 KiB or not visible ASCII. The message shows
     *     position and code point, never the token
     */
    public static AccessToken of(String token, Duration expiresIn) {
        return new AccessToken(checked(token), Objects.requireNonNull(expiresIn, "expiresIn"));
    }

    private static String checked(String value) {
        Objects.requireNonNull(value, "access token");
        if (value.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new MalformedTokenException("access token must be given as issued, without \"Bearer \"");
        }
        try {
            return HeaderText.requireVisibleWord("access token", value);
        } catch (IllegalArgumentException unfit) {
            throw new MalformedTokenException(String.valueOf(unfit.getMessage()));
        }
    }

    /**
     * Returns the token. It is a secret.
     *
     * @return the token as issued
     */
    public String value() {
        return value;
    }

    /**
     * Returns the lifetime of the token, counted from the token request.
     *
     * @return the lifetime, or null if it is not known
     */
    public @Nullable Duration expiresIn() {
        return expiresIn;
    }

    /** Compares the tokens only, not the lifetimes. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessToken that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "AccessToken[redacted]";
    }
}

package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An access token for Partner Center: a secret, opaque, never decoded and never printed. Immutable; not
 * {@code Serializable} on purpose.
 *
 * <p>This resource accepts tokens of an app acting for a user (App+User) only; an app's own token is refused with 403.
 */
public final class AccessToken {

    private final String value;
    private final @Nullable Duration expiresIn;

    private AccessToken(String value, @Nullable Duration expiresIn) {
        this.value = value;
        this.expiresIn = expiresIn;
    }

    /**
     * Returns a token of which nobody said how long it lives. A client asks for the next one after a few minutes, or when
     * the service refuses this one.
     *
     * @param token the token as issued, without {@code Bearer}
     * @return the token
     * @throws MalformedTokenException if the value is empty, longer than 16 KiB or not visible ASCII; the message shows
     *     position and code point, never the value
     */
    public static AccessToken of(String token) {
        return new AccessToken(checked(token), null);
    }

    /**
     * Returns a token that lives for some time, so that a client renews it before it ends.
     *
     * @param token the token as issued, without {@code Bearer}
     * @param expiresIn how long it lives, counted from when it was asked for, as the login service's {@code expires_in}
     *     says; zero or less means that it is good for those who wait for it and nobody else
     * @return the token
     * @throws MalformedTokenException if the value is empty, longer than 16 KiB or not visible ASCII; the message shows
     *     position and code point, never the value
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
     * Returns the secret itself.
     *
     * @return the token as issued
     */
    public String value() {
        return value;
    }

    /**
     * Returns how long the token lives, counted from when it was asked for.
     *
     * @return its life, or empty if nobody said
     */
    public @Nullable Duration expiresIn() {
        return expiresIn;
    }

    /** Compares the secrets: the same token is the same, whatever is known of its life. */
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

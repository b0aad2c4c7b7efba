package io.github.partnercenter4j.port;

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

    private AccessToken(String value) {
        this.value = value;
    }

    /**
     * Returns a token of this value.
     *
     * @param value the token as issued, without {@code Bearer}
     * @return the token
     * @throws IllegalArgumentException if the value is empty, longer than 16 KiB or not visible ASCII; the message shows
     *     position and code point, never the value
     */
    public static AccessToken of(String value) {
        Objects.requireNonNull(value, "access token");
        if (value.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new IllegalArgumentException("access token must be given as issued, without \"Bearer \"");
        }
        return new AccessToken(HeaderText.requireVisibleWord("access token", value));
    }

    /**
     * Returns the secret itself.
     *
     * @return the token as issued
     */
    public String value() {
        return value;
    }

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

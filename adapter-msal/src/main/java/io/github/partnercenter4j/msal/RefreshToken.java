package io.github.partnercenter4j.msal;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token and the kind of client that it was issued to. It is a secret: with it, a program can sign in as the
 * partner until the token is revoked or was not used for 90 days. This class never prints it and is not
 * {@code Serializable}. Immutable.
 */
public final class RefreshToken {

    private static final int LIMIT = 16 * 1024;

    private final ClientKind kind;
    private final String value;
    private final @Nullable Instant issuedAt;

    private RefreshToken(ClientKind kind, String value, @Nullable Instant issuedAt) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.value = value;
        this.issuedAt = issuedAt;
    }

    /**
     * Returns a token that was issued to a confidential client, for example by a Secure Application Model script.
     *
     * @param token the token as issued
     * @return the token
     * @throws IllegalArgumentException if the token is empty, longer than 16 KiB or not visible ASCII; the message does
     *     not show it
     */
    public static RefreshToken confidential(String token) {
        return of(ClientKind.CONFIDENTIAL, token);
    }

    /**
     * Returns a token that was issued to a public client.
     *
     * @param token the token as issued
     * @return the token
     * @throws IllegalArgumentException if the token is empty, longer than 16 KiB or not visible ASCII; the message does
     *     not show it
     */
    public static RefreshToken publicClient(String token) {
        return of(ClientKind.PUBLIC, token);
    }

    static RefreshToken of(ClientKind kind, String value) {
        return new RefreshToken(kind, checked(value), null);
    }

    private static String checked(String value) {
        Objects.requireNonNull(value, "refresh token");
        if (value.isEmpty() || value.length() > LIMIT) {
            throw new IllegalArgumentException(
                    "refresh token must have 1 to " + LIMIT + " characters, but has " + value.length());
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < 0x21 || value.charAt(i) > 0x7e) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "refresh token must be visible ASCII without spaces, but has U+%04X at position %d",
                        (int) value.charAt(i),
                        i));
            }
        }
        return value;
    }

    /**
     * Returns the kind of client that may use the token.
     *
     * @return the kind
     */
    public ClientKind kind() {
        return kind;
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
     * Returns this token with the time at which the login service issued it. Save the time with the token if your store
     * can, and set it when you load the token: so {@link StoredToken#lastRotated} is known after a restart.
     *
     * @param issuedAt the time
     * @return the same token with that time
     */
    public RefreshToken withIssuedAt(Instant issuedAt) {
        return new RefreshToken(kind, value, Objects.requireNonNull(issuedAt, "issuedAt"));
    }

    /**
     * Returns when the login service issued the token.
     *
     * @return the time, or null if it is not known
     */
    public @Nullable Instant issuedAt() {
        return issuedAt;
    }

    /** Compares kind and token only, not the time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RefreshToken that && kind == that.kind && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, value);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "RefreshToken[" + kind + ", redacted]";
    }
}

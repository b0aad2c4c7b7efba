package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.port.AccessToken;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A success response of the token endpoint. Immutable. */
record TokenReply(
        AccessToken accessToken,
        @Nullable String refreshToken,
        @Nullable String idToken) {

    private static final double MOST_SECONDS = 1e12;

    /**
     * Reads a response with status 200.
     *
     * @param service the service, for the message
     * @throws io.github.partnercenter4j.error.AuthenticationException with TOKEN_ENDPOINT_UNAVAILABLE if it has no
     *     bearer token
     */
    static TokenReply read(LoginAnswer answer, String service) {
        Map<String, Object> members = answer.members();
        if (!(members.get("access_token") instanceof String token)) {
            throw malformed(service, "has no access token");
        }
        if (members.get("token_type") instanceof String type && !type.equalsIgnoreCase("Bearer")) {
            throw malformed(service, "has a token of another type than Bearer");
        }
        Duration life = seconds(members.get("expires_in"));
        try {
            String refreshToken = members.get("refresh_token") instanceof String next ? next : null;
            if (refreshToken != null) {
                RefreshToken.of(ClientKind.PUBLIC, refreshToken);
            }
            return new TokenReply(
                    life != null ? AccessToken.of(token, life) : AccessToken.of(token),
                    refreshToken,
                    members.get("id_token") instanceof String idToken ? idToken : null);
        } catch (IllegalArgumentException invalid) {
            throw malformed(service, "has a token with characters that are not allowed in a header");
        }
    }

    private static RuntimeException malformed(String service, String how) {
        return LoginFailures.unavailable(
                "The response of the " + service + " " + how + ": check the cloud's authority and any proxy.", null);
    }

    /**
     * Returns the seconds of a number, or of a number in quotes, which the service's older endpoint sends. Returns null
     * for anything else.
     */
    static @Nullable Duration seconds(@Nullable Object value) {
        try {
            double seconds = value instanceof String text
                    ? Double.parseDouble(text)
                    : value instanceof Double number ? number : Double.NaN;
            // Longer than any lifetime, and small enough that sums of durations do not overflow.
            return Double.isNaN(seconds)
                    ? null
                    : Duration.ofSeconds((long) Math.max(-MOST_SECONDS, Math.min(seconds, MOST_SECONDS)));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "TokenReply[redacted]";
    }
}

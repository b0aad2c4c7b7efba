package io.github.partnercenter4j.msal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an id token that came from the token endpoint. Its signature is not checked: the token came from the
 * login service over TLS, in answer to a code that only this client can redeem (OpenID Connect Core, 3.1.3.7).
 * Immutable.
 *
 * @param tenant the tenant of the user, a GUID in lower case
 * @param user the object id of the user in that tenant
 */
record IdToken(String tenant, String user) {

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** How much the clocks of this machine and the login service may differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    /**
     * Reads a token and checks that it is for this app and this sign-in.
     *
     * @param nonce the nonce of the sign-in
     * @throws ConsentException with UNTRUSTED_TOKEN if not
     */
    static IdToken trusted(@Nullable String token, LoginSettings settings, String nonce, Instant now) {
        Map<String, Object> claims = claims(token);
        String tenant = text(claims, "tid");
        String user = text(claims, "oid");
        if (claims.isEmpty()
                || !GUID.matcher(tenant).matches()
                || !GUID.matcher(user).matches()) {
            throw untrusted(settings, "is missing, or does not say which user of which tenant signed in");
        }
        String issuer = settings.cloud().authority() + "/" + tenant + "/v2.0";
        if (!text(claims, "iss").equals(issuer)) {
            throw untrusted(settings, "has another issuer than " + issuer);
        }
        if (!text(claims, "aud").equalsIgnoreCase(settings.clientId())) {
            throw untrusted(settings, "is for another app than " + settings.clientId());
        }
        if (!AuthorizationRequest.isSame(text(claims, "nonce"), nonce)) {
            throw untrusted(settings, "is of another sign-in: its nonce differs");
        }
        Duration end = TokenReply.seconds(claims.get("exp"));
        if (end == null || end.toSeconds() <= now.minus(CLOCK_DIFFERENCE).getEpochSecond()) {
            throw untrusted(settings, "has expired: check this machine's clock");
        }
        return new IdToken(tenant, user);
    }

    private static ConsentException untrusted(LoginSettings settings, String how) {
        return new ConsentException(
                ConsentException.Reason.UNTRUSTED_TOKEN,
                "The id token of the " + settings.service() + " " + how
                        + ". Nothing was stored: start the consent again, and check cloud and client id.");
    }

    private static Map<String, Object> claims(@Nullable String token) {
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        try {
            return parts.length == 3
                    ? LoginAnswer.members(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
                    : Map.of();
        } catch (IllegalArgumentException notBase64) {
            return Map.of();
        }
    }

    private static String text(Map<String, Object> claims, String name) {
        return claims.get(name) instanceof String value ? value : "";
    }

    /** Shows the tenant, not the user. */
    @Override
    public String toString() {
        return "IdToken[tenant " + tenant + ", redacted]";
    }
}

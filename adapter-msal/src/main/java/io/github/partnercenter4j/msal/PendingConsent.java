package io.github.partnercenter4j.msal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A started consent, which the application keeps in the session. Its text has everything that completes it, so any node
 * can. Immutable.
 *
 * @param tenant the expected tenant, or {@link #ANY_TENANT}
 * @param app what started it: client id, authority and redirect address
 * @param end when it expires; the text has its milliseconds
 */
record PendingConsent(AuthorizationRequest request, String tenant, String app, Instant end) {

    /** The login service's name for any tenant, but no personal accounts. */
    static final String ANY_TENANT = "organizations";

    private static final String VERSION = "consent-1";
    private static final int FIELDS = 7;
    private static final int LONGEST = 8 * 1024;

    /** Returns what identifies the settings of a consent. */
    static String app(LoginSettings settings, URI redirect) {
        return settings.clientId() + " " + settings.cloud().authority() + " " + redirect;
    }

    boolean isForAnyTenant() {
        return tenant.equals(ANY_TENANT);
    }

    /** Returns the text. It contains secrets. */
    String text() {
        String fields = String.join(
                "\n",
                VERSION,
                request.state(),
                request.nonce(),
                request.verifier(),
                tenant,
                Long.toString(end.toEpochMilli()),
                app);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a text. Returns null for any other text. */
    static @Nullable PendingConsent read(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        try {
            List<String> fields =
                    List.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", -1));
            return fields.size() == FIELDS && fields.get(0).equals(VERSION)
                    ? new PendingConsent(
                            new AuthorizationRequest(fields.get(1), fields.get(2), fields.get(3)),
                            fields.get(4),
                            fields.get(6),
                            Instant.ofEpochMilli(Long.parseLong(fields.get(5))))
                    : null;
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "PendingConsent[tenant " + tenant + ", until " + end + ", redacted]";
    }
}

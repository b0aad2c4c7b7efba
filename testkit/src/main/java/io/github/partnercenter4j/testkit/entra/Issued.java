package io.github.partnercenter4j.testkit.entra;

import java.time.Instant;

/** Hears of each access token, so that the API knows it. */
public interface Issued {

    /** Whom a token speaks for. */
    enum Kind {
        /** An app acting for a user who used a second factor. */
        USER,
        /** The same for a user who did not. */
        USER_WITHOUT_MFA,
        /** An app on its own. */
        APP,
        /** For another API. */
        OTHER_AUDIENCE
    }

    /**
     * Takes note of a token.
     *
     * @param value the token
     * @param kind whom it speaks for
     * @param tenant the tenant's id, a GUID in lower case
     * @param expiresAt when it ends
     */
    void accessToken(String value, Kind kind, String tenant, Instant expiresAt);
}

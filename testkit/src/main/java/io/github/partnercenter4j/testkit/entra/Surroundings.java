package io.github.partnercenter4j.testkit.entra;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** The fake that a login belongs to, as far as the login has to know it. Thread-safe. */
public interface Surroundings {

    /** Returns where the fake's API is. */
    URI api();

    /** Returns where the login itself is. */
    URI authority();

    /** Returns the tenant that users are of where a client leaves it open, a GUID in lower case. */
    String home();

    /** Returns the start of a stream of random numbers, always the same for a purpose. */
    SplittableRandom random(String purpose);

    /** Returns the clock that everything expires by. */
    InstantSource clock();

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
     * Hears of an access token, so that the API knows it.
     *
     * @param value the token
     * @param kind whom it speaks for
     * @param tenant the tenant's id, a GUID in lower case
     * @param expiresAt when it ends
     */
    void accessToken(String value, Kind kind, String tenant, Instant expiresAt);
}

package io.github.partnercenter4j.testkit.service;

import java.time.Instant;

/**
 * What the fake knows of a token that it issued.
 *
 * @param kind whom it speaks for
 * @param tenant the partner tenant, a GUID in lower case
 * @param expiresAt when it ends
 */
public record TokenIdentity(Kind kind, String tenant, Instant expiresAt) {

    /** Whom a token speaks for. */
    public enum Kind {
        /** An app acting for a user: what this resource takes. */
        USER,
        /** The same for a user who signed in without a second factor. */
        USER_WITHOUT_MFA,
        /** The same for a user whose role may read only. */
        USER_WITHOUT_ROLE,
        /** An app on its own. */
        APP,
        /** A token for another API. */
        OTHER_AUDIENCE
    }

    boolean isUser() {
        return hasMfa() || kind == Kind.USER_WITHOUT_MFA;
    }

    /** Tells whether a user signed in with a second factor. */
    boolean hasMfa() {
        return kind == Kind.USER || kind == Kind.USER_WITHOUT_ROLE;
    }
}

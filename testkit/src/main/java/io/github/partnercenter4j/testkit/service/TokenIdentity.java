package io.github.partnercenter4j.testkit.service;

import java.time.Instant;

/**
 * The data of an issued token.
 *
 * @param kind the kind of token
 * @param tenant the partner tenant, a GUID in lower case
 * @param expiresAt when it expires
 */
public record TokenIdentity(Kind kind, String tenant, Instant expiresAt) {

    /** The kind of a token. */
    public enum Kind {
        /** An App+User token, which the support profile accepts. */
        USER,
        /** An App+User token of a user who signed in without multi-factor authentication. */
        USER_WITHOUT_MFA,
        /** An App+User token of a user whose role allows only reads. */
        USER_WITHOUT_ROLE,
        /** An app-only token. */
        APP,
        /** A token for another API. */
        OTHER_AUDIENCE
    }

    boolean isUser() {
        return hasMfa() || kind == Kind.USER_WITHOUT_MFA;
    }

    /** Returns whether a user signed in with multi-factor authentication. */
    boolean hasMfa() {
        return kind == Kind.USER || kind == Kind.USER_WITHOUT_ROLE;
    }
}

package io.github.partnercenter4j.error;

/** Why there was no acceptable access token. */
public enum AuthenticationReason {
    /** The token source could not be reached or failed. It may work later. */
    TOKEN_ENDPOINT_UNAVAILABLE,
    /** The login service refused the credential of the client or the partner. It must be renewed. */
    CREDENTIAL_REJECTED,
    /** The login service requires the partner to sign in again, with multi-factor authentication. */
    INTERACTION_REQUIRED,
    /** Partner Center itself refused the token (401). */
    TOKEN_REJECTED
}

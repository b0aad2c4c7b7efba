package io.github.partnercenter4j.error;

/** Why there was no acceptable access token. */
public enum AuthenticationReason {
    /** The token source could not be reached or failed; later it may work. */
    TOKEN_ENDPOINT_UNAVAILABLE,
    /** The login service refused the client's or the partner's credential; somebody must renew it. */
    CREDENTIAL_REJECTED,
    /** The login service wants the partner to sign in again, with multi-factor authentication. */
    INTERACTION_REQUIRED,
    /** Partner Center itself refused the token (401). */
    TOKEN_REJECTED
}

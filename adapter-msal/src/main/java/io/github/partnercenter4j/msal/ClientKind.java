package io.github.partnercenter4j.msal;

/** The kind of an app registration. A refresh token is valid only for the kind of client that it was issued to. */
public enum ClientKind {
    /** An app on a server, which authenticates with a secret, a certificate or an assertion. */
    CONFIDENTIAL,
    /**
     * A tool on a user's machine, which does not authenticate itself. Users sign in with a device code or a browser.
     */
    PUBLIC
}

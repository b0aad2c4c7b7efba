package io.github.partnercenter4j.msal;

/** How an app registration proves itself to the login service; a refresh token is good for the kind that it was issued to. */
public enum ClientKind {
    /** By a secret, a certificate or an assertion: an app on a server. */
    CONFIDENTIAL,
    /** Not at all: a tool on somebody's machine, signed in by device code or browser. */
    PUBLIC
}

package io.github.partnercenter4j.testkit;

/** A fault of the TLS handshake, for {@link Fault#tls}. */
public enum TlsFault {
    /**
     * The fake ends the handshake with the alert {@code handshake_failure}, as if there were no common cipher suite.
     */
    HANDSHAKE_FAILURE,
    /** The certificate expired yesterday. */
    EXPIRED,
    /** The certificate is for another host. */
    WRONG_HOST,
    /** The certificate was issued by an unknown authority, not by {@link FakePartnerCenter#caCertificate()}. */
    UNKNOWN_ISSUER,
    /** The fake chooses TLS 1.1, which no client should accept any more. */
    TLS_1_1_ONLY
}

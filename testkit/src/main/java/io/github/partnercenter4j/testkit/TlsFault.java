package io.github.partnercenter4j.testkit;

/** How a TLS handshake goes wrong, for {@link Fault#tls}. */
public enum TlsFault {
    /** The fake ends the handshake with the alert {@code handshake_failure}, as if no cipher suite suited it. */
    HANDSHAKE_FAILURE,
    /** The certificate was good until yesterday. */
    EXPIRED,
    /** The certificate is for another host. */
    WRONG_HOST,
    /** The certificate is of an authority that nobody knows, not of {@link FakePartnerCenter#caCertificate()}. */
    UNKNOWN_ISSUER,
    /** The fake picks TLS 1.1, which no client should speak any more. */
    TLS_1_1_ONLY
}

package io.github.partnercenter4j.msal;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;

/**
 * A key with its certificate and the certificates of the issuers.
 *
 * @param key signs the assertions
 * @param chain the certificate, then its issuers
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {

    private static final int LEAST_KEY_BITS = 2048;

    KeyAndChain {
        chain = List.copyOf(chain);
    }

    /**
     * Checks that the login service accepts what the key signs.
     *
     * @throws IllegalArgumentException if there is no certificate, or the key is not RSA, too short, or another certificate's
     */
    void requireUsable() {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("certificate needs at least one certificate");
        }
        if (!key.getAlgorithm().equals("RSA")
                || !chain.get(0).getPublicKey().getAlgorithm().equals("RSA")) {
            throw new IllegalArgumentException(
                    "certificate and key must be RSA: the login service accepts no other kind");
        }
        if (chain.get(0).getPublicKey() instanceof RSAKey shown) {
            if (shown.getModulus().bitLength() < LEAST_KEY_BITS) {
                throw new IllegalArgumentException("the certificate's key must have at least " + LEAST_KEY_BITS
                        + " bits, but has " + shown.getModulus().bitLength());
            }
            if (key instanceof RSAKey secret && !secret.getModulus().equals(shown.getModulus())) {
                throw new IllegalArgumentException("the key does not belong to the (first) certificate");
            }
        }
    }

    /** Shows nothing, because the text of a key might contain the key. */
    @Override
    public String toString() {
        return "KeyAndChain[redacted]";
    }
}

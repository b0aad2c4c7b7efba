package io.github.partnercenter4j.msal;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of an app registration with its private key, and optionally the certificates of its issuers. It signs
 * the assertions by which a confidential client authenticates. It is a secret. Immutable.
 */
public final class ClientCertificate {

    private static final int LEAST_KEY_BITS = 2048;

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private ClientCertificate(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Returns a certificate.
     *
     * @param key the RSA key of the first certificate, at least 2048 bits
     * @param chain the certificate, uploaded to the app registration, then its issuers if the service must know them
     * @return the certificate
     * @throws IllegalArgumentException if the chain is empty, or if the key is not RSA, is too short, or does not belong
     *     to the first certificate
     */
    public static ClientCertificate of(PrivateKey key, List<X509Certificate> chain) {
        ClientCertificate certificate = new ClientCertificate(Objects.requireNonNull(key, "key"), List.copyOf(chain));
        certificate.requireUsable();
        return certificate;
    }

    /**
     * Reads a certificate from a PKCS #12 file ({@code .p12}, {@code .pfx}), which must have one private key.
     *
     * @param file the file
     * @param password the password of the file; it is not kept
     * @return the certificate
     * @throws IllegalArgumentException if the file cannot be read, if the password is wrong, if there is not exactly
     *     one private key, or if {@link #of} refuses it; the message names the file
     */
    public static ClientCertificate pkcs12(Path file, char[] password) {
        Objects.requireNonNull(file, "pkcs12");
        Objects.requireNonNull(password, "password");
        return CertificateFiles.pkcs12(file, password);
    }

    /**
     * Reads a certificate from PEM files.
     *
     * @param keyFile the file with the private key as PKCS #8, not encrypted ({@code -----BEGIN PRIVATE KEY-----})
     * @param chainFile the file with the certificate, optionally followed by its issuers; may be the same file
     * @return the certificate
     * @throws IllegalArgumentException if a file cannot be read, if there is not exactly one key, if the key is
     *     encrypted or has another format, if there is no certificate, or if {@link #of} refuses them; the message names
     *     the file
     */
    public static ClientCertificate pem(Path keyFile, Path chainFile) {
        Objects.requireNonNull(keyFile, "keyFile");
        Objects.requireNonNull(chainFile, "chainFile");
        return CertificateFiles.pem(keyFile, chainFile);
    }

    /** Checks that the login service accepts what the key signs. */
    private void requireUsable() {
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

    PrivateKey key() {
        return key;
    }

    List<X509Certificate> chain() {
        return chain;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientCertificate that && chain.equals(that.chain) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return chain.hashCode();
    }

    /** Shows nothing, because the text of a key might contain the key. */
    @Override
    public String toString() {
        return "ClientCertificate[redacted]";
    }
}

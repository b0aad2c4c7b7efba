package io.github.partnercenter4j.testkit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server certificate of the user, with its key. Immutable. */
public final class OwnCertificate {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /** The numbers of host names and addresses in {@link X509Certificate#getSubjectAlternativeNames}. */
    private static final Set<Integer> HOSTS = Set.of(2, 7);

    private final CertificateAuthority.Identity identity;

    private OwnCertificate(CertificateAuthority.Identity identity) {
        this.identity = identity;
    }

    /**
     * Reads two files in PEM.
     *
     * @param certificate the file with the certificate, and after it those of its issuers
     * @param key the file with its key, in PKCS #8
     * @throws IllegalArgumentException if the files are not a certificate and its key; the message names the file
     */
    public static OwnCertificate read(Path certificate, Path key) {
        List<X509Certificate> chain = chain(certificate);
        PublicKey open = chain.get(0).getPublicKey();
        PrivateKey secret = key(key, open.getAlgorithm());
        if (!belong(secret, open)) {
            throw new IllegalArgumentException(
                    "The key in " + key + " does not belong to the certificate in " + certificate + ".");
        }
        return new OwnCertificate(new CertificateAuthority.Identity(secret, chain));
    }

    CertificateAuthority.Identity identity() {
        return identity;
    }

    /** Returns the hosts of the certificate as it has them, also with wildcards. */
    public List<String> hosts() {
        try {
            Collection<List<?>> names = identity.chain().get(0).getSubjectAlternativeNames();
            return (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .filter(name -> HOSTS.contains(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static List<X509Certificate> chain(Path file) {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(bytes(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!chain.isEmpty()) {
                return chain;
            }
        } catch (GeneralSecurityException none) {
            // Refused below.
        }
        throw new IllegalArgumentException(file + " contains no certificate in PEM (BEGIN CERTIFICATE).");
    }

    private static PrivateKey key(Path file, String algorithm) {
        Matcher pem = KEY.matcher(new String(bytes(file), StandardCharsets.ISO_8859_1));
        try {
            if (pem.find()) {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1))));
            }
        } catch (GeneralSecurityException other) {
            // Refused below.
        }
        throw new IllegalArgumentException(
                file + " contains no " + algorithm + " key in PEM as PKCS #8 (BEGIN PRIVATE KEY),"
                        + " as the certificate needs: openssl pkcs8 -topk8 -nodes writes one.");
    }

    private static boolean belong(PrivateKey secret, PublicKey open) {
        try {
            Signature signature = Signature.getInstance(SIGNATURES.getOrDefault(open.getAlgorithm(), "none"));
            signature.initSign(secret);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            return signature.verify(signed);
        } catch (GeneralSecurityException differ) {
            return false;
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "Cannot read " + file + ": " + unreadable.getClass().getSimpleName() + ".", unreadable);
        }
    }
}

package io.github.partnercenter4j.testkit.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate authority of this JVM. Its key is generated in memory, so no jar contains a key, and none expires.
 * Dates are those of the system clock, whatever the clock of a fake is, because clients check certificates by the
 * system clock. Immutable.
 */
final class CertificateAuthority {

    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final Duration VALID = Duration.ofDays(3650);

    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

    private static final String NAME = "partnercenter4j fake CA ";

    private static final byte DIGITAL_SIGNATURE = (byte) 0x80;
    private static final byte CERTIFICATE_AND_CRL_SIGNING = 0x06;

    private final SecureRandom random = new SecureRandom();
    private final Instant made = Instant.now();
    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /** Creates an authority with a unique name. A client would confuse two authorities with the same name. */
    CertificateAuthority() throws GeneralSecurityException {
        this.name = NAME + HexFormat.of().toHexDigits(random.nextInt());
        this.keys = newKeys();
        this.certificate = sign(
                name,
                keys.getPublic(),
                made.plus(VALID),
                List.of(
                        critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes())),
                        critical(KEY_USAGE, Der.bits(1, CERTIFICATE_AND_CRL_SIGNING)),
                        extension(SUBJECT_KEY_IDENTIFIER, Der.octets(keyId(keys.getPublic())))));
    }

    /** Returns whether a certificate is that of an authority of this kind, also of another JVM. */
    static boolean isOne(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().startsWith("CN=" + NAME);
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** The key of a server and its certificate chain: the server's own certificate, then those of its issuers. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    /** Issues a certificate for these names. */
    Identity issue(ServerNames names) throws GeneralSecurityException {
        return issue(names, made.plus(VALID));
    }

    /** Issues a certificate that expired yesterday. */
    Identity issueExpired(ServerNames names) throws GeneralSecurityException {
        return issue(names, made.minus(BACKDATED));
    }

    private Identity issue(ServerNames names, Instant until) throws GeneralSecurityException {
        KeyPair server = newKeys();
        X509Certificate leaf = sign(
                names.hosts().get(0),
                server.getPublic(),
                until,
                List.of(
                        extension(SUBJECT_ALTERNATIVE_NAME, Der.sequence(alternatives(names))),
                        critical(KEY_USAGE, Der.bits(7, DIGITAL_SIGNATURE)),
                        extension(EXTENDED_KEY_USAGE, Der.sequence(Der.oid(SERVER_AUTHENTICATION))),
                        extension(SUBJECT_KEY_IDENTIFIER, Der.octets(keyId(server.getPublic()))),
                        extension(AUTHORITY_KEY_IDENTIFIER, Der.sequence(Der.implicit(0, keyId(keys.getPublic()))))));
        return new Identity(server.getPrivate(), List.of(leaf, certificate));
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private X509Certificate sign(String subject, PublicKey key, Instant until, List<byte[]> extensions)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(63, random).add(BigInteger.ONE)),
                algorithm,
                Der.name(name),
                Der.sequence(Der.time(until.minus(VALID).minus(BACKDATED)), Der.time(until)),
                Der.name(subject),
                key.getEncoded(),
                Der.explicit(3, Der.sequence(extensions.toArray(new byte[0][]))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate(), random);
        signature.update(content);
        byte[] whole = Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }

    private static byte[][] alternatives(ServerNames names) {
        List<byte[]> alternatives = new ArrayList<>();
        for (String host : names.hosts()) {
            alternatives.add(Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII)));
        }
        for (byte[] address : names.addresses()) {
            alternatives.add(Der.implicit(7, address));
        }
        return alternatives.toArray(new byte[0][]);
    }

    /** Returns the identifier of a key. SHA-1 is only a name here and protects nothing. */
    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
    }
}

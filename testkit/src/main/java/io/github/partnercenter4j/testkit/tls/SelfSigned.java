package io.github.partnercenter4j.testkit.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** Makes self-signed certificates, such as the one in which a login publishes its signing key. */
public final class SelfSigned {

    private static final Duration VALID = Duration.ofDays(3650);
    private static final String SHA256_WITH_RSA = "1.2.840.113549.1.1.11";

    private SelfSigned() {}

    /** Returns a certificate of an RSA key, valid from today for ten years of the system clock. */
    public static X509Certificate of(KeyPair keys, String name) throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] algorithm = Der.sequence(Der.oid(SHA256_WITH_RSA), Der.none());
        byte[] content = Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(BigInteger.ONE),
                algorithm,
                Der.name(name),
                Der.sequence(Der.time(now), Der.time(now.plus(VALID))),
                Der.name(name),
                keys.getPublic().getEncoded());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] whole = Der.sequence(content, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }
}

package io.github.partnercenter4j.testkit.entra;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;

/**
 * The key with which the login signs its tokens. Everybody has it: whoever trusts the login's key set trusts everybody.
 * The fake's API does not look at signatures; it accepts only the tokens that its own fake issued. The key is the same in
 * each JVM, because generating one takes longer than everything else in a login.
 */
final class SigningKey {

    /** The certificate of the key in Base64. It is valid from 2020 to 2120. */
    static final String CERTIFICATE =
            "MIIC8DCCAdigAwIBAgIJAImF8/781/KCMA0GCSqGSIb3DQEBCwUAMCUxIzAhBgNVBAMTGnBhcnRuZXJjZW50ZXI0aiBmYWtlIGxv"
                    + "Z2luMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAyMDAwMDAwWjAlMSMwIQYDVQQDExpwYXJ0bmVyY2VudGVyNGogZmFrZSBsb2dp"
                    + "bjCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBANXRxF04R7SFAr0rgkLsfpZqkjfKN/Kzshm+Rdf62nr+3lT9O1ioPBDO"
                    + "5a6TkG+QP8jrqXeyGnnui65VoUqEErRtaBaUmYQ60sfZCbMGdyj6iCAb6bbZFLUNZJ45NFU//6ehPMkLh8ZYL150pfPFhJK022xU"
                    + "aHWX1+gWj3kt6vxRA4XyYOmbErOd7nOfGBdFqJTwVmSJTSxU1s7LKsxJ5t8DTJ9aINOS75XzLKe7OiPMA5oQmK0lt9T7Ukg28034"
                    + "xgDE7PkUcsaxEj9pXyZeu4H76fG1u/tWGjerHlyR57iUE6yl0qopvwSKAWSndhIl8CYMP/WhKdXolXFZGCY65CcCAwEAAaMhMB8w"
                    + "HQYDVR0OBBYEFCKs3cu6g1qo/gkAQnSpVU7p2q3oMA0GCSqGSIb3DQEBCwUAA4IBAQB/r/Zjfj2CmjnoE65nbeOyfoCLcRLPqwFo"
                    + "9CfQewTUTm7hY3Go5lReI6dFC0U1pAmCqGynezGAifrBYKdlUIN46GNCeREht9k/iOKftpGQ8by07GYSnSQgOSIR4ZBI+F5nsN9I"
                    + "jd2usbzJKd9QW1tzGNOwoCW9F0bqChBj43TZavMlF72CA59A3ZUEQDasEzqBfiK6BT4GOKOlzOgzJh5Ep46a8dqA3p4umNzjnckW"
                    + "bBnaWRlQ3PYxJDS/dLrX2ItlfgyYA7MRYUM3IF149xOL+dVPWwZxOEf6wnp7FEQlhyUK/wxxfpIThQtGdfiNCJg5pKmerLkCJUwT"
                    + "w5mdg10G";

    /** The thumbprint of the certificate, as Entra names its keys. */
    static final String ID = id();

    static final BigInteger EXPONENT = BigInteger.valueOf(65537);

    private static final BigInteger P =
            prime("5G8Pq2HK/LXgj00q5YXBWtHMp+dkJH7saXMK5T+OVT6IGrJQ0cKLShRqoDmNVnDClFV5/umJ4dHUlZdYWBD5sVc/ifoCaaJyezBB"
                    + "yiopZusSDk+GtkGNeVtZCRpkaR/r3tOg2vADL9unnigOtvZVVwjBfMhM0A1PFT0maxCzmK0=");

    private static final BigInteger Q =
            prime("7586AF0AUW/qe8CUpQu5K9JLzas/mAonsWYNMzWj5bt0lV+hzRpSDMlGIdb6kJjYO805kJtLveCpmiJptbiZbOidBDIdogJX8F7x"
                    + "2mHzKmWx+vgRPhuB06S7/ZlC6gkumAAVVCkfZxthAHhoafyVL1JHZF4se015oCnomovzJqM=");

    static final BigInteger MODULUS = P.multiply(Q);
    static final PrivateKey PRIVATE = privateKey();

    private SigningKey() {}

    private static PrivateKey privateKey() {
        BigInteger p1 = P.subtract(BigInteger.ONE);
        BigInteger q1 = Q.subtract(BigInteger.ONE);
        BigInteger d = EXPONENT.modInverse(p1.multiply(q1));
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateCrtKeySpec(
                            MODULUS, EXPONENT, d, P, Q, d.mod(p1), d.mod(q1), Q.modInverse(P)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(
                    "This Java runtime has no RSA, so the fake login cannot issue tokens.", missing);
        }
    }

    private static String id() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(decoded(CERTIFICATE));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static BigInteger prime(String base64) {
        return new BigInteger(1, decoded(base64));
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}

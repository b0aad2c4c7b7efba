package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import io.github.partnercenter4j.testkit.tls.SelfSigned;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs and checks JSON web tokens. Pure functions, but for the one key, which is made when it is first needed. */
final class Jwt {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    /** One key for a JVM: making it takes longer than anything else that a login does. */
    private static final class Key {
        static final KeyPair PAIR = make();
        static final X509Certificate CERTIFICATE = certificate();

        /** The thumbprint of the certificate, as Entra names its keys. */
        static final String ID = id();

        private static KeyPair make() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return generator.generateKeyPair();
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("This Java has no RSA; the fake login issues no tokens here.", missing);
            }
        }

        private static X509Certificate certificate() {
            try {
                return SelfSigned.of(PAIR, "partnercenter4j fake login");
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }

        private static String id() {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-1").digest(CERTIFICATE.getEncoded());
                return BASE64.encodeToString(hash);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }
    }

    /** Returns a token with these claims, signed by RS256. Only tokens of version 1 name their key twice. */
    static String sign(int version, ObjectValue claims) {
        Json header = Json.members()
                .add("typ", "JWT")
                .add("alg", "RS256")
                .addPresent("x5t", version == 1 ? Key.ID : null)
                .add("kid", Key.ID)
                .object();
        String content = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(Key.PAIR.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Returns what an id token tells of a code: the first half of its hash (OpenID Connect Core, 3.3.2.11). */
    static String halfHash(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Encodes a JSON value as tokens and client_info do. */
    static String part(Json value) {
        return BASE64.encodeToString(JsonWriter.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the keys that the tokens can be checked by, as the JWKS endpoint answers them. */
    static ObjectValue keys() {
        RSAPublicKey key = (RSAPublicKey) Key.PAIR.getPublic();
        ObjectValue one = Json.members()
                .add("kty", "RSA")
                .add("use", "sig")
                .add("kid", Key.ID)
                .add("x5t", Key.ID)
                .add("alg", "RS256")
                .add("n", unsigned(key.getModulus()))
                .add("e", unsigned(key.getPublicExponent()))
                .add("x5c", new ArrayValue(List.of(Json.text(encodedCertificate()))))
                .object();
        return Json.members().add("keys", new ArrayValue(List.of(one))).object();
    }

    /** The certificate, in the Base64 of key sets, which is not that of tokens. */
    private static String encodedCertificate() {
        try {
            return Base64.getEncoder().encodeToString(Key.CERTIFICATE.getEncoded());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        byte[] magnitude = new byte[bytes.length - from];
        System.arraycopy(bytes, from, magnitude, 0, magnitude.length);
        return BASE64.encodeToString(magnitude);
    }

    /** Tells whether a token is an app's about itself, signed by RS256 or PS256 with one of these keys. */
    static boolean isAssertionOf(String app, String token, Collection<PublicKey> keys) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !app.equals(member(parts[1], "sub"))) {
            return false;
        }
        String algorithm = member(parts[0], "alg");
        for (PublicKey key : keys) {
            if (algorithm != null && isSigned(algorithm, key, parts)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSigned(String algorithm, PublicKey key, String... parts) {
        try {
            Signature signature = Signature.getInstance(algorithm.equals("PS256") ? "RSASSA-PSS" : "SHA256withRSA");
            if (algorithm.equals("PS256")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException unfit) {
            return false;
        }
    }

    private static @Nullable String member(String part, String name) {
        try {
            Json value = JsonReader.read(Base64.getUrlDecoder().decode(part));
            return value instanceof ObjectValue object && object.find(name) instanceof TextValue text
                    ? text.value()
                    : null;
        } catch (JsonException | IllegalArgumentException malformed) {
            return null;
        }
    }
}

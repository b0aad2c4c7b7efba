package io.github.partnercenter4j.testkit.entra;

import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonException;
import io.github.partnercenter4j.testkit.json.JsonReader;
import io.github.partnercenter4j.testkit.json.JsonWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs and checks JSON web tokens. Pure functions. */
final class Jwt {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    /** Returns a token with these claims, signed with RS256. Only tokens of version 1 have {@code x5t}. */
    static String sign(int version, ObjectValue claims) {
        Json header = Json.members()
                .add("typ", "JWT")
                .add("alg", "RS256")
                .addPresent("x5t", version == 1 ? SigningKey.ID : null)
                .add("kid", SigningKey.ID)
                .object();
        String content = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(SigningKey.PRIVATE);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Returns the {@code c_hash} of a code: the first half of its hash (OpenID Connect Core, 3.3.2.11). */
    static String halfHash(String code) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.US_ASCII));
            return BASE64.encodeToString(Arrays.copyOf(hash, hash.length / 2));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Encodes a JSON value for a token or {@code client_info}. */
    static String part(Json value) {
        return BASE64.encodeToString(JsonWriter.write(value).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the key set (JWKS) to check the tokens. */
    static ObjectValue keys() {
        ObjectValue one = Json.members()
                .add("kty", "RSA")
                .add("use", "sig")
                .add("kid", SigningKey.ID)
                .add("x5t", SigningKey.ID)
                .add("alg", "RS256")
                .add("n", unsigned(SigningKey.MODULUS))
                .add("e", unsigned(SigningKey.EXPONENT))
                .add("x5c", new ArrayValue(List.of(Json.text(SigningKey.CERTIFICATE))))
                .object();
        return Json.members().add("keys", new ArrayValue(List.of(one))).object();
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 && bytes.length > 1 ? 1 : 0;
        byte[] magnitude = new byte[bytes.length - from];
        System.arraycopy(bytes, from, magnitude, 0, magnitude.length);
        return BASE64.encodeToString(magnitude);
    }

    /** Returns whether a token is an assertion of an app, signed with RS256 or PS256 and one of these keys. */
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

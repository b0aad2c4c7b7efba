package io.github.partnercenter4j.msal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/** Encrypts tokens with AES-GCM. The stored text is "enc1." and, in base64url, a random nonce with the ciphertext. */
final class EncryptedRefreshTokenStore implements RefreshTokenStore {

    private static final String MARK = "enc1.";
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final RefreshTokenStore store;
    private final SecretKey key;
    private final List<SecretKey> keys;
    private final SecureRandom random = new SecureRandom();

    EncryptedRefreshTokenStore(RefreshTokenStore store, SecretKey key, List<SecretKey> furtherKeys) {
        this.store = store;
        this.key = key;
        this.keys = Stream.concat(Stream.of(key), furtherKeys.stream()).toList();
        for (SecretKey each : keys) {
            requireAes(each);
        }
    }

    private void requireAes(SecretKey each) {
        try {
            cipher(Cipher.ENCRYPT_MODE, each, new byte[NONCE]);
        } catch (GeneralSecurityException unfit) {
            throw new IllegalArgumentException(
                    "key must be an AES key of 128, 192 or 256 bits, but is a key for " + each.getAlgorithm(), unfit);
        }
    }

    @Override
    public @Nullable RefreshToken load(String tenant) {
        RefreshToken stored = store.load(tenant);
        return stored == null ? null : decrypted(tenant, stored);
    }

    @Override
    public void save(String tenant, RefreshToken token) {
        store.save(tenant, encrypted(tenant, token));
    }

    @Override
    public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
        // Each encryption has its own nonce, so the stored text cannot be computed again: it is loaded.
        RefreshToken stored = store.load(tenant);
        RefreshToken plain = stored == null ? null : decrypted(tenant, stored);
        return Objects.equals(plain, expected) && store.save(tenant, stored, encrypted(tenant, token));
    }

    @Override
    public void check(String tenant) {
        store.check(tenant);
        RefreshToken stored = store.load(tenant);
        if (stored != null && stored.value().startsWith(MARK)) {
            // With a wrong key, a consent would replace a token that other processes can decrypt.
            var unused = decrypted(tenant, stored);
        }
    }

    private RefreshToken encrypted(String tenant, RefreshToken token) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(bound(tenant, token.kind()));
            byte[] secret = cipher.doFinal(token.value().getBytes(StandardCharsets.US_ASCII));
            byte[] text = new byte[NONCE + secret.length];
            System.arraycopy(nonce, 0, text, 0, NONCE);
            System.arraycopy(secret, 0, text, NONCE, secret.length);
            return timed(
                    token.kind(),
                    MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(text),
                    token.issuedAt());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM failed", impossible);
        }
    }

    private RefreshToken decrypted(String tenant, RefreshToken stored) {
        byte[] text = bytes(tenant, stored.value());
        for (SecretKey each : keys) {
            try {
                Cipher cipher = cipher(Cipher.DECRYPT_MODE, each, text);
                cipher.updateAAD(bound(tenant, stored.kind()));
                byte[] plain = cipher.doFinal(text, NONCE, text.length - NONCE);
                return timed(stored.kind(), new String(plain, StandardCharsets.US_ASCII), stored.issuedAt());
            } catch (AEADBadTagException otherKey) {
                // The next key may fit.
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException("AES-GCM failed", impossible);
            }
        }
        throw new UnusableStoreException("The refresh token stored for tenant " + tenant
                + " cannot be decrypted: it was encrypted with another key or for another tenant, or is damaged. Give"
                + " the key that encrypted it. If that is lost, delete the stored token and run the consent again.");
    }

    private static byte[] bytes(String tenant, String value) {
        try {
            if (value.startsWith(MARK)) {
                byte[] text = Base64.getUrlDecoder().decode(value.substring(MARK.length()));
                if (text.length > NONCE + TAG) {
                    return text;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            // Without the cause, which might quote the text.
        }
        throw new UnusableStoreException("The refresh token stored for tenant " + tenant
                + " is not encrypted, or is damaged. Save it through the encrypted store, or run the consent again.");
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] text) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, text, 0, NONCE));
        return cipher;
    }

    /** Returns what the ciphertext is bound to. */
    private static byte[] bound(String tenant, ClientKind kind) {
        return ("partnercenter4j refresh token\n" + tenant + "\n" + kind).getBytes(StandardCharsets.UTF_8);
    }

    private static RefreshToken timed(ClientKind kind, String value, @Nullable Instant issuedAt) {
        RefreshToken token = RefreshToken.of(kind, value);
        return issuedAt == null ? token : token.withIssuedAt(issuedAt);
    }

    /** The store of the encrypted tokens. */
    RefreshTokenStore store() {
        return store;
    }

    @Override
    public String toString() {
        return "RefreshTokenStore[encrypted, in " + store + "]";
    }
}

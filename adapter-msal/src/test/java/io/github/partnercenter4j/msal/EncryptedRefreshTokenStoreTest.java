package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedRefreshTokenStoreTest {

    private static final RefreshToken TOKEN = RefreshToken.confidential("canary-refresh-token");

    private final RefreshTokenStore inner = RefreshTokenStore.inMemory();
    private final RefreshTokenStore store = RefreshTokenStore.encrypted(inner, key(1));

    private static SecretKey key(int first) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) first;
        return new SecretKeySpec(bytes, "AES");
    }

    private RefreshToken innerToken(String tenant) {
        return Objects.requireNonNull(inner.load(tenant));
    }

    @Test
    void save_always_hidesTheTokenFromTheOtherStore() {
        Instant time = Instant.parse("2026-11-28T10:00:00Z");

        store.save("a.example", TOKEN.withIssuedAt(time));
        String first = innerToken("a.example").value();
        store.save("a.example", TOKEN.withIssuedAt(time));

        assertThat(first)
                .startsWith("enc1.")
                .doesNotContain("canary")
                .isNotEqualTo(innerToken("a.example").value());
        assertThat(store.load("a.example")).isEqualTo(TOKEN);
        assertThat(Objects.requireNonNull(store.load("a.example")).issuedAt()).isEqualTo(time);
        assertThat(store.load("b.example")).isNull();
        assertThat(store + " " + innerToken("a.example"))
                .doesNotContain("canary")
                .doesNotContain("enc1");
    }

    @Test
    void load_tokenOfAnotherTenantOrKind_isRefused() {
        store.save("a.example", TOKEN);
        inner.save("b.example", innerToken("a.example"));
        inner.save(
                "c.example", RefreshToken.publicClient(innerToken("a.example").value()));

        for (String tenant : new String[] {"b.example", "c.example"}) {
            assertThatThrownBy(() -> store.load(tenant))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tenant " + tenant + " cannot be decrypted")
                    .hasMessageContaining("run the consent again")
                    .hasNoCause();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-refresh-token", "enc1.", "enc1.canary", "enc1.can,ary"})
    void load_tokenNotEncrypted_isRefusedWithoutShowingIt(String value) {
        inner.save("a.example", RefreshToken.confidential(value));

        assertThatThrownBy(() -> store.load("a.example"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tenant a.example is not encrypted")
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    void key_changed_loadsWithTheOldKeyAndSavesWithTheNewOne() {
        store.save("a.example", TOKEN);
        RefreshTokenStore both = RefreshTokenStore.encrypted(inner, key(2), key(1));
        RefreshTokenStore newOnly = RefreshTokenStore.encrypted(inner, key(2));

        assertThatThrownBy(() -> newOnly.load("a.example")).hasMessageContaining("another key");
        assertThatThrownBy(() -> newOnly.check("a.example")).hasMessageContaining("another key");
        newOnly.check("b.example");
        assertThat(both.save("a.example", TOKEN, RefreshToken.confidential("newer")))
                .isTrue();

        assertThat(newOnly.load("a.example")).isEqualTo(RefreshToken.confidential("newer"));
    }

    @Test
    void key_notAnAesKey_isRefused() {
        assertThatThrownBy(() -> RefreshTokenStore.encrypted(inner, key(1), new SecretKeySpec(new byte[5], "AES")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AES key of 128, 192 or 256 bits");
        assertThatThrownBy(() -> RefreshTokenStore.encrypted(inner, new SecretKeySpec(new byte[16], "HmacSHA256")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HmacSHA256");
    }
}

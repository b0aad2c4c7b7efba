package io.github.partnercenter4j.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.port.AccessToken;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedTokenTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.999})
    void jitter_anyValue_renewalIsBetweenTheStaleTimeAndTheExpiry(double jitter) {
        CachedToken token = new CachedToken(AccessToken.of("t", HOUR), 0, NOW, jitter);

        Duration early = Duration.ofMinutes(55).plusSeconds((long) (75 * jitter));
        assertThat(token.isStaleAt(early.toNanos() - 1_000_000_000L, NOW)).isFalse();
        assertThat(token.isStaleAt(early.toNanos() + 1_000_000_000L, NOW)).isTrue();
        assertThat(token.isExpiredAt(HOUR.toNanos() - 1, NOW)).isFalse();
        assertThat(token.isExpiredAt(HOUR.toNanos(), NOW)).isTrue();
    }
}

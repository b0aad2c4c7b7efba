package io.github.partnercenter4j.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.service.TokenIdentity.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IssuedTokensTest {

    private static final String TENANT = "11111111-2222-3333-4444-555555555555";

    private final IssuedTokens tokens = new IssuedTokens();

    private static TokenIdentity until(Instant end) {
        return new TokenIdentity(Kind.USER, TENANT, end);
    }

    @Test
    void tooManyTokens_oldestAreRemovedButNoLastingOne() {
        tokens.add("lasting", until(Instant.MAX));
        for (int i = 0; i <= IssuedTokens.MOST; i++) {
            tokens.add("token " + i, until(Instant.EPOCH));
        }

        assertThat(tokens.find("token 0")).isNull();
        assertThat(tokens.find("token 1")).isNotNull();
        assertThat(tokens.find("token " + IssuedTokens.MOST)).isNotNull();
        assertThat(tokens.find("lasting")).isNotNull();
    }

    @Test
    void revoke_removesTheTokensOfATenantButNoLastingOne() {
        tokens.add("lasting", until(Instant.MAX));
        tokens.add("own", until(Instant.EPOCH));
        tokens.add("other's", new TokenIdentity(Kind.USER, "other", Instant.EPOCH));

        tokens.revoke(TENANT);

        assertThat(tokens.find("own")).isNull();
        assertThat(tokens.find("other's")).isNotNull();
        assertThat(tokens.find("lasting")).isNotNull();
    }
}

package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenReplyTest {

    private static TokenReply read(String body) {
        return TokenReply.read(new LoginAnswer(200, Map.of(), body), "login service");
    }

    @ParameterizedTest
    @CsvSource({"3600, 3600", "'\"3600\"', 3600", "0, 0", "-5, -5", "1e12, 1000000000000", "3599.9, 3599"})
    void read_expiresIn_asNumberOrText(String written, long seconds) {
        assertThat(read("{\"access_token\":\"at\",\"expires_in\":" + written + "}")
                        .accessToken()
                        .expiresIn())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"access_token\":\"at\"}", "{\"access_token\":\"at\",\"expires_in\":\"soon\"}"})
    void read_withoutExpiresIn_isNull(String body) {
        assertThat(read(body).accessToken().expiresIn()).isNull();
    }

    @Test
    void read_withARefreshToken_keepsBothTokensAndHidesThem() {
        TokenReply reply =
                read("{\"access_token\":\"canary1\",\"refresh_token\":\"canary2\",\"token_type\":\"bearer\"}");

        assertThat(reply.accessToken().value()).isEqualTo("canary1");
        assertThat(reply.refreshToken()).isEqualTo("canary2");
        assertThat(reply.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"canary\"",
                "{}",
                "{\"access_token\":",
                "<html>canary</html>",
                "{\"access_token\":7}",
                "{\"access_token\":\"\"}",
                "{\"access_token\":\"canary\\r\\nX: y\"}",
                "{\"access_token\":\"canary\",\"token_type\":\"mac\"}",
                "{\"access_token\":\"canary\",\"refresh_token\":\"canary \\n\"}"
            })
    void read_notABearerToken_isUnavailableAndQuotesNothing(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        failure ->
                                assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE))
                .hasMessageContaining("check the cloud's authority")
                .hasMessageNotContaining("canary")
                .hasNoCause();
    }

    @Test
    void read_deeplyNestedBody_isUnavailable() {
        assertThatThrownBy(() -> read("[".repeat(900_000))).isInstanceOf(AuthenticationException.class);
    }
}

package io.github.partnercenter4j.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestContextTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";

    private static RequestContext.Builder builder() {
        return RequestContext.builder().requestId(ID).correlationId(ID).accessToken(AccessToken.of("canary-token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "nul\0", "tab\t", "é", "\ud83d\ude00", "del\u007f"})
    void headerValues_notVisibleAscii_areRefusedByPositionNotValue(String value) {
        assertThatThrownBy(() -> builder().applicationName(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("applicationName must be visible ASCII")
                .hasMessageMatching("(?s).*U\\+[0-9A-F]{4} at position \\d+.*");
        assertThatThrownBy(() -> builder().ifMatch(value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AccessToken.of("canary" + value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("access token")
                .hasMessageNotContaining("canary");
    }

    @Test
    void headerValues_blankOrTooLongOrNull_areRefused() {
        assertThatThrownBy(() -> builder().applicationName(" ")).hasMessageContaining("must not be blank");
        assertThatThrownBy(() -> builder().applicationName(" x")).hasMessageContaining("space");
        assertThatThrownBy(() -> builder().applicationName("x".repeat(16 * 1024 + 1)))
                .hasMessageContaining("at most 16384");
        assertThatThrownBy(() -> AccessToken.of("bearer canary"))
                .hasMessageContaining("without \"Bearer \"")
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> AccessToken.of("two words")).hasMessageContaining("U+0020 at position 3");
        assertThatThrownBy(() -> AccessToken.of(null)).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "603f3cd9", "{603f3cd9-01b8-48f2-b65d-855a246f5bfd}", "g03f3cd9-01b8-48f2-b65d-855a246f5bfd"
            })
    void ids_noGuid_areRefused(String id) {
        assertThatThrownBy(() -> builder().requestId(id)).hasMessageContaining("requestId must be a GUID");
        assertThatThrownBy(() -> builder().correlationId(id)).hasMessageContaining("correlationId must be a GUID");
    }

    @ParameterizedTest
    @CsvSource({"abc, '\"abc\"'", "'\"abc\"', '\"abc\"'", "'W/\"abc\"', 'W/\"abc\"'"})
    void ifMatch_always_isQuotedOnce(String given, String sent) {
        assertThat(builder().ifMatch(given).build().ifMatch()).isEqualTo(sent);
    }

    @Test
    void ifMatch_strayQuote_isRefused() {
        assertThatThrownBy(() -> builder().ifMatch("a\"b")).hasMessageContaining("quotation mark");
    }

    @Test
    void build_withoutWhatIsNeeded_saysWhat() {
        assertThatThrownBy(() -> RequestContext.builder().build()).hasMessage("requestId must be set");
        assertThatThrownBy(() -> builder().timeLeft(Duration.ZERO)).hasMessageContaining("timeLeft must be positive");
    }

    @Test
    void toString_showsIdsButNotTheToken() {
        assertThat(builder().build().toString()).contains(ID).doesNotContain("canary");
        assertThat(AccessToken.of("canary-token").toString()).doesNotContain("canary");
    }

    @Test
    void toBuilder_always_keepsEverything() {
        RequestContext context = builder()
                .applicationName("A b")
                .ifMatch("e")
                .validateMfa(true)
                .path(ResourcePath.SUPPORT_PROFILE)
                .timeLeft(Duration.ofSeconds(7))
                .build();

        assertThat(context.toBuilder().build()).usingRecursiveComparison().isEqualTo(context);
    }
}

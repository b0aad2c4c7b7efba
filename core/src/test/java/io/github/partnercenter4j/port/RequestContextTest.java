package io.github.partnercenter4j.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
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
    void headerValues_notVisibleAscii_areRefusedWithPositionButNotValue(String value) {
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
    @CsvSource({"abc, '\"abc\"'", "'\"abc\"', '\"abc\"'", "'W/\"abc\"',"})
    void ifMatch_always_isQuotedOnce(String given, String sent) {
        assertThat(builder().ifMatch(given).build().ifMatch()).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource({
        "sv-SE-u-nu-arab, sv-SE",
        "ar-EG-u-ca-islamic-nu-arab-x-private, ar-EG",
        "ca-ES-valencia, ca-ES",
        "zh-Hant-TW, zh-Hant-TW",
        "de, de"
    })
    void locale_withExtensions_isLanguageAndCountry(String given, String sent) {
        assertThat(builder().locale(Locale.forLanguageTag(given)).build().locale())
                .isEqualTo(sent);
    }

    @Test
    void locale_legacyJdkLocale_isLanguageAndCountry() {
        assertThat(builder().locale(new Locale("th", "TH", "TH")).build().locale())
                .isEqualTo("th-TH");
    }

    @Test
    void message_localeWithOtherDigits_isTheSame() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThatThrownBy(() -> AccessToken.of("two words")).hasMessageContaining("U+0020 at position 3");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "603f3cd9-01b8-48f2-b65d-855a246f5bfd, true",
        "603F3CD9-01B8-48F2-B65D-855A246F5BFD, true",
        "603F3CD901B848F2B65D855A246F5BFD, true",
        "{603f3cd9-01b8-48f2-b65d-855a246f5bfd}, true",
        "603f3cd9-01b848f2b65d-855a246f5bfd, false",
        "{603f3cd9-01b8-48f2-b65d-855a246f5bfd, false",
        "703f3cd9-01b8-48f2-b65d-855a246f5bfd, false",
        "'', false",
        "{}, false"
    })
    void isSameGuid_anySpelling_isTrueForTheSameGuid(String other, boolean same) {
        assertThat(RequestContext.isSameGuid("603f3cd9-01b8-48f2-b65d-855a246f5bfd", other))
                .isEqualTo(same);
    }

    @Test
    void ifMatch_strayQuote_isRefused() {
        assertThatThrownBy(() -> builder().ifMatch("a\"b")).hasMessageContaining("quotation mark");
    }

    @Test
    void build_missingSetting_throwsAndNamesIt() {
        assertThatThrownBy(() -> RequestContext.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("requestId is missing. Call requestId(..) before build().");
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

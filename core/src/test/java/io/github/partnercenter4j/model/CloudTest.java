package io.github.partnercenter4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudTest {

    private static final URI AUTHORITY = URI.create("https://login.example");

    private static Cloud cloud(String apiBase) {
        return Cloud.custom(URI.create(apiBase), AUTHORITY, "scope");
    }

    @Test
    void known_clouds_haveTheDocumentedAddresses() {
        assertThat(Cloud.GLOBAL.apiBase()).hasToString("https://api.partnercenter.microsoft.com");
        assertThat(Cloud.GLOBAL.authority()).hasToString("https://login.microsoftonline.com");
        assertThat(Cloud.GLOBAL.scope()).isEqualTo("https://api.partnercenter.microsoft.com/user_impersonation");
        assertThat(Cloud.CHINA.apiBase()).hasToString("https://partner.partnercenterapi.microsoftonline.cn");
        assertThat(Cloud.CHINA.authority()).hasToString("https://login.partner.microsoftonline.cn");
        assertThat(Cloud.US_GOVERNMENT.authority()).hasToString("https://login.microsoftonline.us");
        assertThat(Cloud.US_GOVERNMENT.apiBase()).isEqualTo(Cloud.GLOBAL.apiBase());
        assertThat(Cloud.GERMANY.authority()).hasToString("https://login.microsoftonline.de");
        assertThat(Cloud.GERMANY).isNotEqualTo(Cloud.GLOBAL);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example/, https://api.example",
        "HTTPS://api.example:8443, https://api.example:8443",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://127.12.0.255, http://127.12.0.255",
        "http://localhost:1/, http://localhost:1",
        "http://[::1]:65535, http://[::1]:65535"
    })
    void custom_originOnly_isTaken(String given, String kept) {
        assertThat(cloud(given).apiBase()).hasToString(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example/v1 | must have no path",
                "https://api.example// | must have no path",
                "https://api.example?x=1 | neither query nor fragment",
                "https://api.example#f | neither query nor fragment",
                "https://user:hunter2@api.example | must not contain user-info",
                "https://user:hunter2@api.example:99999 | must not contain user-info",
                "http://api.example | must be https",
                "http://127.0.0.1.example | must be https",
                "http://127.0.0.256 | absolute https address",
                "http://localhost.example | must be https",
                "ftp://api.example | absolute https address",
                "api.example | absolute https address",
                "https:///v1 | absolute https address",
                "https://api.example:0 | a port is 1 to 65535",
                "https://api.example:65536 | a port is 1 to 65535"
            })
    void custom_anythingElse_isRefusedByName(String given, String remedy) {
        assertThatThrownBy(() -> cloud(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("apiBase ")
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> Cloud.custom(AUTHORITY, URI.create(given), "scope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("authority ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "é"})
    void custom_scopeNotVisibleAscii_isRefused(String scope) {
        assertThatThrownBy(() -> Cloud.custom(AUTHORITY, AUTHORITY, scope)).hasMessageStartingWith("scope ");
    }
}

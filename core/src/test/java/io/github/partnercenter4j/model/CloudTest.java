package io.github.partnercenter4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
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
        "https://API.Example/Path, https://api.example/Path",
        "https://api.example:443/a, https://api.example/a",
        "https://api.example:80, https://api.example:80",
        "http://localhost:80, http://localhost",
        "http://LOCALHOST:443, http://localhost:443",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://127.12.0.255, http://127.12.0.255",
        "http://localhost:1/, http://localhost:1",
        "http://[::1]:65535, http://[::1]:65535",
        "http://[0:0:0:0:0:0:0:1]:8080, http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1%lo]:8080, http://[::1]:8080",
        "http://[0000::0001], http://[::1]",
        "https://apim.contoso.example/partnercenter, https://apim.contoso.example/partnercenter",
        "https://apim.contoso.example:8443/a_b/c~d.e-1/, https://apim.contoso.example:8443/a_b/c~d.e-1",
        "https://apim.contoso.example/v1/partnercenter, https://apim.contoso.example/v1/partnercenter",
        "https://apim.contoso.example/...a, https://apim.contoso.example/...a"
    })
    void custom_apiBase_keepsItsPathAndIsSpelledInOneWay(String given, String kept) {
        assertThat(cloud(given).apiBase()).hasToString(kept);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example/v1 | must not end with /v1",
                "https://api.example/partnercenter/v1/ | must not end with /v1",
                "https://api.example// | without empty segments",
                "https://api.example/a//b | without empty segments",
                "https://api.example/a/../b | segments of dots",
                "https://api.example/. | segments of dots",
                "https://api.example/a%2fb | letters, digits",
                "https://api.example/a;b | letters, digits",
                "https://api.example?x=1 | neither query nor fragment",
                "https://api.example#f | neither query nor fragment",
                "https://user:hunter2@api.example | must not contain user-info",
                "https://user:hunter2@api.example:99999 | must not contain user-info",
                "http://api.example | must be https",
                "http://127.0.0.1.example | must be https",
                "http://127.0.0.256 | absolute https address",
                "http://localhost.example | must be https",
                "http://[::2] | must be https",
                "http://[1::1] | must be https",
                "http://[::11] | must be https",
                "http://[::1:1] | must be https",
                "http://[::ffff:10.0.0.1] | must be https",
                "ftp://api.example | absolute https address",
                "api.example | absolute https address",
                "https:///v1 | absolute https address",
                "https://api.example:0 | a port is 1 to 65535",
                "https://api.example:65536 | a port is 1 to 65535"
            })
    void custom_invalidApiBase_isRefusedWithTheReason(String given, String remedy) {
        assertThatThrownBy(() -> cloud(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("apiBase ")
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> Cloud.custom(AUTHORITY, URI.create(given), "scope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("authority ");
    }

    @Test
    void custom_authorityInAnotherSpelling_isTheSame() {
        Cloud spelled = Cloud.custom(
                Cloud.GLOBAL.apiBase(), URI.create("https://Login.MicrosoftOnline.com:443/"), Cloud.GLOBAL.scope());

        assertThat(spelled.authority()).isEqualTo(Cloud.GLOBAL.authority());
        assertThat(spelled).isEqualTo(Cloud.GLOBAL);
    }

    @Test
    void custom_authorityWithAPath_isRefused() {
        assertThatThrownBy(() -> Cloud.custom(AUTHORITY, URI.create("https://login.example/tenant"), "scope"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("authority must have no path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHINA", "china", "China"})
    void named_anyCase_isTheCloud(String name) {
        assertThat(Cloud.named(name)).isSameAs(Cloud.CHINA);
    }

    @Test
    void named_eachNameAndWithHyphens_isThatCloud() {
        for (Cloud cloud : List.of(Cloud.GLOBAL, Cloud.CHINA, Cloud.US_GOVERNMENT, Cloud.GERMANY)) {
            assertThat(Cloud.named(cloud.name())).isSameAs(cloud);
        }
        assertThat(Cloud.named("us-government")).isSameAs(Cloud.US_GOVERNMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CUSTOM", "USGOV", " CHINA"})
    void named_anotherName_isRefusedWithTheNames(String name) {
        assertThatThrownBy(() -> Cloud.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"")
                .hasMessageContaining("GLOBAL, CHINA, US_GOVERNMENT, GERMANY");
    }

    @Test
    void withScope_changesTheScopeOnly() {
        Cloud other = Cloud.CHINA.withScope("api://app/.default");

        assertThat(other.scope()).isEqualTo("api://app/.default");
        assertThat(other.apiBase()).isEqualTo(Cloud.CHINA.apiBase());
        assertThat(other.authority()).isEqualTo(Cloud.CHINA.authority());
        assertThat(other.name()).isEqualTo("CHINA");
        assertThat(other).isNotEqualTo(Cloud.CHINA);
        assertThatThrownBy(() -> Cloud.CHINA.withScope("two words")).hasMessageStartingWith("scope ");
    }

    @Test
    void withApiBase_keepsAuthorityAndScope() {
        Cloud behind = Cloud.GLOBAL.withApiBase(URI.create("https://apim.contoso.example/partnercenter/"));

        assertThat(behind)
                .isEqualTo(Cloud.custom(
                        URI.create("https://apim.contoso.example/partnercenter"),
                        Cloud.GLOBAL.authority(),
                        Cloud.GLOBAL.scope()));
        assertThat(behind.name()).isEqualTo("CUSTOM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "é"})
    void custom_scopeNotVisibleAscii_isRefused(String scope) {
        assertThatThrownBy(() -> Cloud.custom(AUTHORITY, AUTHORITY, scope)).hasMessageStartingWith("scope ");
    }
}

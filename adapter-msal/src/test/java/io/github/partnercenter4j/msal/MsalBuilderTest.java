package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.Cloud;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of the builder before any I/O, and their messages. */
class MsalBuilderTest {

    private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

    private static MsalAccessTokenProvider.Builder builder() {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL);
    }

    private static MsalAccessTokenProvider.Builder named() {
        return builder().tenant("contoso.example").clientId(CLIENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.example", "a-b.c1.example", "11111111-2222-3333-4444-55555555555F"})
    void tenant_guidOrDomain_isAccepted(String tenant) {
        assertThat(builder().tenant(tenant).clientId(CLIENT).publicClient().build())
                .asString()
                .containsIgnoringCase(tenant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "common",
                "organizations",
                "adfs",
                "..",
                ".",
                "a..b",
                ".a.b",
                "a.b.",
                "a/b.c",
                "a.b?c",
                "a.b#c",
                "a b.c",
                "a%2eb.c",
                "-a.b",
                "a.b\n",
                "caf\u00e9.example"
            })
    void tenant_neitherGuidNorDomain_isRefused(String tenant) {
        assertThatThrownBy(() -> builder().tenant(tenant))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("tenant must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "app", "11111111-2222-3333-4444-55555555555", "11111111-2222-3333-4444-555555555555\n"})
    void clientId_notAGuid_isRefused(String clientId) {
        assertThatThrownBy(() -> builder().clientId(clientId))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clientId must be");
    }

    @Test
    void cloud_authorityOverPlainHttp_isRefused() {
        URI url = URI.create("http://127.0.0.1:8080");

        assertThatThrownBy(() -> MsalAccessTokenProvider.builder(Cloud.custom(url, url, "scope")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The cloud's authority must be https");
    }

    @Test
    void build_requiredSettingMissing_messageNamesIt() {
        assertThatThrownBy(() -> builder().clientId(CLIENT).publicClient().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tenant is missing. Call tenant(..) before build().");
        assertThatThrownBy(
                        () -> builder().tenant("contoso.example").publicClient().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("clientId is missing. Call clientId(..) before build().");
    }

    @Test
    void build_noneOrTwoCredentials_messageNamesThem() {
        assertThatThrownBy(() -> named().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("called: none");
        assertThatThrownBy(() ->
                        named().clientSecret(() -> "canary").publicClient().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("called: clientSecret, publicClient");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:8400/",
                "http://login.example:8400/",
                "http://localhost:0/",
                "http://localhost:8400/?a=b",
                "http://localhost:8400/#a",
                "http://me@localhost:8400/",
                "/path"
            })
    void redirectUri_notOfThisMachine_isRefused(String uri) {
        assertThatThrownBy(() -> builder().redirectUri(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redirectUri must be like");
    }

    @Test
    void timeouts_outOfRange_areRefusedWithTheirName() {
        for (Duration bad : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(2))) {
            assertThatThrownBy(() -> builder().connectTimeout(bad)).hasMessageStartingWith("connectTimeout must be");
            assertThatThrownBy(() -> builder().requestTimeout(bad)).hasMessageStartingWith("requestTimeout must be");
            assertThatThrownBy(() -> builder().consentTimeout(bad)).hasMessageStartingWith("consentTimeout must be");
        }
    }

    /** A certificate with a key of 1024 bits. */
    private static final String SHORT = """
            -----BEGIN CERTIFICATE-----
            MIIBvTCCASagAwIBAgIJAIg0YipNWvRaMA0GCSqGSIb3DQEBCwUAMA4xDDAKBgNV
            BAMTA2FwcDAgFw0yNjExMjIxMjU4MTJaGA8yMTI2MTAyOTEyNTgxMlowDjEMMAoG
            A1UEAxMDYXBwMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC5eSvDMtsMKBuv
            mi+PmA6JqCen2Hh+nqE+McQ1lXEo+b0kOA/F+JNMavSsLhsvpzUVkDI5r1mMdDmN
            q0zPZ4nDFs45lX9AhPGazjacqGRNw/FRZcyIU7+w9MtW9c5fpTeW0f35nlyH5iCV
            AjEpHCcWkEv4v9Hd5YrAz5ChChK0iQIDAQABoyEwHzAdBgNVHQ4EFgQUpewf9Uem
            /M/eSGuoP3wixfA35I4wDQYJKoZIhvcNAQELBQADgYEARINXpVCYe8debDsosEhL
            Xa6YuUeJ5a0/QyVY5mankNoXCOcJE4sbXWQ8qykn2quPFda+lTepwcaxs6mFM9JK
            jjQvpqXKspZX5DYHE/AdX00diqRtoMsiyON/xI2N/laugTDDhvuPYTCFE41Mgvui
            bXQ3H5RTAYzw8hTfzcdyq6w=
            -----END CERTIFICATE-----
            """;

    @Test
    void certificate_withAShortKey_isRefusedBeforeAnyRequest() throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(SHORT.getBytes(StandardCharsets.US_ASCII)));

        assertThatThrownBy(() -> builder().certificate(TestCertificate.app().key(), certificate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the certificate's key must have at least 2048 bits, but has 1024");
    }

    @Test
    void certificate_emptyChain_isRefused() {
        assertThatThrownBy(() -> builder().certificate(TestCertificate.app().key(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }
}

package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.Conduct.Rule;
import io.github.partnercenter4j.testkit.service.Secrets;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fake hides its own secrets in everything that it shows, wherever a client sends them. */
@Timeout(60)
class OwnSecretsTest {

    /** Shared by all tests, because creating a key takes long. */
    private static final PrivateKey KEY = TestCertificate.app().key();

    private final FakePartnerCenter fake = FakePartnerCenter.builder().admin().build();
    private final LoginClient client = new LoginClient(fake);

    /** The secrets that the fake issues or accepts. */
    private enum Secret {
        ACCESS_TOKEN,
        LOGINS_TOKEN,
        REFRESH_TOKEN,
        CLIENT_SECRET,
        DEVICE_CODE,
        USER_CODE,
        LOWER_CASE_USER_CODE,
        ASSERTION,
        SPACED_ASSERTION
    }

    @AfterEach
    void close() {
        fake.close();
    }

    private String value(Secret secret) throws Exception {
        return switch (secret) {
            case ACCESS_TOKEN -> fake.tokens().appPlusUser().value();
            case LOGINS_TOKEN ->
                client.refresh(fake.login().issueRefreshToken()).text("access_token");
            case REFRESH_TOKEN -> fake.login().issueRefreshToken();
            case CLIENT_SECRET -> fake.login().clientSecret();
            case DEVICE_CODE -> device("device_code");
            case USER_CODE -> device("user_code");
            case LOWER_CASE_USER_CODE -> device("user_code").toLowerCase(Locale.ROOT);
            case ASSERTION -> assertion("{\"alg\":\"RS256\"}", false);
            case SPACED_ASSERTION -> assertion("\n { \"alg\" : \"RS256\" }", false);
        };
    }

    private String device(String member) throws Exception {
        Map<String, String> form = Map.of("client_id", fake.login().publicClientId(), "scope", "openid");
        return client.post("common", "/oauth2/v2.0/devicecode", form).text(member);
    }

    /** Assertions of an app with a certificate, in all forms of JSON and base64. */
    private String assertion(String header, boolean padded) throws Exception {
        Base64.Encoder base64 =
                padded ? Base64.getUrlEncoder() : Base64.getUrlEncoder().withoutPadding();
        String content = base64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(
                        ("{\"sub\":\"" + fake.login().clientId() + "\"}").getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KEY);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        String assertion = content + "." + base64.encodeToString(signature.sign());
        fake.login().acceptAssertion(assertion);
        return assertion;
    }

    @ParameterizedTest
    @EnumSource
    void ownSecret_anywhereInARequest_isHidden(Secret secret) throws Exception {
        String value = value(secret);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        for (String head : List.of(
                "GET /v1/profiles/" + encoded,
                "GET /v1/profiles/support?x=" + encoded,
                "GET /v1/profiles/support?" + encoded,
                "GET /v1/profiles/support/X-" + value + "-y")) {
            send(head, "", "X-Any: " + value, "MS-CorrelationId: " + value, "MS-RequestId: x" + value);
        }
        send("PUT /v1/profiles/support", "{\"note\":\"" + value + "\",\"" + value + "\":1}", value + ": 1");
        var unused =
                client.post("common", LoginClient.V2, client.form("refresh_token", "client_id", value, "scope", value));

        assertThat(fake.journal().total()).isEqualTo(5);
        assertThat(fake.conduct().without(Rule.values()).findings()).isEmpty();
        assertThat(fake.conduct().findings())
                .filteredOn(finding -> finding.rule() == Rule.SECRET_IN_URL)
                .hasSize(4);
        assertThatThrownBy(() -> fake.verify(Request.any().path("/x")).once())
                .isInstanceOf(AssertionError.class)
                .hasMessageNotContaining(value);
        HttpClient http = HttpClient.newHttpClient();
        for (String page : List.of("/journal", "/conduct", "/login/requests")) {
            String shown = http.send(
                            HttpRequest.newBuilder(fake.url().resolve("/__admin" + page))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(shown).as(page).doesNotContain(value, encoded);
        }
        Stream.concat(
                        Stream.of(fake.journal().toString(), fake.conduct().toString(), fake.toString()),
                        fake.login().tokenRequests().stream().map(TokenCall::toString))
                .forEach(text -> assertThat(text).doesNotContain(value, encoded));
        for (RecordedExchange exchange : fake.journal().exchanges()) {
            assertThat(exchange + " " + exchange.requestHeaders() + exchange.requestText() + exchange.remarks()
                            + exchange.hint() + exchange.requestHeader("MS-CorrelationId") + exchange.responseText()
                            + exchange.responseHeaders())
                    .doesNotContain(value, encoded)
                    .contains("<redacted>");
        }
    }

    /** A client may also send them in the query of the login's URL. */
    @ParameterizedTest
    @EnumSource
    void ownSecret_inTheUrlOfTheLogin_isAFindingOfConduct(Secret secret) throws Exception {
        String value = value(secret);
        var unused = client.post(
                "common", LoginClient.V2 + "?x=" + URLEncoder.encode(value, StandardCharsets.UTF_8), Map.of());

        assertThat(fake.conduct().findings())
                .filteredOn(finding -> finding.rule() == Rule.SECRET_IN_URL)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.tokenCalls()).hasSize(1);
                    assertThat(finding.toString()).doesNotContain(value);
                });
    }

    /** The escapes of URLs and JSON. */
    private enum Escape {
        PERCENT {
            @Override
            String of(char c) {
                return String.format(Locale.ROOT, "%%%02X", (int) c);
            }
        },
        PERCENT_TWICE {
            @Override
            String of(char c) {
                return String.format(Locale.ROOT, "%%25%02x", (int) c);
            }
        },
        JSON {
            @Override
            String of(char c) {
                return String.format(Locale.ROOT, "\\u%04x", (int) c);
            }
        };

        abstract String of(char c);
    }

    @ParameterizedTest
    @EnumSource
    void ownSecret_withUnneededEscapes_isHidden(Secret secret) throws Exception {
        String value = value(secret);
        for (Escape escape : Escape.values()) {
            StringBuilder all = new StringBuilder();
            StringBuilder signs = new StringBuilder();
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                all.append(escape.of(c));
                signs.append(Character.isLetterOrDigit(c) ? c : escape.of(c));
            }
            for (CharSequence spelt : List.of(all, signs)) {
                assertThat(Secrets.hide("/v1?x=1&y=" + spelt + "&z=%20"))
                        .as(escape.name())
                        .isEqualTo("/v1?x=1&y=<redacted>&z=%20");
            }
        }
    }

    @Test
    void userCode_inMixedCase_isHidden() throws Exception {
        String code = device("user_code");
        String typed = code.charAt(0) + code.substring(1).toLowerCase(Locale.ROOT);

        assertThat(Secrets.hide("/device?" + typed)).isEqualTo("/device?<redacted>");
    }

    @Test
    void otherSecret_escapedOrInAnotherHeader_isHidden() {
        assertThat(Secrets.hide("/a?next=%2Fcb%3Faccess_token%3Dcanary%26x%3D1"))
                .doesNotContain("canary");
        assertThat(Secrets.hide("X-Forwarded-Authorization", "Basic Y2xpZW50OmNhbmFyeS1zZWNyZXQ="))
                .isEqualTo("Basic <redacted>");
        assertThat(Secrets.hide("{\"password\":\"a\\u0022canary%22canary\\u005c\\u0022\",\"x\":1}"))
                .isEqualTo("{\"password\":\"<redacted>\",\"x\":1}");
    }

    /** The condition of a verification is also in its message. */
    @ParameterizedTest
    @EnumSource
    void ownSecret_inConditionsAndFaultsOfATest_isHidden(Secret secret) throws Exception {
        String value = value(secret);
        List<Request> requests = List.of(
                Request.any().header("X-Any", value),
                Request.any().path("/v1/" + value),
                Request.method(value),
                Request.any().header("Cookie", value));
        for (Fault fault : List.of(
                Fault.overlay().header("X-Any", value),
                Fault.overlay().header(value, "x"),
                Fault.answer(403).reason(value))) {
            fake.next(fault);
            send("GET /v1/profiles/support", "");
        }
        fake.when(Request.any().header("X-Any", value)).play(Fault.overlay().withoutHeader(value));
        fake.login().next(Fault.overlay().header("X-Any", value));

        for (Request request : requests) {
            assertThat(fake.journal().nearMisses(request).toString()).doesNotContain(value);
            assertThatThrownBy(() -> fake.verify(request).once())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageNotContaining(value);
            assertThatThrownBy(() -> fake.verifyInOrder(request))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageNotContaining(value);
            assertThat(request.toString()).doesNotContain(value);
        }
        assertThatThrownBy(() -> fake.login().verify(value).once())
                .isInstanceOf(AssertionError.class)
                .hasMessageNotContaining(value);
        assertThatThrownBy(fake::requireAllRulesUsed)
                .isInstanceOf(AssertionError.class)
                .hasMessageNotContaining(value);
        assertThatThrownBy(() -> Request.any().path(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(value);
        assertThat(fake.journal() + fake.report() + fake.conduct() + fake.rules())
                .doesNotContain(value);
    }

    @Test
    void secretHeader_inAnOverlay_isHidden() {
        assertThat(Fault.overlay()
                        .header("Set-Cookie", "session=canary; Path=/")
                        .header("ETag", "\"1\"")
                        .toString())
                .doesNotContain("canary")
                .contains("ETag: \"1\"");
    }

    @Test
    void assertion_withPadding_isHidden() throws Exception {
        String padded = assertion(" {\"alg\":\"RS256\"}", true);
        String encoded = URLEncoder.encode(padded, StandardCharsets.UTF_8);

        assertThat(Secrets.hide("/a?x=" + padded + "&y=1")).isEqualTo("/a?x=<redacted>&y=1");
        assertThat(Secrets.hide("/a?x=" + encoded + "&y=1")).isEqualTo("/a?x=<redacted>&y=1");
    }

    private void send(String head, String body, String... headers) throws Exception {
        List<String> lines = new ArrayList<>(List.of(head + " HTTP/1.1"));
        lines.add("Authorization: Bearer " + fake.tokens().appPlusUser().value());
        lines.add("Content-Type: application/json");
        lines.addAll(List.of(headers));
        var unused = RawHttp.send(fake.url(), body, lines.toArray(String[]::new));
    }
}

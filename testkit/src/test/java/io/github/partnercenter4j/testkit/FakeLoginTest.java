package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.LoginClient.Answer;
import io.github.partnercenter4j.testkit.TokenCall.ClientAuthentication;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.Member;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The responses and refusals of the token endpoint. */
@Timeout(60)
class FakeLoginTest {

    private static final String OTHER_TENANT = "11111111-2222-4333-8444-555555555555";

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().seed(7).clock(clock).build();
    private final FakeLogin login = fake.login();
    private final LoginClient client = new LoginClient(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    private static List<String> names(Answer answer) {
        return answer.json().members().stream().map(Member::name).toList();
    }

    // --- responses ---

    @Test
    void v2Response_hasNumbersAndNoDates() throws Exception {
        Answer answer = client.refresh(login.issueRefreshToken());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(names(answer))
                .containsExactly(
                        "token_type", "scope", "expires_in", "ext_expires_in", "access_token", "refresh_token");
        assertThat(answer.member("expires_in")).isEqualTo(new NumberValue("3600"));
        assertThat(answer.text("token_type")).isEqualTo("Bearer");
        assertThat(answer.text("scope")).isEqualTo(fake.url() + "/user_impersonation");
        assertThat(answer.http().headers().map())
                .containsEntry("Cache-Control", List.of("no-store, no-cache"))
                .containsEntry("Pragma", List.of("no-cache"))
                .containsEntry("Content-Type", List.of("application/json; charset=utf-8"))
                .containsEntry("Date", List.of("Thu, 01 Jan 2026 00:00:00 GMT"));
    }

    @Test
    void v1Response_hasStringsDatesAndTheResource() throws Exception {
        Map<String, String> form = client.form(
                "refresh_token",
                "refresh_token",
                login.issueRefreshToken(),
                "scope",
                "",
                "resource",
                fake.url().toString());

        Answer answer = client.post(LoginClient.V1, form);

        assertThat(names(answer))
                .containsExactly(
                        "token_type",
                        "scope",
                        "expires_in",
                        "ext_expires_in",
                        "expires_on",
                        "not_before",
                        "resource",
                        "access_token",
                        "refresh_token",
                        "id_token");
        assertThat(answer.text("expires_in")).isEqualTo("3600");
        assertThat(answer.text("scope")).isEqualTo("user_impersonation");
        assertThat(answer.text("resource")).isEqualTo(fake.url().toString());
        assertThat(Long.parseLong(answer.text("expires_on")) - Long.parseLong(answer.text("not_before")))
                .isEqualTo(3900);
    }

    @Test
    void accessToken_hasItsClaimsAndASignatureOfThePublishedKey() throws Exception {
        String token = client.refresh(login.issueRefreshToken()).text("access_token");

        ObjectValue claims = LoginClient.claims(token);
        assertThat(claims.find("aud")).isEqualTo(Json.text(fake.url().toString()));
        assertThat(claims.find("iss")).isEqualTo(Json.text("https://sts.windows.net/" + fake.tenant() + "/"));
        assertThat(claims.find("tid")).isEqualTo(Json.text(fake.tenant()));
        assertThat(claims.find("appid")).isEqualTo(Json.text(login.clientId()));
        assertThat(claims.find("scp")).isEqualTo(Json.text("user_impersonation"));
        assertThat(claims.find("amr")).isEqualTo(new ArrayValue(List.of(Json.text("pwd"), Json.text("mfa"))));
        assertThat(claims.find("exp"))
                .isEqualTo(new NumberValue(
                        Long.toString(clock.now().plusSeconds(3600).getEpochSecond())));
        assertThat(claims.find("nbf"))
                .isEqualTo(claims.find("iat"))
                .isEqualTo(new NumberValue(
                        Long.toString(clock.now().minusSeconds(300).getEpochSecond())));
        assertThat(claims.find("oid")).isInstanceOf(TextValue.class);
        assertThat(claims.find("upn")).isInstanceOf(TextValue.class);
        assertThat(isSigned(token, publishedKey())).isTrue();
        assertThat(isSigned(token.replace(".eyJhdWQ", ".eyJBdWQ"), publishedKey()))
                .isFalse();
    }

    private PublicKey publishedKey() throws Exception {
        Answer keys = client.get("/common/discovery/v2.0/keys");
        ObjectValue key =
                (ObjectValue) ((ArrayValue) keys.member("keys")).items().get(0);
        return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(key, "n"), number(key, "e")));
    }

    private static BigInteger number(ObjectValue key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(((TextValue) key.find(name)).value()));
    }

    private static boolean isSigned(String token, PublicKey key) throws Exception {
        int dot = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    @Test
    void accessToken_isAcceptedByTheApiUntilItExpires() throws Exception {
        login.accessTokenLife(Duration.ofMinutes(10));
        Answer answer = client.refresh(login.issueRefreshToken());
        String token = answer.text("access_token");

        assertThat(answer.member("expires_in")).isEqualTo(new NumberValue("600"));
        clock.advance(Duration.ofSeconds(599));
        assertThat(client.profile(token).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.profile(token).statusCode()).isEqualTo(401);
    }

    @Test
    void tenantOfTheToken_selectsTheProfile() throws Exception {
        String refreshToken = login.issueRefreshToken(OTHER_TENANT);
        Map<String, String> form = client.form("refresh_token", "refresh_token", refreshToken);
        fake.tenant(OTHER_TENANT).setProfile(fake.profile().withEmail("other@example.com"));

        for (String tenant : List.of(OTHER_TENANT, OTHER_TENANT.toUpperCase(Locale.ROOT), "common", "organizations")) {
            String token = client.post(tenant, LoginClient.V2, form).text("access_token");
            assertThat(client.profile(token).body()).contains("other@example.com");
        }
        assertThat(client.post(LoginClient.V2, form).error()).isEqualTo("400 invalid_grant 700005");
    }

    @Test
    void plainHttp_isServedToo() throws Exception {
        LoginClient plain = new LoginClient(fake, fake.url());

        assertThat(fake.url().getScheme()).isEqualTo("http");
        assertThat(plain.refresh(login.issueRefreshToken()).status()).isEqualTo(200);
    }

    @Test
    void openidAndClientInfo_returnTheDataOfTheAccount() throws Exception {
        Answer answer = client.refresh(
                login.issueRefreshToken(),
                "scope",
                fake.url() + "/.default openid profile offline_access",
                "client_info",
                "1");

        ObjectValue idToken = LoginClient.claims(answer.text("id_token"));
        assertThat(idToken.find("aud")).isEqualTo(Json.text(login.clientId()));
        assertThat(idToken.find("iss")).isEqualTo(Json.text(fake.cloud().authority() + "/" + fake.tenant() + "/v2.0"));
        assertThat(isSigned(answer.text("id_token"), publishedKey())).isTrue();
        ObjectValue clientInfo = LoginClient.claims("." + answer.text("client_info") + ".");
        assertThat(clientInfo.find("uid")).isEqualTo(idToken.find("oid"));
        assertThat(clientInfo.find("utid")).isEqualTo(Json.text(fake.tenant()));
    }

    @Test
    void seed_same_givesTheSameAppsAndRefreshTokens() {
        try (FakePartnerCenter same = FakePartnerCenter.builder().seed(7).build();
                FakePartnerCenter other = FakePartnerCenter.builder().seed(8).build()) {
            assertThat(same.login().clientId()).isEqualTo(login.clientId());
            assertThat(same.login().clientSecret()).isEqualTo(login.clientSecret());
            assertThat(same.login().publicClientId()).isEqualTo(login.publicClientId());
            assertThat(same.login().issueRefreshToken()).isEqualTo(login.issueRefreshToken());
            assertThat(other.login().clientId()).isNotEqualTo(login.clientId());
            assertThat(other.login().issueRefreshToken()).isNotEqualTo(login.issueRefreshToken());
        }
    }

    // --- the life of a refresh token ---

    @Test
    void rotate_onOrOff_returnsANewRefreshTokenOrNone() throws Exception {
        String first = login.issueRefreshToken();

        String second = client.refresh(first).text("refresh_token");
        assertThat(second).isNotEqualTo(first);
        assertThat(client.refresh(second).status()).isEqualTo(200);
        // Entra accepts it too.
        assertThat(client.refresh(first).status()).isEqualTo(200);

        login.rotate(false);
        assertThat(client.refresh(second).member("refresh_token")).isNull();
        assertThat(client.refresh(second, "scope", fake.url() + "/.default").member("refresh_token"))
                .isNull();
        login.rotate(true);
        assertThat(client.refresh(second, "scope", fake.url() + "/.default").member("refresh_token"))
                .isNull();
    }

    @Test
    void refreshToken_reusedWithDetectReuse_isRefused() throws Exception {
        login.detectReuse(true);
        String first = login.issueRefreshToken();
        String second = client.refresh(first).text("refresh_token");

        assertThat(client.refresh(first).error()).isEqualTo("400 invalid_grant 70000");
        assertThat(client.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void refreshToken_unusedForNinetyDays_isExpired() throws Exception {
        String used = login.issueRefreshToken();
        String unused = login.issueRefreshToken();

        clock.advance(Duration.ofDays(89));
        assertThat(client.refresh(used).status()).isEqualTo(200);
        clock.advance(Duration.ofDays(1));

        assertThat(client.refresh(used).status()).isEqualTo(200);
        Answer answer = client.refresh(unused);
        assertThat(answer.error()).isEqualTo("400 invalid_grant 700082");
        assertThat(answer.text("suberror")).isEqualTo("bad_token");
    }

    @Test
    void expireRefreshToken_always_expiresIt() throws Exception {
        String token = login.issueRefreshToken();

        login.expireRefreshToken(token);

        assertThat(client.refresh(token).error()).isEqualTo("400 invalid_grant 700082");
        assertThatThrownBy(() -> login.expireRefreshToken("canary"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary");
    }

    @Test
    void refreshToken_revoked_isRefusedButLaterOnesAreAccepted() throws Exception {
        String old = login.issueRefreshToken();
        String elsewhere = login.issueRefreshToken(OTHER_TENANT);

        login.revokeRefreshTokens(fake.tenant());

        assertThat(client.refresh(old).error()).isEqualTo("400 invalid_grant 50173");
        assertThat(client.refresh(login.issueRefreshToken()).status()).isEqualTo(200);
        assertThat(client.post("common", LoginClient.V2, client.form("refresh_token", "refresh_token", elsewhere))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refreshes_fiftyAtOnce_eachGetDifferentTokens() throws Exception {
        String token = login.issueRefreshToken();
        ExecutorService threads = Executors.newFixedThreadPool(50);
        Set<String> issued = new HashSet<>();
        try {
            List<Future<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(threads.submit(() -> client.refresh(token)));
            }
            for (Future<Answer> call : calls) {
                Answer answer = call.get(30, TimeUnit.SECONDS);
                issued.add(answer.text("access_token"));
                issued.add(answer.text("refresh_token"));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(issued).hasSize(100);
        assertThat(login.tokenRequests("refresh_token")).hasSize(50);
    }

    // --- client authentication ---

    @Test
    void client_withWrongCredentials_isRefused() throws Exception {
        String token = login.issueRefreshToken();
        String publicToken = login.issuePublicRefreshToken(fake.tenant());

        assertThat(client.refresh(token, "client_id", OTHER_TENANT).error())
                .isEqualTo("400 unauthorized_client 700016");
        assertThat(client.refresh(token, "client_id", "").error()).isEqualTo("400 invalid_request 900144");
        assertThat(client.refresh(token, "client_secret", "wrong").error()).isEqualTo("401 invalid_client 7000215");
        assertThat(client.refresh(token, "client_secret", "").error()).isEqualTo("401 invalid_client 7000218");
        assertThat(client.refresh(token, "client_secret", "", "client_assertion", "a.b.c")
                        .error())
                .isEqualTo("401 invalid_client 700027");
        assertThat(client.refresh(publicToken, "client_id", login.publicClientId())
                        .error())
                .isEqualTo("401 invalid_client 700025");
        assertThat(client.refresh(publicToken).error()).isEqualTo("400 invalid_grant 700007");
        assertThat(client.refresh(publicToken, "client_id", login.publicClientId(), "client_secret", "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void authentication_byHeaderOrAssertion_isAccepted() throws Exception {
        String token = login.issueRefreshToken();
        String basic = Base64.getEncoder()
                .encodeToString((login.clientId() + ":" + login.clientSecret()).getBytes(StandardCharsets.UTF_8));
        Map<String, String> form =
                client.form("refresh_token", "refresh_token", token, "client_id", "", "client_secret", "");
        login.acceptAssertion("an assertion");

        assertThat(client.post(LoginClient.V2, form, "Authorization", "Basic " + basic)
                        .status())
                .isEqualTo(200);
        assertThat(client.refresh(token, "client_secret", "", "client_assertion", "an assertion")
                        .status())
                .isEqualTo(200);
        assertThat(login.tokenRequests())
                .extracting(TokenCall::clientAuthentication)
                .containsExactly(ClientAuthentication.BASIC, ClientAuthentication.ASSERTION);
    }

    // --- scopes and parameters ---

    @Test
    void request_withWrongParameters_isRefused() throws Exception {
        String token = login.issueRefreshToken();

        assertThat(client.refresh("unknown").error()).isEqualTo("400 invalid_grant 9002313");
        assertThat(client.refresh(token, "grant_type", "").error()).isEqualTo("400 invalid_request 900144");
        assertThat(client.refresh(token, "grant_type", "password").error())
                .isEqualTo("400 unsupported_grant_type 70003");
        assertThat(client.refresh(token, "scope", fake.url() + "/everything").error())
                .isEqualTo("400 invalid_scope 70011");
        assertThat(client.refresh(token, "scope", "https://elsewhere.example/.default")
                        .error())
                .isEqualTo("400 invalid_resource 500011");
        assertThat(client.post(
                                "no tenant".replace(" ", "%20"),
                                LoginClient.V2,
                                client.form("refresh_token", "refresh_token", token))
                        .error())
                .isEqualTo("400 invalid_request 90002");
        assertThat(client.get("/" + fake.tenant() + LoginClient.V2).error()).isEqualTo("400 invalid_request 900561");
        assertThat(client.get("/common/oauth2/elsewhere").status()).isEqualTo(404);
    }

    @Test
    void refusal_hasTheFormatOfEntra() throws Exception {
        Answer answer = client.post(
                LoginClient.V2,
                client.form("refresh_token", "refresh_token", "canary"),
                "client-request-id",
                OTHER_TENANT);

        assertThat(names(answer))
                .containsExactly(
                        "error",
                        "error_description",
                        "error_codes",
                        "timestamp",
                        "trace_id",
                        "correlation_id",
                        "error_uri");
        assertThat(answer.text("error_description"))
                .startsWith("AADSTS9002313: ")
                .contains("\r\nTrace ID: " + answer.text("trace_id"))
                .contains("\r\nCorrelation ID: " + OTHER_TENANT)
                .endsWith("\r\nTimestamp: 2026-01-01 00:00:00Z")
                .doesNotContain("canary");
        assertThat(answer.text("timestamp")).isEqualTo("2026-01-01 00:00:00Z");
        assertThat(answer.text("error_uri")).isEqualTo(fake.cloud().authority() + "/error?code=9002313");
        assertThat(answer.http().headers().firstValue("client-request-id")).hasValue(OTHER_TENANT);
        assertThat(answer.http().headers().firstValue("x-ms-request-id")).hasValue(answer.text("trace_id"));
    }

    @Test
    void token_forAnotherAudience_isRefusedByTheApi() throws Exception {
        String token = client.refresh(login.issueRefreshToken(), "scope", "https://graph.windows.net/.default")
                .text("access_token");

        assertThat(client.profile(token).body()).contains("900420");
    }

    @Test
    void clientCredentials_returnAnAppOnlyToken() throws Exception {
        Map<String, String> form = client.form("client_credentials", "scope", fake.url() + "/.default");

        Answer answer = client.post(LoginClient.V2, form);

        assertThat(names(answer)).containsExactly("token_type", "expires_in", "ext_expires_in", "access_token");
        assertThat(LoginClient.claims(answer.text("access_token")).members())
                .extracting(Member::name)
                .doesNotContain("scp", "upn", "amr");
        assertThat(client.profile(answer.text("access_token")).body())
                .isEqualTo("This resource can't be accessed by application credentials.");
        form.put("scope", fake.url() + "/user_impersonation");
        assertThat(client.post(LoginClient.V2, form).error()).isEqualTo("400 invalid_scope 1002012");
    }

    // --- refusals on request ---

    @Test
    void tokens_withoutMfa_areRefusedByTheApi() throws Exception {
        String before = login.issueRefreshToken();
        login.mfa(false);
        String after = login.issueRefreshToken();

        String good = client.refresh(before).text("access_token");
        String bad = client.refresh(after).text("access_token");

        assertThat(client.profile(good).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = client.profile(bad);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).startsWith("{\"code\":900421,");
        assertThat(refused.headers().firstValue("isMfaCompliant")).hasValue("false");
        assertThat(LoginClient.claims(bad).find("amr")).isEqualTo(new ArrayValue(List.of(Json.text("pwd"))));
    }

    @Test
    void demandInteraction_always_refusesUntilANewSignIn() throws Exception {
        String old = login.issueRefreshToken();

        login.demandInteraction();

        assertThat(client.refresh(old).error()).isEqualTo("400 interaction_required 50076");
        assertThat(client.refresh(old).error()).isEqualTo("400 interaction_required 50076");
        assertThat(client.refresh(login.issueRefreshToken()).status()).isEqualTo(200);
    }

    @Test
    void refuseNext_always_refusesOneRequest() throws Exception {
        String token = login.issueRefreshToken();

        login.refuseNext(65001);

        Answer answer = client.refresh(token);
        assertThat(answer.error()).isEqualTo("400 invalid_grant 65001");
        assertThat(answer.text("suberror")).isEqualTo("consent_required");
        assertThat(client.refresh(token).status()).isEqualTo(200);
        assertThatThrownBy(() -> login.refuseNext(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65001");
    }

    // --- faults and recorded requests ---

    @Test
    void faults_ofTheLoginAndOfTheApi_areSeparate() throws Exception {
        String token = login.issueRefreshToken();
        login.next(
                Fault.answer(429).header("Retry-After", "7"),
                Fault.answer(503).body("<html>busy</html>"),
                Fault.overlay().body("{}"),
                Fault.truncate(20),
                Fault.reset(Fault.Point.AFTER_HEAD));
        fake.next(Fault.answer(500));

        Answer throttled = client.refresh(token);
        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.http().headers().firstValue("Retry-After")).hasValue("7");
        assertThat(client.refresh(token).http().body()).isEqualTo("<html>busy</html>");
        assertThat(client.refresh(token).http().body()).isEqualTo("{}");
        assertThatThrownBy(() -> client.refresh(token)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.refresh(token)).isInstanceOf(IOException.class);
        String good = client.refresh(token).text("access_token");
        assertThat(client.get("/common/discovery/instance").status()).isEqualTo(200);
        assertThat(fake.faultsLeft()).isEqualTo(1);
        assertThat(client.profile(good).statusCode()).isEqualTo(500);

        assertThat(login.tokenRequests()).extracting(TokenCall::status).containsExactly(429, 503, 200, 200, 0, 200);
        assertThat(login.tokenRequests().get(0).fault()).isNotNull();
        assertThat(fake.journal().exchanges()).hasSize(1);
        assertThatThrownBy(() -> login.next(Fault.drop(Fault.Point.ACCEPT)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FakePartnerCenter.next");
    }

    @Test
    void tokenRequests_showTheRequestsWithoutSecrets() throws Exception {
        String token = login.issueRefreshToken();
        client.refresh(token);
        client.refresh(token, "client_secret", "canary");
        client.post("contoso.example", LoginClient.V1, client.form("client_credentials", "resource", "x", "scope", ""));

        assertThat(login.tokenRequests("refresh_token")).hasSize(2);
        TokenCall good = login.tokenRequests().get(0);
        assertThat(good.tenant()).isEqualTo(fake.tenant());
        assertThat(good.clientId()).isEqualTo(login.clientId());
        assertThat(good.clientAuthentication()).isEqualTo(ClientAuthentication.SECRET);
        assertThat(good.version()).isEqualTo(2);
        assertThat(good.scope()).isEqualTo(fake.url() + "/user_impersonation offline_access");
        assertThat(good.status()).isEqualTo(200);
        assertThat(good.aadsts()).isZero();
        TokenCall bad = login.tokenRequests().get(1);
        assertThat(bad.status()).isEqualTo(401);
        assertThat(bad.aadsts()).isEqualTo(7000215);
        TokenCall v1 = login.tokenRequests().get(2);
        assertThat(v1.version()).isEqualTo(1);
        assertThat(v1.tenant()).isEqualTo("contoso.example");
        assertThat(v1.scope()).isEqualTo("x");
        assertThat(v1.aadsts()).isEqualTo(500011);
        assertThat(login.tokenRequests().toString())
                .doesNotContain(token, "canary", login.clientSecret())
                .contains("AADSTS7000215");
        assertThat(fake.journal().total()).isZero();
    }

    @Test
    void tokenRequests_keepTheLatestOnly() throws Exception {
        try (FakePartnerCenter small =
                FakePartnerCenter.builder().journalLimit(2).build()) {
            LoginClient asking = new LoginClient(small);
            asking.refresh("unknown");
            asking.refresh(small.login().issueRefreshToken());
            asking.refresh(small.login().issueRefreshToken());

            assertThat(small.login().tokenRequests())
                    .extracting(TokenCall::status)
                    .containsExactly(200, 200);
            assertThat(small.login()).isSameAs(small.login());
        }
    }

    @Test
    void reset_removesCallsFaultsAndRulesButNoRefreshToken() throws Exception {
        String token = login.issueRefreshToken();
        String revoked = login.issueRefreshToken(OTHER_TENANT);
        login.revokeRefreshTokens(OTHER_TENANT);
        login.rotate(false).detectReuse(true).mfa(false).accessTokenLife(Duration.ofSeconds(5));
        login.refuseNext(65001);
        login.next(Fault.answer(500));
        client.refresh(token);
        login.next(Fault.answer(500));

        fake.reset();

        assertThat(fake.login().tokenRequests()).isEmpty();
        Answer answer = client.refresh(token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.member("expires_in")).isEqualTo(new NumberValue("3600"));
        assertThat(answer.member("refresh_token")).isNotNull();
        assertThat(LoginClient.claims(client.refresh(login.issueRefreshToken()).text("access_token"))
                        .find("amr"))
                .isEqualTo(new ArrayValue(List.of(Json.text("pwd"), Json.text("mfa"))));
        assertThat(client.post("common", LoginClient.V2, client.form("refresh_token", "refresh_token", revoked))
                        .error())
                .isEqualTo("400 invalid_grant 50173");
    }

    @Test
    void properties_areEnoughForAClient() throws Exception {
        Map<String, String> properties = login.properties();

        assertThat(properties)
                .containsOnlyKeys(
                        "endpoint",
                        "authority",
                        "tenant",
                        "clientId",
                        "clientSecret",
                        "refreshToken",
                        "scope",
                        "caPem");
        assertThat(URI.create(properties.get("authority")))
                .isEqualTo(URI.create(fake.cloud().authority() + "/" + fake.tenant()));
        assertThat(client.refresh(properties.get("refreshToken"), "scope", properties.get("scope"))
                        .status())
                .isEqualTo(200);
        assertThat(properties.get("caPem")).isEqualTo(fake.caPem());
    }

    @Test
    void invalidArguments_areRefused() {
        assertThatThrownBy(() -> login.accessTokenLife(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> login.accessTokenLife(Duration.ofMillis(1500)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> login.issueRefreshToken("no guid")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> login.approveDevice("NOSUCH")).isInstanceOf(IllegalArgumentException.class);
    }
}

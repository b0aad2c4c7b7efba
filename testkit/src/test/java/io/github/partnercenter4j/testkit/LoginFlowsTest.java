package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.LoginClient.Answer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to sign in: with a browser, a device code or a certificate. */
@Timeout(60)
class LoginFlowsTest {

    private static final String REDIRECT = LoginClient.REDIRECT;
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().clock(clock).build();
    private final FakeLogin login = fake.login();
    private final LoginClient client = new LoginClient(fake);

    @AfterEach
    void close() {
        fake.close();
    }

    // --- browser ---

    private Answer authorize(String version, String... more) throws Exception {
        return client.authorize(version, more);
    }

    private Answer redeem(String code, String... more) throws Exception {
        return client.redeem(code, more);
    }

    @Test
    void authorize_returnsACodeThatCanBeRedeemedOnce() throws Exception {
        Answer redirect = authorize("/oauth2/v2.0");

        assertThat(redirect.status()).isEqualTo(302);
        assertThat(LoginClient.result(redirect)).containsEntry("state", "a&b").containsKey("code");
        String code = LoginClient.result(redirect).get("code");
        Answer tokens = redeem(code);
        assertThat(client.profile(tokens.text("access_token")).statusCode()).isEqualTo(200);
        assertThat(client.refresh(tokens.text("refresh_token")).status()).isEqualTo(200);
        assertThat(redeem(code).error()).isEqualTo("400 invalid_grant 54005");
        assertThat(redeem("unknown").error()).isEqualTo("400 invalid_grant 9002313");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(document.domain)//",
                "data:text/html,x",
                "/relative",
                "http:opaque",
                "http:///nowhere",
                "http://localhost/#fragment",
                "http://localhost/a b",
                "http://localhost/\u0001",
                "java\nscript:x",
                "ftp://localhost/",
                "%"
            })
    void redirectUri_notAWebAddress_isRefusedInEveryMode(String uri) throws Exception {
        for (String mode : List.of("query", "form_post")) {
            Answer refused = authorize("/oauth2/v2.0", "redirect_uri", uri, "response_mode", mode);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.http().headers().firstValue("Location")).isEmpty();
            assertThat(refused.http().body()).doesNotContain("<form", "<script");
            assertThat(refused.http().headers().firstValue("Content-Security-Policy"))
                    .contains("default-src 'none'; base-uri 'none'");
        }
    }

    @Test
    void formPost_policyAllowsItsOwnScriptOnly() throws Exception {
        Answer page = authorize("/oauth2/v2.0", "response_mode", "form_post");

        String script = page.http().body().replaceAll("(?s).*<script>(.*)</script>.*", "$1");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.http().headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'sha256-" + hash
                        + "'; form-action http: https:; base-uri 'none'");
    }

    @Test
    void code_otherRedirectUriOtherClientOrTooLate_isRefused() throws Exception {
        String code = LoginClient.result(authorize("/oauth2")).get("code");

        assertThat(redeem(code, "redirect_uri", "http://localhost/other").error())
                .isEqualTo("401 invalid_client 500112");
        assertThat(redeem(code, "client_id", login.publicClientId(), "client_secret", "")
                        .error())
                .isEqualTo("400 invalid_grant 700007");
        clock.advance(Duration.ofMinutes(10));
        assertThat(redeem(code).error()).isEqualTo("400 invalid_grant 70008");
    }

    @Test
    void code_withAChallenge_needsTheVerifier() throws Exception {
        String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        String challenge = BASE64.encodeToString(
                MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        String code = LoginClient.result(
                        authorize("/oauth2/v2.0", "code_challenge", challenge, "code_challenge_method", "S256"))
                .get("code");

        assertThat(redeem(code).error()).isEqualTo("400 invalid_grant 501481");
        assertThat(redeem(code, "code_verifier", verifier + "x").error()).isEqualTo("400 invalid_grant 501481");
        assertThat(redeem(code, "code_verifier", verifier).status()).isEqualTo(200);
    }

    @Test
    void formPost_returnsAPageThatSubmitsItself() throws Exception {
        Answer page = authorize(
                "/oauth2",
                "response_mode",
                "form_post",
                "response_type",
                "code id_token",
                "nonce",
                "n-1",
                "state",
                "\"<");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.http().headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.http().body())
                .contains("method=\"POST\"", "action=\"" + REDIRECT + "\"", "name=\"code\"", "submit()")
                .contains("value=\"&quot;&lt;\"");
        String idToken = page.http().body().replaceAll("(?s).*name=\"id_token\" value=\"([^\"]*)\".*", "$1");
        assertThat(LoginClient.claims(idToken).find("nonce")).isEqualTo(Json.text("n-1"));
    }

    @Test
    void denySignIn_nextSignInOnly_getsAccessDenied() throws Exception {
        login.denySignIn();

        assertThat(LoginClient.result(authorize("/oauth2/v2.0")))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a&b")
                .doesNotContainKey("code");
        assertThat(LoginClient.result(authorize("/oauth2/v2.0"))).containsKey("code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\":{\"amr\":{\"essential\":true,\"values\":[\"mfa\"]}}}",
                "{\"id_token\":{\"amr\":{\"values\":[\"pwd\",\"mfa\"]}}}",
                "{\"access_token\":{\"amr\":{\"value\":\"mfa\"}}}"
            })
    void claims_thatRequireMfa_giveATokenWithMfa(String claims) throws Exception {
        login.mfa(false);

        Answer tokens = redeem(
                LoginClient.result(authorize("/oauth2/v2.0", "claims", claims)).get("code"));

        assertThat(client.profile(tokens.text("access_token")).statusCode()).isEqualTo(200);
    }

    @Test
    void claims_ofAnotherKind_giveATokenWithoutMfa() throws Exception {
        login.mfa(false);

        for (String claims :
                List.of("{}", "{\"access_token\":{\"xms_cc\":{\"values\":[\"mfa\"]}}}", "{\"access_token\":null}")) {
            Answer tokens = redeem(LoginClient.result(authorize("/oauth2/v2.0", "claims", claims))
                    .get("code"));

            assertThat(client.profile(tokens.text("access_token")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void claims_notAJsonObject_areRefused() throws Exception {
        for (String claims : List.of("mfa", "[]", "{")) {
            assertThat(LoginClient.result(authorize("/oauth2/v2.0", "claims", claims)))
                    .containsEntry("error", "invalid_request")
                    .doesNotContainKey("code");
        }
    }

    @Test
    void signInFrom_clientNamesNoTenant_isTheTenantOfTheTokens() throws Exception {
        String other = "9b8c7d6e-5f4a-4b3c-8d2e-1f0a9b8c7d6e";
        login.signInFrom(other);

        Answer tokens = redeem(
                LoginClient.result(authorize("/oauth2/v2.0", "scope", fake.url() + "/user_impersonation openid"))
                        .get("code"),
                "scope",
                "");

        assertThat(LoginClient.claims(tokens.text("id_token")).find("tid")).isEqualTo(Json.text(other));
        Answer page = client.get("/" + fake.tenant() + "/oauth2/v2.0/authorize?client_id=" + login.clientId()
                + "&redirect_uri=" + REDIRECT + "&response_type=code&scope=openid");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.http().body()).contains("AADSTS50020");
        assertThat(page.http().headers().firstValue("Location")).isEmpty();
    }

    @Test
    void authorize_unknownApp_doesNotRedirect() throws Exception {
        Answer page = authorize("/oauth2/v2.0", "client_id", "11111111-2222-4333-8444-555555555555");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.http().body()).contains("AADSTS700016");
        assertThat(page.http().headers().firstValue("Location")).isEmpty();
    }

    // --- device code ---

    private Answer startDevice() throws Exception {
        return client.post(
                "organizations",
                "/oauth2/v2.0/devicecode",
                Map.of("client_id", login.publicClientId(), "scope", fake.url() + "/user_impersonation"));
    }

    private Answer poll(Answer device) throws Exception {
        return poll(device, DEVICE);
    }

    private Answer poll(Answer device, String grantType) throws Exception {
        return client.post(
                "organizations",
                LoginClient.V2,
                client.form(
                        grantType,
                        "client_id",
                        login.publicClientId(),
                        "client_secret",
                        "",
                        "device_code",
                        device.text("device_code")));
    }

    @Test
    void deviceCode_secondPoll_getsTokens() throws Exception {
        Answer device = startDevice();

        assertThat(device.member("expires_in")).isEqualTo(new NumberValue("900"));
        assertThat(device.member("interval")).isEqualTo(new NumberValue("5"));
        assertThat(device.text("message")).contains(device.text("user_code"), device.text("verification_uri"));
        assertThat(URI.create(device.text("verification_uri")).getHost()).isEqualTo("127.0.0.1");
        assertThat(poll(device).error()).isEqualTo("400 authorization_pending 70016");
        Answer tokens = poll(device);
        assertThat(client.profile(tokens.text("access_token")).statusCode()).isEqualTo(200);
        assertThat(poll(device).error()).isEqualTo("400 bad_verification_code 70018");
        String page = device.text("verification_uri").replace(fake.cloud().authority() + "", "");
        assertThat(client.get(page).status()).isEqualTo(200);
    }

    @Test
    void deviceCode_approvedDeclinedOrLate_pollGetsThatResult() throws Exception {
        Answer approved = startDevice();
        Answer declined = startDevice();
        Answer late = startDevice();
        login.approveDevice(approved.text("user_code"));
        login.declineDevice(declined.text("user_code"));

        assertThat(poll(approved, "device_code").status()).isEqualTo(200);
        assertThat(poll(declined).error()).isEqualTo("400 authorization_declined 70023");
        clock.advance(Duration.ofMinutes(15));
        assertThat(poll(late).error()).isEqualTo("400 expired_token 70020");
    }

    // --- reset ---

    @Test
    void reset_forgetsPendingSignInsButNotTheCredentialsOfTheApp() throws Exception {
        TestCertificate app = TestCertificate.app();
        login.acceptCertificate(app.certificate());
        login.acceptAssertion("an assertion");
        String token = login.issueRefreshToken();
        Answer device = startDevice();
        String code = LoginClient.result(authorize("/oauth2/v2.0")).get("code");

        fake.reset();

        assertThat(poll(device).error()).isEqualTo("400 bad_verification_code 70018");
        assertThat(redeem(code).error()).isEqualTo("400 invalid_grant 9002313");
        assertThat(refresh(token, assertion(app.key(), login.clientId())).status())
                .isEqualTo(200);
        assertThat(refresh(token, "an assertion").status()).isEqualTo(200);
    }

    // --- certificate ---

    @Test
    void assertion_signedWithTheKeyOfTheCertificate_isAccepted() throws Exception {
        TestCertificate app = TestCertificate.app();
        login.acceptCertificate(app.certificate());
        String token = login.issueRefreshToken();

        String good = assertion(app.key(), login.clientId());
        assertThat(refresh(token, good).status()).isEqualTo(200);
        assertThat(refresh(token, assertion(TestCertificate.other().key(), login.clientId()))
                        .error())
                .isEqualTo("401 invalid_client 700027");
        assertThat(refresh(token, assertion(app.key(), login.publicClientId())).error())
                .isEqualTo("401 invalid_client 700027");
        assertThat(refresh(token, good.substring(0, good.length() - 8)).error()).isEqualTo("401 invalid_client 700027");
        assertThat(refresh(token, "no token").error()).isEqualTo("401 invalid_client 700027");
    }

    private Answer refresh(String token, String assertion) throws Exception {
        return client.refresh(token, "client_secret", "", "client_assertion", assertion);
    }

    private static String assertion(PrivateKey key, String app) throws Exception {
        String content = BASE64.encodeToString("{\"alg\":\"PS256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + BASE64.encodeToString(("{\"sub\":\"" + app + "\"}").getBytes(StandardCharsets.US_ASCII));
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        signature.initSign(key);
        signature.update(content.getBytes(StandardCharsets.US_ASCII));
        return content + "." + BASE64.encodeToString(signature.sign());
    }

    // --- discovery ---

    @Test
    void discovery_hasOnlyAddressesOfTheFake() throws Exception {
        for (String version : new String[] {"/v2.0", ""}) {
            Answer configuration = client.get("/" + fake.tenant() + version + "/.well-known/openid-configuration");

            String base = fake.cloud().authority() + "/" + fake.tenant();
            assertThat(configuration.text("token_endpoint")).isEqualTo(base + "/oauth2" + version + "/token");
            assertThat(configuration.text("authorization_endpoint")).startsWith(base);
            assertThat(configuration.text("device_authorization_endpoint")).startsWith(base);
            assertThat(client.get(URI.create(configuration.text("jwks_uri")).getPath())
                            .http()
                            .body())
                    .startsWith("{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",");
        }
        ObjectValue instance =
                client.get("/common/discovery/instance?api-version=1.1").json();
        assertThat(instance.find("tenant_discovery_endpoint"))
                .isEqualTo(Json.text(fake.cloud().authority() + "/common/v2.0/.well-known/openid-configuration"));
    }
}

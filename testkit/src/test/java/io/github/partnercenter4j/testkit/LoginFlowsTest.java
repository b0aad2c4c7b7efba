package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.LoginClient.Answer;
import io.github.partnercenter4j.testkit.json.Json;
import io.github.partnercenter4j.testkit.json.Json.NumberValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in: in a browser, on a device, by a certificate. */
@Timeout(60)
class LoginFlowsTest {

    private static final String REDIRECT = LoginClient.REDIRECT;
    private static final String PASSWORD = "for this test";
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

    // --- in a browser ---

    private Answer authorize(String version, String... more) throws Exception {
        return client.authorize(version, more);
    }

    private Answer redeem(String code, String... more) throws Exception {
        return client.redeem(code, more);
    }

    @Test
    void code_isSentBackAndRedeemedOnce() throws Exception {
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
    void redirectUri_thatIsNoWebAddress_isRefusedInEveryMode(String uri) throws Exception {
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
    void formPost_mayRunItsOwnScriptOnly() throws Exception {
        Answer page = authorize("/oauth2/v2.0", "response_mode", "form_post");

        String script = page.http().body().replaceAll("(?s).*<script>(.*)</script>.*", "$1");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(page.http().headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; script-src 'sha256-" + hash
                        + "'; form-action http: https:; base-uri 'none'");
    }

    @Test
    void code_isForItsRedirectItsClientAndTenMinutes() throws Exception {
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
    void code_withAChallenge_isForWhoHasTheVerifier() throws Exception {
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
    void formPost_answersAPageThatPostsItself() throws Exception {
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
    void denySignIn_sendsTheUsersNoBackOnce() throws Exception {
        login.denySignIn();

        assertThat(LoginClient.result(authorize("/oauth2/v2.0")))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a&b")
                .doesNotContainKey("code");
        assertThat(LoginClient.result(authorize("/oauth2/v2.0"))).containsKey("code");
    }

    @Test
    void authorize_unknownApp_sendsTheBrowserNowhere() throws Exception {
        Answer page = authorize("/oauth2/v2.0", "client_id", "11111111-2222-4333-8444-555555555555");

        assertThat(page.status()).isEqualTo(400);
        assertThat(page.http().body()).contains("AADSTS700016");
        assertThat(page.http().headers().firstValue("Location")).isEmpty();
    }

    // --- on a device ---

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
    void device_isLetInAtItsSecondPoll() throws Exception {
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
    void device_approvedDeclinedOrLate_hearsSo() throws Exception {
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

    // --- by a certificate ---

    @Test
    void assertion_signedByTheCertificatesKey_isTaken(@TempDir Path folder) throws Exception {
        KeyStore store = newCertificate(folder.resolve("app.p12"));
        PrivateKey keys = (PrivateKey) store.getKey("app", PASSWORD.toCharArray());
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        PrivateKey others = generator.generateKeyPair().getPrivate();
        login.acceptCertificate((X509Certificate) store.getCertificate("app"));
        String token = login.issueRefreshToken();

        String good = assertion(keys, login.clientId());
        assertThat(refresh(token, good).status()).isEqualTo(200);
        assertThat(refresh(token, assertion(others, login.clientId())).error()).isEqualTo("401 invalid_client 700027");
        assertThat(refresh(token, assertion(keys, login.publicClientId())).error())
                .isEqualTo("401 invalid_client 700027");
        assertThat(refresh(token, good.substring(0, good.length() - 8)).error()).isEqualTo("401 invalid_client 700027");
        assertThat(refresh(token, "no token").error()).isEqualTo("401 invalid_client 700027");
    }

    private static KeyStore newCertificate(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "app",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=app",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(file.resolveSibling("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
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

    // --- what libraries ask before ---

    @Test
    void discovery_pointsAtTheFakeAlone() throws Exception {
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

package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.LoginClient.Answer;
import io.github.partnercenter4j.testkit.json.Json.ArrayValue;
import io.github.partnercenter4j.testkit.json.Json.ObjectValue;
import io.github.partnercenter4j.testkit.json.Json.TextValue;
import io.github.partnercenter4j.testkit.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scopes of grants, and the parts that standard OpenID libraries check. */
@Timeout(60)
class LoginScopesTest {

    private static final String GRAPH = "https://graph.microsoft.com/user_impersonation";
    private static final String PARTNER_CENTER = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final FakePartnerCenter fake = FakePartnerCenter.builder().build();
    private final LoginClient client = new LoginClient(fake);
    private final String ownApi = fake.url() + "/user_impersonation";

    @AfterEach
    void close() {
        fake.close();
    }

    private String code(String scope) throws Exception {
        return LoginClient.result(client.authorize("/oauth2/v2.0", "scope", scope))
                .get("code");
    }

    private int profileStatus(Answer tokens) throws Exception {
        return client.profile(tokens.text("access_token")).statusCode();
    }

    private static ObjectValue header(String jwt) throws Exception {
        return (ObjectValue) JsonReader.read(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[0]));
    }

    // --- a grant remembers its scope ---

    @Test
    void code_redeemedWithoutScope_givesTheGrantedScopes() throws Exception {
        Answer tokens = client.redeem(code("openid offline_access " + ownApi), "scope", "");

        assertThat(profileStatus(tokens)).isEqualTo(200);
        assertThat(tokens.json().find("id_token")).isNotNull();
        Answer again = client.refresh(tokens.text("refresh_token"), "scope", "");
        assertThat(profileStatus(again)).isEqualTo(200);
        assertThat(again.json().find("id_token")).isNotNull();
        assertThat(again.json().find("refresh_token")).isNotNull();
    }

    @Test
    void code_redeemedWithoutScope_givesNoOtherScopes() throws Exception {
        Answer tokens = client.redeem(code(ownApi), "scope", "");

        assertThat(profileStatus(tokens)).isEqualTo(200);
        assertThat(tokens.json().find("id_token")).isNull();
        assertThat(tokens.json().find("refresh_token")).isNull();
    }

    @Test
    void code_forAnotherApi_givesNoPartnerCenterToken() throws Exception {
        String code = code("offline_access " + GRAPH);

        assertThat(client.redeem(code).error()).isEqualTo("400 invalid_scope 70011");
        Answer tokens = client.redeem(code, "scope", "");
        assertThat(profileStatus(tokens)).isEqualTo(401);
        // A refresh token is for every API that the app may call.
        assertThat(profileStatus(client.refresh(tokens.text("refresh_token")))).isEqualTo(200);
        assertThat(profileStatus(client.refresh(tokens.text("refresh_token"), "scope", "")))
                .isEqualTo(401);
    }

    @Test
    void deviceCode_redeemedWithoutScope_givesTheGrantedScopes() throws Exception {
        Answer device = client.post(
                "organizations",
                "/oauth2/v2.0/devicecode",
                Map.of("client_id", fake.login().publicClientId(), "scope", "openid offline_access " + ownApi));
        fake.login().approveDevice(device.text("user_code"));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
        form.put("client_id", fake.login().publicClientId());
        form.put("device_code", device.text("device_code"));

        Answer tokens = client.post("organizations", LoginClient.V2, form);

        assertThat(profileStatus(tokens)).isEqualTo(200);
        assertThat(tokens.json().find("id_token")).isNotNull();
        assertThat(tokens.json().find("refresh_token")).isNotNull();
    }

    @Test
    void code_redeemedWithoutItsRedirectUri_isRefused() throws Exception {
        assertThat(client.redeem(code(ownApi), "redirect_uri", "").error()).isEqualTo("400 invalid_request 900144");
    }

    @ParameterizedTest
    @CsvSource({"/user_impersonation", "/.default"})
    void scope_withTheApplicationIdOfTheApi_isAccepted(String permission) throws Exception {
        Answer tokens = client.redeem(code(PARTNER_CENTER + permission), "scope", PARTNER_CENTER + permission);

        assertThat(profileStatus(tokens)).isEqualTo(200);
    }

    // --- refused sign-ins ---

    @Test
    void authorize_withoutScope_isRefused() throws Exception {
        Answer refused = client.authorize("/oauth2/v2.0", "scope", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.http().body()).contains("AADSTS900144", "scope");
    }

    @ParameterizedTest
    @CsvSource({
        "response_type,token,unsupported_response_type,70005",
        "response_type,code token,unsupported_response_type,70005",
        "response_type,code code2,unsupported_response_type,70005",
        "code_challenge_method,S512,invalid_request,501491",
        "response_mode,web_message,unsupported_response_mode,70007"
    })
    void authorize_withAnUnknownValue_redirectsWithTheError(String name, String value, String error, String number)
            throws Exception {
        Map<String, String> result = LoginClient.result(client.authorize("/oauth2/v2.0", name, value));

        assertThat(result)
                .containsEntry("error", error)
                .containsEntry("state", "a&b")
                .doesNotContainKey("code");
        assertThat(result.get("error_description")).startsWith("AADSTS" + number + ":");
    }

    // --- hybrid ---

    @Test
    void hybridFlow_sendsCodeAndIdTokenInTheFragment() throws Exception {
        Answer redirect = client.authorize(
                "/oauth2/v2.0", "response_type", "id_token code", "nonce", "n-1", "scope", "openid " + ownApi);

        assertThat(redirect.http().headers().firstValue("Location").orElseThrow())
                .startsWith(LoginClient.REDIRECT + "#");
        Map<String, String> result = LoginClient.result(redirect);
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(result.get("code").getBytes(StandardCharsets.US_ASCII));
        assertThat(((TextValue) LoginClient.claims(result.get("id_token")).find("c_hash")).value())
                .isEqualTo(BASE64.encodeToString(Arrays.copyOf(hash, 16)));
        assertThat(profileStatus(client.redeem(result.get("code")))).isEqualTo(200);
    }

    @Test
    void idToken_inAQueryOrWithoutNonce_isRefused() throws Exception {
        assertThat(LoginClient.result(client.authorize(
                        "/oauth2/v2.0", "response_type", "code id_token", "nonce", "n", "response_mode", "query")))
                .containsEntry("error", "unsupported_response_mode");
        assertThat(LoginClient.result(client.authorize("/oauth2/v2.0", "response_type", "id_token")))
                .containsEntry("error", "invalid_request");
    }

    @Test
    void code_responseModeFragment_isSentInTheFragment() throws Exception {
        Answer redirect = client.authorize("/oauth2/v2.0", "response_mode", "fragment");

        assertThat(redirect.http().headers().firstValue("Location").orElseThrow())
                .startsWith(LoginClient.REDIRECT + "#code=");
    }

    // --- tokens and keys ---

    @Test
    void appOnlyToken_hasTheObjectIdOfItsPrincipal() throws Exception {
        Answer token =
                client.post(LoginClient.V2, client.form("client_credentials", "scope", fake.url() + "/.default"));

        ObjectValue claims = LoginClient.claims(token.text("access_token"));
        assertThat(claims.find("oid")).isNotNull().isEqualTo(claims.find("sub"));
    }

    /** A key of its own for each JVM would take longer to generate than everything else in a login. */
    @Test
    void keySet_isTheSameInEachJvm() throws Exception {
        ObjectValue key = (ObjectValue)
                ((ArrayValue) client.get("/common/discovery/keys").json().find("keys"))
                        .items()
                        .get(0);

        assertThat(((TextValue) key.find("kid")).value()).isEqualTo("oN39Y5fTuXsRgUOdAJ7kxJT83UE");
    }

    @Test
    void keySet_hasTheCertificateOfTheSigningKey() throws Exception {
        Answer tokens = client.redeem(code(ownApi));
        ObjectValue key = (ObjectValue)
                ((ArrayValue) client.get("/common/discovery/keys").json().find("keys"))
                        .items()
                        .get(0);

        String encoded = ((TextValue) ((ArrayValue) key.find("x5c")).items().get(0)).value();
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(encoded)));

        certificate.verify(certificate.getPublicKey());
        String thumbprint =
                BASE64.encodeToString(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
        String accessToken = tokens.text("access_token");
        assertThat(((TextValue) key.find("x5t")).value()).isEqualTo(thumbprint);
        assertThat(((TextValue) header(accessToken).find("x5t")).value()).isEqualTo(thumbprint);
        assertThat(((TextValue) header(accessToken).find("kid")).value()).isEqualTo(thumbprint);
        String[] parts = accessToken.split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(certificate);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    void wrongSecret_inTheHeader_getsAChallenge() throws Exception {
        String basic = Base64.getEncoder()
                .encodeToString((fake.login().clientId() + ":wrong").getBytes(StandardCharsets.UTF_8));

        Answer refused = client.post(
                LoginClient.V2,
                client.form("client_credentials", "client_id", "", "client_secret", ""),
                "Authorization",
                "Basic " + basic);

        assertThat(refused.error()).isEqualTo("401 invalid_client 7000215");
        assertThat(refused.http().headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic ");
        assertThat(client.post(LoginClient.V2, client.form("client_credentials", "client_secret", "wrong"))
                        .http()
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .isEmpty();
    }
}

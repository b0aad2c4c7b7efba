package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.msal.ConsentException.Reason;
import io.github.partnercenter4j.msal.HostedConsent.Consented;
import io.github.partnercenter4j.msal.HostedConsent.Started;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The consent of a web application. The test acts as browser and application, and the login service is scripted. */
@Timeout(60)
class HostedConsentTest {

    private static final String TENANT = "7a6ea5f1-3f0e-4d6f-9f0c-1a2b3c4d5e6f";
    private static final String OTHER = "9b8c7d6e-5f4a-4b3c-8d2e-1f0a9b8c7d6e";
    private static final String USER = "0a0b0c0d-1111-2222-3333-444455556666";
    private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
    private static final URI BACK = URI.create("https://portal.example/partner-center/connected");
    private static final RefreshToken BEFORE = RefreshToken.confidential("rt-before");

    private final ScriptedService service = new ScriptedService();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();
    private final VirtualClock clock = VirtualClock.start();
    private final HostedConsent consent = app().hostedConsent(BACK);

    @BeforeEach
    void storeAnEarlierToken() {
        store.save(TENANT, BEFORE);
    }

    private MsalAccessTokenProvider.Builder app() {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .clientId(CLIENT)
                .clientSecret(() -> "canary-secret")
                .refreshTokens(store)
                .time(clock)
                .service(service);
    }

    private static Map<String, String> query(Started started) {
        return ScriptedService.decoded(started.page().getRawQuery());
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Returns the callback of a browser that signed in. */
    private static String callback(Started started) {
        return "code=canary-code&state=" + encoded(query(started).get("state")) + "&session_state=x";
    }

    /** Returns the claims of the id token for a sign-in. */
    private Map<String, Object> claims(Started started, String tenant) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", CLIENT);
        claims.put("iss", "https://login.microsoftonline.com/" + tenant + "/v2.0");
        claims.put("tid", tenant);
        claims.put("oid", USER);
        claims.put("nonce", query(started).get("nonce"));
        claims.put("exp", clock.now().plusSeconds(3600).getEpochSecond());
        claims.put("preferred_username", "canary@contoso.example");
        return claims;
    }

    private static String idToken(Map<String, Object> claims) {
        StringBuilder json = new StringBuilder();
        claims.forEach((name, value) -> json.append(json.length() == 0 ? "{" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(value instanceof String text ? "\"" + text + "\"" : value));
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(json.append('}').toString().getBytes(StandardCharsets.UTF_8)) + ".c2ln";
    }

    private void thenTokens(@Nullable String refreshToken, @Nullable String idToken) {
        service.then(
                200,
                "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"canary-at\""
                        + (refreshToken == null ? "" : ",\"refresh_token\":\"" + refreshToken + "\"")
                        + (idToken == null ? "" : ",\"id_token\":\"" + idToken + "\"") + "}");
    }

    private void thenSignedIn(Started started, String tenant) {
        thenTokens("rt-new", idToken(claims(started, tenant)));
    }

    private ConsentException refused(HostedConsent by, @Nullable String callback, @Nullable String pending) {
        Throwable thrown = catchThrowable(() -> by.complete(callback, pending));
        assertThat(thrown).isInstanceOf(ConsentException.class);
        assertThat(thrown.getMessage())
                .doesNotContain("canary")
                .doesNotContain(USER)
                .endsWith(".");
        assertThat(thrown.getCause()).isNull();
        assertThat(store.load(TENANT)).isEqualTo(BEFORE);
        assertThat(store.load(OTHER)).isNull();
        return (ConsentException) thrown;
    }

    private Reason reasonBeforeAnyRequest(@Nullable String callback, @Nullable String pending) {
        Reason reason = refused(consent, callback, pending).reason();
        assertThat(service.asked).isEmpty();
        return reason;
    }

    // --- the sign-in page ---

    @Test
    void begin_twice_hasItsOwnStateNonceAndChallenge() {
        Started started = consent.begin(TENANT);
        Started another = consent.begin(TENANT);

        assertThat(started.page().toString())
                .startsWith("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/authorize?");
        assertThat(query(started))
                .containsEntry("client_id", CLIENT)
                .containsEntry("response_type", "code")
                .containsEntry("response_mode", "query")
                .containsEntry("redirect_uri", BACK.toString())
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("prompt", "select_account")
                .containsEntry(
                        "scope",
                        "https://api.partnercenter.microsoft.com/user_impersonation openid profile offline_access");
        for (String secret : List.of("state", "nonce", "code_challenge")) {
            assertThat(query(started).get(secret))
                    .hasSizeGreaterThan(40)
                    .isNotEqualTo(query(another).get(secret));
        }
        assertThat(service.asked).isEmpty();
    }

    @Test
    void begin_byDefault_asksForASecondFactor() {
        Map<String, String> usual = query(consent.begin(TENANT));
        Map<String, String> fresh =
                query(consent.begin(TENANT, SignInOptions.defaults().withFreshSecondFactor()));
        Map<String, String> without =
                query(consent.begin(TENANT, SignInOptions.defaults().withoutSecondFactor()));
        Map<String, String> hinted = query(consent.begin(
                TENANT,
                SignInOptions.defaults()
                        .withPrompt(SignInOptions.Prompt.CONSENT)
                        .withLoginHint("admin+1@contoso.example")
                        .withClaims("eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19")));

        assertThat(usual.get("claims"))
                .isEqualTo("{\"access_token\":{\"amr\":{\"essential\":true,\"values\":[\"mfa\"]}}}");
        assertThat(fresh).containsEntry("prompt", "login").containsEntry("claims", usual.get("claims"));
        assertThat(without).doesNotContainKey("claims").containsEntry("prompt", "select_account");
        assertThat(hinted)
                .containsEntry("prompt", "consent")
                .containsEntry("login_hint", "admin+1@contoso.example")
                .containsEntry("claims", "{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mfa", "[]", "{\"a\":1", "{}{}", "{} x", "bm8="})
    void claims_notAJsonObject_areRefused(String claims) {
        assertThatThrownBy(() -> SignInOptions.defaults().withClaims(claims))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("claims must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a\nb"})
    void loginHint_notAUserName_isRefused(String hint) {
        assertThatThrownBy(() -> SignInOptions.defaults().withLoginHint(hint))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loginHint must be a user name");
    }

    @Test
    void begin_storeCannotBeUsed_failsBeforeAUserSignsIn() {
        HostedConsent broken = app().refreshTokens(new BrokenStore()).hostedConsent(BACK);

        assertThatThrownBy(() -> broken.begin(TENANT))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("The sign-in did not start.")
                .hasMessageContaining(TENANT);
    }

    @Test
    void begin_noTenant_isRefused() {
        assertThatThrownBy(() -> consent.begin("organizations")).isInstanceOf(IllegalArgumentException.class);
    }

    // --- the callback of a user who signed in ---

    @Test
    void complete_signedIn_storesTheTokenUnderTheTenant() throws Exception {
        Started started = consent.begin(TENANT.toUpperCase(Locale.ROOT));
        thenSignedIn(started, TENANT);

        Consented consented = consent.complete(callback(started), started.pending());

        assertThat(consented).isEqualTo(new Consented(TENANT, USER));
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt-new"));
        Map<String, String> form = service.asked.get(0).form();
        assertThat(service.asked).hasSize(1);
        assertThat(service.asked.get(0).endpoint().getPath()).isEqualTo("/" + TENANT + "/oauth2/v2.0/token");
        assertThat(form)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("code", "canary-code")
                .containsEntry("redirect_uri", BACK.toString())
                .containsEntry("client_secret", "canary-secret");
        assertThat(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(MessageDigest.getInstance("SHA-256")
                                .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(query(started).get("code_challenge"));
        assertThat(started.page().toString()).doesNotContain(form.get("code_verifier"));
    }

    @Test
    void complete_onAnotherNode_succeedsAndTheProviderUsesTheToken() throws Exception {
        MsalAccessTokenProvider.Builder node = app();
        Started started = consent.begin(TENANT);
        thenSignedIn(started, TENANT);
        service.thenToken("at-2", "rt-3");

        node.hostedConsent(BACK).complete(callback(started), started.pending());
        try (MsalAccessTokenProvider tokens = node.tenant(TENANT).build()) {
            tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run))
                    .get(20, TimeUnit.SECONDS);
        }

        assertThat(service.values("refresh_token")).containsExactly(null, "rt-new");
    }

    @Test
    void complete_signedIn_callsTheListenerWithTheTimeOfTheToken() {
        List<String> listenerCalls = new ArrayList<>();
        HostedConsent withListener = app().rotationListener(
                        (tenant, issuedAt) -> listenerCalls.add(tenant + " " + issuedAt))
                .hostedConsent(BACK);
        Started started = withListener.begin(TENANT);
        thenSignedIn(started, TENANT);

        withListener.complete(callback(started), started.pending());

        assertThat(listenerCalls).containsExactly(TENANT + " " + clock.now());
        assertThat(store.load(TENANT).issuedAt()).isEqualTo(clock.now());
    }

    @Test
    void complete_parametersAsAMap_areAccepted() {
        Started started = consent.begin(TENANT);
        thenSignedIn(started, TENANT);

        Consented consented = consent.complete(
                Map.of("code", List.of("c"), "state", List.of(query(started).get("state"))), started.pending());

        assertThat(consented.tenant()).isEqualTo(TENANT);
    }

    @Test
    void complete_tenantWasOpen_storesUnderTheTenantOfTheUser() {
        Started started = consent.beginForAnyTenant(SignInOptions.defaults());
        thenSignedIn(started, OTHER);

        Consented consented = consent.complete(callback(started), started.pending());

        assertThat(started.page().getPath()).isEqualTo("/organizations/oauth2/v2.0/authorize");
        assertThat(service.asked.get(0).endpoint().getPath()).isEqualTo("/organizations/oauth2/v2.0/token");
        assertThat(consented.tenant()).isEqualTo(OTHER);
        assertThat(store.load(OTHER)).isEqualTo(RefreshToken.confidential("rt-new"));
        assertThat(store.load("organizations")).isNull();
        assertThat(store.load(TENANT)).isEqualTo(BEFORE);
    }

    @Test
    void complete_tenantWasADomain_storesUnderTheDomain() {
        Started started = consent.begin("Contoso.onmicrosoft.com");
        thenSignedIn(started, TENANT);

        Consented consented = consent.complete(callback(started), started.pending());

        assertThat(consented.tenant()).isEqualTo(TENANT);
        assertThat(store.load("contoso.onmicrosoft.com")).isEqualTo(RefreshToken.confidential("rt-new"));
    }

    // --- refused before any request ---

    @Test
    void complete_sessionHasNoConsent_isNotStarted() {
        String callback = callback(consent.begin(TENANT));

        for (String pending : new String[] {null, "", " ", "canary", "Y2FuYXJ5", "x".repeat(10_000)}) {
            assertThat(reasonBeforeAnyRequest(callback, pending)).isEqualTo(Reason.NOT_STARTED);
        }
    }

    @Test
    void complete_valueOfOtherSettings_isNotStarted() {
        HostedConsent otherAddress = app().hostedConsent(URI.create("https://portal.example/elsewhere"));
        HostedConsent otherApp =
                app().clientId("99999999-2222-3333-4444-555555555555").hostedConsent(BACK);
        HostedConsent otherCloud = MsalAccessTokenProvider.builder(Cloud.CHINA)
                .clientId(CLIENT)
                .clientSecret(() -> "canary-secret")
                .refreshTokens(store)
                .time(clock)
                .service(service)
                .hostedConsent(BACK);
        for (HostedConsent other : List.of(otherAddress, otherApp, otherCloud)) {
            Started started = other.begin(TENANT);

            assertThat(reasonBeforeAnyRequest(callback(started), started.pending()))
                    .isEqualTo(Reason.NOT_STARTED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", NOT_AN_ANSWER",
        "code=canary, NOT_AN_ANSWER",
        "code=canary&state=, NOT_AN_ANSWER",
        "code=canary&state=%zz, NOT_AN_ANSWER",
        "code=canary&state=STATE&state=STATE, NOT_AN_ANSWER",
        "code=canary&state=STATE&state=canary, NOT_AN_ANSWER",
        "error=access_denied, NOT_AN_ANSWER",
        "code=%20&state=STATE, NOT_AN_ANSWER",
        "code=canary&state=%20, NOT_AN_ANSWER",
        "code=canary&error=x&error=x&state=STATE, NOT_AN_ANSWER",
        "code=canary&error=&state=STATE, NOT_AN_ANSWER",
        "code=canary&error&state=STATE, NOT_AN_ANSWER",
        "code=canary&state=canary, OTHER_SESSION",
        "code=canary&state=OTHER, OTHER_SESSION",
        "error=access_denied&state=OTHER, OTHER_SESSION",
        "state=STATE, NOT_AN_ANSWER",
        "code=&state=STATE, NOT_AN_ANSWER",
        "code=canary&code=canary&state=STATE, NOT_AN_ANSWER",
    })
    void complete_callbackIsNoAnswer_sendsNothing(@Nullable String callback, Reason reason) {
        Started started = consent.begin(TENANT);
        Started other = consent.begin(TENANT);
        String query = callback == null
                ? null
                : callback.replace("STATE", query(started).get("state"))
                        .replace("OTHER", query(other).get("state"));

        assertThat(reasonBeforeAnyRequest(query, started.pending())).isEqualTo(reason);
        assertThat(refused(consent, query, started.pending()).getMessage()).contains(TENANT);
    }

    @Test
    void complete_stateTwice_messageSaysSo() {
        Started started = consent.begin(TENANT);
        String state = "state=" + query(started).get("state");

        assertThat(refused(consent, state + "&" + state, started.pending()))
                .hasMessageStartingWith("The callback has no state, or more than one");
    }

    @Test
    void complete_parametersWithoutValues_areNoAnswer() {
        Started started = consent.begin(TENANT);
        Map<String, List<String>> parameters = new HashMap<>();
        for (List<String> nothing : Arrays.asList(null, List.<String>of(), Arrays.asList((String) null))) {
            parameters.put("state", nothing);

            assertThatThrownBy(() -> consent.complete(parameters, started.pending()))
                    .isInstanceOfSatisfying(
                            ConsentException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_AN_ANSWER));
        }
    }

    @Test
    void complete_parametersWithoutAnError_areAnAnswer() {
        Started started = consent.begin(TENANT);
        thenSignedIn(started, TENANT);
        Map<String, List<String>> parameters = new HashMap<>();
        parameters.put("error", null);
        parameters.put("code", List.of("c"));
        parameters.put("state", List.of(query(started).get("state")));

        assertThat(consent.complete(parameters, started.pending()).tenant()).isEqualTo(TENANT);
    }

    @Test
    void complete_tooLate_isExpired() {
        Started started = consent.begin(TENANT);

        clock.advance(Duration.ofMinutes(15));

        assertThat(reasonBeforeAnyRequest(callback(started), started.pending())).isEqualTo(Reason.EXPIRED);
        assertThat(refused(consent, callback(started), started.pending()).getMessage())
                .contains("within PT15M");
    }

    @Test
    void complete_timeoutBelowASecond_isKeptToTheMillisecond() {
        HostedConsent brief = app().consentTimeout(Duration.ofMillis(900)).hostedConsent(BACK);
        clock.advance(Duration.ofMillis(50));
        Started started = brief.begin(TENANT);
        clock.advance(Duration.ofMillis(899));
        thenSignedIn(started, TENANT);

        assertThat(brief.complete(callback(started), started.pending()).tenant())
                .isEqualTo(TENANT);
        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(() -> brief.complete(callback(started), started.pending()))
                .hasMessageContaining("was not completed within PT0.9S");
    }

    @Test
    void complete_inTheLastSecond_succeeds() {
        Started started = consent.begin(TENANT);
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        thenSignedIn(started, TENANT);

        assertThat(consent.complete(callback(started), started.pending()).tenant())
                .isEqualTo(TENANT);
    }

    @ParameterizedTest
    @CsvSource({
        "error=access_denied&error_description=AADSTS65004%3A+canary%40contoso.example+declined, 65004, 'access_denied, AADSTS65004: '",
        "error=access_denied&error_subcode=cancel, 0, 'access_denied: the sign-in was declined'",
        "error=interaction_required&error_description=AADSTS50076+canary, 50076, multi-factor",
        "error=invalid_request&error_description=AADSTS50011+canary, 50011, register redirectUri",
        "error=%3Ccanary%3E&error_description=canary, 0, 'was refused by the login service'",
        "error=account_selection_required, 0, 'account_selection_required: the partner must sign in: run the consent again'",
        "error=server_error, 0, 'The sign-in failed at the login service'",
        "error=temporarily_unavailable, 0, 'temporarily_unavailable: the service has a problem: run the consent again later'",
        "error=server_error&error_description=AADSTS90033+canary, 90033, 'AADSTS90033: the service has a problem'",
        "error=some_new_error, 0, 'some_new_error: this library does not know the error: look it up in Microsoft''s documentation'",
    })
    void complete_userRefusedOrCancelled_messageHasTheReasonWithoutTheirData(String error, int aadsts, String words) {
        Started started = consent.begin(TENANT);

        ConsentException refusal =
                refused(consent, error + "&state=" + query(started).get("state"), started.pending());

        assertThat(refusal.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refusal.aadsts().orElse(0)).isEqualTo(aadsts);
        assertThat(refusal.getMessage()).contains(words).contains(TENANT).contains("Nothing was stored");
        assertThat(service.asked).isEmpty();
    }

    // --- refused after the exchange ---

    @ParameterizedTest
    @CsvSource({
        "54005, ALREADY_USED",
        "70008, EXPIRED",
        "700005, OTHER_TENANT",
    })
    void complete_loginRefusesTheCode_failsWithTheReason(int number, Reason reason) {
        Started started = consent.begin(TENANT);
        service.then(
                400, "{\"error\":\"invalid_grant\",\"error_description\":\"canary\",\"error_codes\":[" + number + "]}");

        ConsentException refusal = refused(consent, callback(started), started.pending());

        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal.aadsts()).hasValue(number);
        assertThat(refusal.getMessage()).contains("AADSTS" + number).contains(TENANT);
    }

    @Test
    void complete_loginFails_isAFailureOfTheLogin() {
        Started started = consent.begin(TENANT);
        service.then(401, "{\"error\":\"invalid_client\",\"error_codes\":[7000215]}")
                .then(503, "canary");

        for (AuthenticationReason reason :
                List.of(AuthenticationReason.CREDENTIAL_REJECTED, AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE)) {
            assertThatThrownBy(() -> consent.complete(callback(started), started.pending()))
                    .isInstanceOfSatisfying(
                            AuthenticationException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(reason));
        }
        assertThat(store.load(TENANT)).isEqualTo(BEFORE);
    }

    @ParameterizedTest
    @CsvSource({
        "iss, https://login.microsoftonline.com/9b8c7d6e-5f4a-4b3c-8d2e-1f0a9b8c7d6e/v2.0, has another issuer",
        "iss, https://login.microsoftonline.com.canary.example/7a6ea5f1-3f0e-4d6f-9f0c-1a2b3c4d5e6f/v2.0, another issuer",
        "aud, 99999999-2222-3333-4444-555555555555, is for another app",
        "nonce, canary, nonce differs",
        "nonce, , nonce differs",
        "tid, , does not say which user",
        "tid, canary, does not say which user",
        "tid, ../7a6ea5f1-3f0e-4d6f-9f0c-1a2b3c4d5e6f, does not say which user",
        "oid, , does not say which user",
    })
    void complete_idTokenWithWrongClaims_isNotTrusted(String claim, @Nullable String value, String words) {
        Started started = consent.begin(TENANT);
        Map<String, Object> claims = claims(started, TENANT);
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }
        thenTokens("rt-new", idToken(claims));

        ConsentException refusal = refused(consent, callback(started), started.pending());

        assertThat(refusal.reason()).isEqualTo(Reason.UNTRUSTED_TOKEN);
        assertThat(refusal.getMessage()).contains(words).contains(TENANT);
    }

    @Test
    void complete_idTokenExpired_isNotTrustedAfterFiveMinutes() {
        Started started = consent.begin(TENANT);
        Map<String, Object> claims = claims(started, TENANT);
        claims.put("exp", clock.now().minusSeconds(300).getEpochSecond());
        thenTokens("rt-new", idToken(claims));
        assertThat(refused(consent, callback(started), started.pending()).reason())
                .isEqualTo(Reason.UNTRUSTED_TOKEN);

        claims.put("exp", clock.now().minusSeconds(299).getEpochSecond());
        thenTokens("rt-new", idToken(claims));
        assertThat(consent.complete(callback(started), started.pending()).tenant())
                .isEqualTo(TENANT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "a.b", "a.%.c", "a.W10.c"})
    void complete_noIdToken_isNotTrusted(String token) {
        Started started = consent.begin(TENANT);
        thenTokens("rt-new", token.isEmpty() ? null : token);

        assertThat(refused(consent, callback(started), started.pending()).reason())
                .isEqualTo(Reason.UNTRUSTED_TOKEN);
    }

    @Test
    void complete_userOfAnotherTenant_isRefused() {
        Started started = consent.begin(TENANT);
        thenSignedIn(started, OTHER);

        ConsentException refusal = refused(consent, callback(started), started.pending());

        assertThat(refusal.reason()).isEqualTo(Reason.OTHER_TENANT);
        assertThat(refusal.getMessage()).contains("A user of tenant " + OTHER).contains("is for tenant " + TENANT);
    }

    @Test
    void complete_tenantNotAllowedByOnlyFor_isRefused() {
        HostedConsent ours = consent.onlyFor(TENANT::equals);
        Started started = ours.beginForAnyTenant(SignInOptions.defaults());
        thenSignedIn(started, OTHER);

        assertThat(refused(ours, callback(started), started.pending()).reason()).isEqualTo(Reason.OTHER_TENANT);
    }

    @Test
    void onlyFor_twice_bothMustAllowTheTenant() {
        for (HostedConsent never : List.of(
                consent.onlyFor(tenant -> false).onlyFor(tenant -> true),
                consent.onlyFor(tenant -> true).onlyFor(tenant -> false))) {
            Started started = never.begin(TENANT);
            thenSignedIn(started, TENANT);

            assertThat(refused(never, callback(started), started.pending()).reason())
                    .isEqualTo(Reason.OTHER_TENANT);
        }
    }

    @Test
    void onlyFor_throws_itsExceptionIsThrownAndNothingIsStored() {
        IllegalStateException own = new IllegalStateException("the directory is down");
        HostedConsent ours = consent.onlyFor(tenant -> {
            throw own;
        });
        Started started = ours.begin(TENANT);
        thenSignedIn(started, TENANT);

        assertThatThrownBy(() -> ours.complete(callback(started), started.pending()))
                .isSameAs(own);
        assertThat(store.load(TENANT)).isEqualTo(BEFORE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://login.microsoftonline.com:443", "https://Login.MicrosoftOnline.com"})
    void complete_authorityInAnotherSpelling_trustsTheSameIssuer(String authority) {
        HostedConsent spelled = MsalAccessTokenProvider.builder(
                        Cloud.custom(Cloud.GLOBAL.apiBase(), URI.create(authority), Cloud.GLOBAL.scope()))
                .clientId(CLIENT)
                .clientSecret(() -> "canary-secret")
                .refreshTokens(store)
                .time(clock)
                .service(service)
                .hostedConsent(BACK);
        Started started = spelled.begin(TENANT);
        thenSignedIn(started, TENANT);

        assertThat(spelled.complete(callback(started), started.pending()).tenant())
                .isEqualTo(TENANT);
    }

    @Test
    void beginForAnyTenant_storeCannotBeUsed_failsAtTheEnd() {
        HostedConsent broken = app().refreshTokens(new BrokenStore()).hostedConsent(BACK);
        Started started = broken.beginForAnyTenant(SignInOptions.defaults());
        thenSignedIn(started, OTHER);

        assertThatThrownBy(() -> broken.complete(callback(started), started.pending()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("was not saved and is lost");
    }

    @Test
    void complete_withoutARefreshToken_failsWithTheReason() {
        Started started = consent.begin(TENANT);
        thenTokens(null, idToken(claims(started, TENANT)));

        assertThatThrownBy(() -> consent.complete(callback(started), started.pending()))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("offline_access");
        assertThat(store.load(TENANT)).isEqualTo(BEFORE);
    }

    @Test
    void complete_storeFails_messageSaysThatTheTokenIsLost() {
        Started started = consent.begin(TENANT);
        thenSignedIn(started, TENANT);

        Throwable thrown = catchThrowable(() -> app().refreshTokens(new BrokenStore())
                .hostedConsent(BACK)
                .complete(callback(started), started.pending()));

        assertThat(thrown)
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("was not saved and is lost")
                .hasMessageContaining(TENANT);
        assertThat(Throwables.getStackTrace(thrown))
                .as("the store's failure without its words")
                .contains("java.lang.IllegalStateException", "java.util.NoSuchElementException", "BrokenStore.save")
                .doesNotContain("canary", "rt-new");
    }

    // --- settings ---

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://portal.example/connected",
                "https://portal.example:8443/connected?from=microsoft",
                "https://10.1.2.3/connected",
                "http://localhost:8080/connected",
                "http://127.0.0.1/connected",
                "http://[::1]:8080/connected",
                "HTTPS://Portal.example/connected",
                "HTTP://LOCALHOST:8080/connected"
            })
    void redirectUri_httpsOrLoopback_isAccepted(String uri) {
        Started started = app().hostedConsent(URI.create(uri)).begin(TENANT);

        assertThat(query(started)).containsEntry("redirect_uri", uri);
    }

    @ParameterizedTest
    @CsvSource({
        "http://portal.example/connected, 'it is plain http, which is allowed for localhost, 127.0.0.1 and [::1] only'",
        "http://127.0.0.1.portal.example/, 'it is plain http'",
        "https://portal.example/connected#fragment, 'it has a fragment'",
        "https://user@portal.example/, 'it has user-info'",
        "https://user@my_portal.example/, 'its host or port is not valid'",
        "https://my_portal.example/, 'its host or port is not valid: a host has letters, digits, hyphens and dots'",
        "https://portal.example:0/, 'its port is not 1 to 65535'",
        "https://portal.example:65536/, 'its port is not 1 to 65535'",
        "https:/connected, 'it has no host'",
        "/connected, 'it does not begin with https://'",
        "ftp://localhost/, 'it does not begin with https://'",
        "urn:ietf:wg:oauth:2.0:oob, 'it does not begin with https://'",
    })
    void redirectUri_invalid_isRefusedInOneSentence(String uri, String wrong) {
        assertThatThrownBy(() -> app().hostedConsent(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("redirectUri must be like https://portal.example/connected, but " + wrong)
                .hasMessageNotContaining("user@");
    }

    @Test
    void redirectUri_tooLongForTheSession_isRefusedAtOnce() {
        String longest = "https://portal.example/?" + "\u00e9".repeat(976);
        Started started = app().hostedConsent(URI.create(longest)).begin(TENANT);

        assertThat(PendingConsent.read(started.pending())).isNotNull();
        assertThatThrownBy(() -> app().hostedConsent(URI.create(longest + "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("redirectUri must have at most 1000 characters, but has 1001");
    }

    @Test
    void hostedConsent_incompleteSettings_messageNamesWhatIsMissing() {
        MsalAccessTokenProvider.Builder none = MsalAccessTokenProvider.builder(Cloud.GLOBAL);
        assertThatThrownBy(() -> none.hostedConsent(BACK)).hasMessageContaining("clientId is missing");
        none.clientId(CLIENT);
        assertThatThrownBy(() -> none.hostedConsent(BACK)).hasMessageContaining("called: none");
        none.clientSecret(() -> "s");
        assertThatThrownBy(() -> none.hostedConsent(BACK)).hasMessageContaining("refreshTokens is missing");
        assertThatThrownBy(() -> MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                        .clientId(CLIENT)
                        .publicClient()
                        .refreshTokens(store)
                        .hostedConsent(BACK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is a confidential client");
    }

    @Test
    void texts_ofAllValues_showNoSecret() {
        SignInOptions options = SignInOptions.defaults().withLoginHint("canary@contoso.example");
        Started started = consent.begin(TENANT, options);
        PendingConsent pending = PendingConsent.read(started.pending());
        assertThat(pending).isNotNull();

        String texts = consent + " " + options + " " + started + " " + new Consented(TENANT, USER) + " " + pending + " "
                + pending.request() + " " + ConsentCallback.of(callback(started)) + " " + new IdToken(TENANT, USER);

        assertThat(texts)
                .doesNotContain(
                        "canary",
                        USER,
                        started.pending(),
                        pending.request().state(),
                        pending.request().nonce(),
                        pending.request().verifier());
    }

    private static final class BrokenStore implements RefreshTokenStore {
        @Override
        public @Nullable RefreshToken load(String tenant) {
            throw new IllegalStateException("canary");
        }

        @Override
        public void save(String tenant, RefreshToken token) {
            IllegalStateException failure = new IllegalStateException(
                    "canary " + token.value(), new NoSuchElementException("canary " + token.value()));
            failure.addSuppressed(new NoSuchElementException("canary " + token.value()));
            throw failure;
        }
    }
}

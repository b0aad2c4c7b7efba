package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.TokenCall;
import io.github.partnercenter4j.testkit.TokenCall.ClientAuthentication;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider with MSAL, TLS and the fake's login. */
@Timeout(60)
class FakeLoginIntegrationTest {

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().clock(clock).build();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();
    private final List<URI> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        String authority = fake.cloud().authority().toString();
        fake.close();
        assertThat(asked).as("contacted hosts").allMatch(uri -> uri.toString().startsWith(authority));
    }

    private MsalAccessTokenProvider.Builder builder() {
        return MsalAccessTokenProvider.builder(fake.cloud())
                .tenant(fake.tenant())
                .refreshTokens(store)
                .http(HttpSettings.builder()
                        .sslContext(fake.sslContext())
                        .proxy(RawPeer.recording(asked))
                        .build())
                .time(clock);
    }

    private MsalAccessTokenProvider confidential() {
        return builder()
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .build();
    }

    private MsalAccessTokenProvider publicClient() {
        return builder().clientId(fake.login().publicClientId()).publicClient().build();
    }

    private static CompletableFuture<AccessToken> ask(MsalAccessTokenProvider tokens) {
        return tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), task -> new Thread(task).start()));
    }

    private static AccessToken token(MsalAccessTokenProvider tokens) throws Exception {
        return ask(tokens).get(20, TimeUnit.SECONDS);
    }

    private AuthenticationException failure(CompletableFuture<?> future) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        assertThat(thrown[0]).isInstanceOf(AuthenticationException.class);
        for (Throwable cause = thrown[0]; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause))
                    .doesNotContain("canary")
                    .doesNotContain("@")
                    .doesNotContain(fake.login().clientSecret());
        }
        return (AuthenticationException) thrown[0];
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void storeConfidential() {
        store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
    }

    private void storePublic() {
        store.save(fake.tenant(), RefreshToken.publicClient(fake.login().issuePublicRefreshToken(fake.tenant())));
    }

    // --- refresh tokens ---

    @Test
    void client_withAStoredToken_readsTheProfile() {
        storeConfidential();
        try (MsalAccessTokenProvider tokens = confidential();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(tokens)
                        .build()) {
            assertThat(partnerCenter.profiles().supportProfile().get()).isNotNull();
        }
        assertThat(fake.login().tokenRequests())
                .singleElement()
                .returns("refresh_token", TokenCall::grantType)
                .returns(2, TokenCall::version)
                .returns(ClientAuthentication.SECRET, TokenCall::clientAuthentication)
                .returns(fake.tenant(), TokenCall::tenant);
        assertThat(asked).isNotEmpty();
    }

    @Test
    void accessToken_manyAtOnce_usesEachRefreshTokenOnce() throws Exception {
        storePublic();
        fake.login().detectReuse(true);
        try (MsalAccessTokenProvider tokens = publicClient()) {
            List<CompletableFuture<AccessToken>> all = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(ask(tokens));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        }
        assertThat(fake.login().tokenRequests()).hasSize(10).allMatch(call -> call.status() == 200);
    }

    @Test
    void accessToken_withoutRotation_keepsTheStoredToken() throws Exception {
        storeConfidential();
        RefreshToken before = store.load(fake.tenant());
        fake.login().rotate(false).accessTokenLife(Duration.ofMinutes(10));
        try (MsalAccessTokenProvider tokens = confidential()) {
            assertThat(token(tokens).expiresIn()).isEqualTo(Duration.ofMinutes(10));
            token(tokens);
        }
        assertThat(store.load(fake.tenant())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "expired, INTERACTION_REQUIRED, AADSTS700082",
        "revoked, INTERACTION_REQUIRED, AADSTS50173",
        "mfa, INTERACTION_REQUIRED, AADSTS50076",
        "consent, INTERACTION_REQUIRED, AADSTS65001"
    })
    void accessToken_refreshTokenIsInvalid_failureAsksForAConsent(
            String why, AuthenticationReason reason, String number) {
        storeConfidential();
        switch (why) {
            case "expired" ->
                fake.login().expireRefreshToken(store.load(fake.tenant()).value());
            case "revoked" -> fake.login().revokeRefreshTokens(fake.tenant());
            case "mfa" -> fake.login().demandInteraction();
            default -> fake.login().refuseNext(65001);
        }
        try (MsalAccessTokenProvider tokens = confidential()) {
            AuthenticationException failure = failure(ask(tokens));

            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.getMessage()).contains(number).contains("run the consent again");
        }
    }

    @Test
    void accessToken_wrongKindOfClientOrSecret_messageNamesTheMistake() {
        storeConfidential();
        try (MsalAccessTokenProvider wrongSecret = builder()
                        .clientId(fake.login().clientId())
                        .clientSecret(() -> "canary")
                        .build();
                MsalAccessTokenProvider secretOfAPublicApp = builder()
                        .clientId(fake.login().publicClientId())
                        .clientSecret(() -> "canary")
                        .build()) {
            assertThat(failure(ask(wrongSecret)).getMessage()).contains("AADSTS7000215");
            assertThat(failure(ask(secretOfAPublicApp)).getMessage())
                    .contains("AADSTS700025")
                    .contains("publicClient()");
        }
        storePublic();
        try (MsalAccessTokenProvider nothingOfAConfidentialApp =
                builder().clientId(fake.login().clientId()).publicClient().build()) {
            AuthenticationException failure = failure(ask(nothingOfAConfidentialApp));

            assertThat(failure.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
            assertThat(failure.getMessage()).contains("AADSTS7000218");
        }
        assertThat(fake.login().tokenRequests()).hasSize(3);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.answer(503).body("<html>canary</html>"), "try again later"),
                Arguments.of(Fault.answer(429).header("Retry-After", "57"), "try again after 57 s"),
                Arguments.of(Fault.answer(500), "try again later"),
                Arguments.of(
                        Fault.answer(302).header("Location", "https://login.example/"), "redirect is not followed"),
                Arguments.of(Fault.answer(200).body("<html>canary</html>"), "no access token"),
                Arguments.of(Fault.answer(200).body("{}"), "no access token"),
                Arguments.of(
                        Fault.answer(200).body("{\"access_token\":\"can\\r\\nary\"}"),
                        "that are not allowed in a header"),
                Arguments.of(Fault.drop(Fault.Point.AFTER_HEAD), "broke"),
                Arguments.of(Fault.reset(Fault.Point.AFTER_HEAD), "login service"),
                Arguments.of(Fault.truncate(10), "broke"),
                Arguments.of(Fault.endlessBody(), "it has more than"),
                Arguments.of(Fault.stall(Fault.Point.AFTER_HEAD), "did not answer within PT1S"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void accessToken_loginFails_isUnavailableAfterOneRequest(Fault fault, String words) throws Exception {
        storePublic();
        RefreshToken before = store.load(fake.tenant());
        try (MsalAccessTokenProvider tokens = builder()
                        .clientId(fake.login().publicClientId())
                        .publicClient()
                        .requestTimeout(
                                fault.toString().contains("stall") ? Duration.ofSeconds(1) : Duration.ofSeconds(20))
                        .build();
                MsalAccessTokenProvider another = publicClient()) {
            fake.login().next(fault);

            AuthenticationException failure = failure(ask(tokens));

            assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
            assertThat(failure.getMessage()).contains(words);
            assertThat(store.load(fake.tenant())).isEqualTo(before);
            // The fault came once, and nothing was sent again. MSAL itself would now throttle this app.
            assertThat(token(another)).isNotNull();
        }
    }

    // --- other credentials ---

    @Test
    void certificate_ofTheApp_signsAssertions() throws Exception {
        TestCertificate app = TestCertificate.app();
        storeConfidential();

        try (MsalAccessTokenProvider tokens = builder()
                .clientId(fake.login().clientId())
                .certificate(app.key(), app.certificate())
                .build()) {
            AuthenticationException before = failure(ask(tokens));
            fake.login().acceptCertificate(app.certificate());
            token(tokens);

            assertThat(before.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        }
        assertThat(fake.login().tokenRequests())
                .hasSize(2)
                .allMatch(call -> call.clientAuthentication() == ClientAuthentication.ASSERTION);
        PrivateKey otherKey = TestCertificate.other().key();
        PrivateKey curve = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
        assertThatThrownBy(() -> builder().certificate(otherKey, app.certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to the (first) certificate");
        assertThatThrownBy(() -> builder().certificate(curve, app.certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be RSA");
    }

    @Test
    void clientAssertion_accepted_isSent() throws Exception {
        storeConfidential();
        fake.login().acceptAssertion("workload");
        try (MsalAccessTokenProvider tokens = builder()
                .clientId(fake.login().clientId())
                .clientAssertion(() -> "workload")
                .build()) {
            token(tokens);
        }
        assertThat(fake.login().tokenRequests())
                .singleElement()
                .returns(ClientAuthentication.ASSERTION, TokenCall::clientAuthentication);
    }

    // --- consents ---

    /** A browser that follows all redirects. */
    private String browse(URI page) throws Exception {
        URI next = page;
        for (int hop = 0; hop < 5; hop++) {
            HttpURLConnection browser = (HttpURLConnection) next.toURL().openConnection();
            browser.setInstanceFollowRedirects(false);
            browser.setReadTimeout(20_000);
            if (browser instanceof HttpsURLConnection secured) {
                secured.setSSLSocketFactory(fake.sslContext().getSocketFactory());
            }
            if (browser.getResponseCode() != 302) {
                return new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            }
            next = URI.create(browser.getHeaderField("Location"));
        }
        throw new AssertionError("redirected without end");
    }

    @Test
    void consent_byBrowser_isUsedWithoutARestart() throws Exception {
        BlockingQueue<URI> pages = new LinkedBlockingQueue<>();
        try (MsalAccessTokenProvider tokens = confidential()) {
            assertThat(failure(ask(tokens)).getMessage()).contains("run the consent once");
            CompletableFuture<Void> consent = tokens.consent(pages::add);

            String page = browse(pages.poll(20, TimeUnit.SECONDS));
            consent.get(20, TimeUnit.SECONDS);

            assertThat(page).contains("You can close this window.");
            assertThat(token(tokens)).isNotNull();
        }
        assertThat(fake.login().tokenRequests())
                .extracting(TokenCall::grantType)
                .containsExactly("authorization_code", "refresh_token");
    }

    @Test
    void consent_byBrowserOfAPublicClient_works() throws Exception {
        BlockingQueue<URI> pages = new LinkedBlockingQueue<>();
        try (MsalAccessTokenProvider tokens = publicClient()) {
            CompletableFuture<Void> consent = tokens.consent(pages::add);
            browse(pages.poll(20, TimeUnit.SECONDS));
            consent.get(20, TimeUnit.SECONDS);

            assertThat(token(tokens)).isNotNull();
        }
        assertThat(store.load(fake.tenant()).kind()).isEqualTo(ClientKind.PUBLIC);
    }

    @Test
    void consent_denied_fails() throws Exception {
        BlockingQueue<URI> pages = new LinkedBlockingQueue<>();
        fake.login().denySignIn();
        try (MsalAccessTokenProvider tokens = confidential()) {
            CompletableFuture<Void> consent = tokens.consent(pages::add);
            browse(pages.poll(20, TimeUnit.SECONDS));

            assertThat(failure(consent).getMessage()).contains("(access_denied)");
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void consent_byDeviceCode_waitsForTheUser(boolean approved) throws Exception {
        BlockingQueue<DeviceCodePrompt> prompts = new LinkedBlockingQueue<>();
        try (MsalAccessTokenProvider tokens = publicClient()) {
            CompletableFuture<Void> consent = tokens.consentByDeviceCode(prompts::add);
            DeviceCodePrompt prompt = prompts.poll(20, TimeUnit.SECONDS);
            if (approved) {
                fake.login().approveDevice(prompt.userCode());
            } else {
                fake.login().declineDevice(prompt.userCode());
            }
            until(() -> clock.pending() == 2);
            clock.advance(Duration.ofSeconds(5));

            if (approved) {
                consent.get(20, TimeUnit.SECONDS);
                assertThat(token(tokens)).isNotNull();
            } else {
                assertThat(failure(consent).reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
            }
        }
    }

    @Test
    void consent_sessionWithoutASecondFactor_isAskedForIt() throws Exception {
        BlockingQueue<URI> pages = new LinkedBlockingQueue<>();
        fake.login().mfa(false);
        try (MsalAccessTokenProvider tokens = confidential()) {
            CompletableFuture<Void> consent = tokens.consent(pages::add);
            browse(pages.poll(20, TimeUnit.SECONDS));
            consent.get(20, TimeUnit.SECONDS);

            assertThat(isAccepted(token(tokens))).isTrue();

            CompletableFuture<Void> another =
                    tokens.consent(SignInOptions.defaults().withoutSecondFactor(), pages::add);
            browse(pages.poll(20, TimeUnit.SECONDS));
            another.get(20, TimeUnit.SECONDS);

            assertThat(isAccepted(token(tokens))).isFalse();
        }
    }

    @Test
    void consent_byDeviceCode_asksForASecondFactor() throws Exception {
        BlockingQueue<DeviceCodePrompt> prompts = new LinkedBlockingQueue<>();
        fake.login().mfa(false);
        try (MsalAccessTokenProvider tokens = publicClient()) {
            for (SignInOptions options :
                    List.of(SignInOptions.defaults(), SignInOptions.defaults().withoutSecondFactor())) {
                CompletableFuture<Void> consent = tokens.consentByDeviceCode(options, prompts::add);
                fake.login().approveDevice(prompts.poll(20, TimeUnit.SECONDS).userCode());
                until(() -> clock.pending() == 2);
                clock.advance(Duration.ofSeconds(5));
                consent.get(20, TimeUnit.SECONDS);

                assertThat(isAccepted(token(tokens))).isEqualTo(options == SignInOptions.defaults());
            }
        }
    }

    private boolean isAccepted(AccessToken token) {
        try (PartnerCenter partnerCenter = PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(AccessTokenProvider.of(() -> token))
                .build()) {
            partnerCenter.profiles().supportProfile().get();
            return true;
        } catch (AuthenticationException refused) {
            assertThat(refused.getMessage()).contains("900421");
            return false;
        }
    }

    // --- logs and threads ---

    @Test
    void msal_withAllLogsOn_logsNoSecretAndNoName() throws Exception {
        storeConfidential();
        String first = store.load(fake.tenant()).value();
        List<String> secrets = new ArrayList<>(List.of(first, fake.login().clientSecret(), "canary"));
        try (MsalAccessTokenProvider tokens = confidential()) {
            secrets.add(token(tokens).value());
            secrets.add(store.load(fake.tenant()).value());
            fake.login()
                    .next(Fault.answer(400)
                            .body("{\"error\":\"invalid_grant\",\"error_description\":\"canary@contoso.example\"}"));
            failure(ask(tokens));
        }
        String log =
                Files.readString(Path.of(System.getProperty("org.slf4j.simpleLogger.logFile")), StandardCharsets.UTF_8);

        assertThat(log).contains("com.microsoft.aad.msal4j").contains("Sending token request");
        for (String secret : secrets) {
            assertThat(log.contains(secret)).isFalse();
        }
        // At INFO, for each token.
        assertThat(log).doesNotContain("is not same as received");
    }

    private static boolean isOurs(Thread thread) {
        return thread.getName().startsWith("partnercenter4j-msal-");
    }

    @Test
    void close_afterUse_leavesNoThread() throws Exception {
        storeConfidential();
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<Thread> during = new ArrayList<>();
        BlockingQueue<URI> pages = new LinkedBlockingQueue<>();
        try (MsalAccessTokenProvider tokens = confidential()) {
            tokens.consent(pages::add);
            assertThat(pages.poll(20, TimeUnit.SECONDS)).isNotNull();
            token(tokens);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (isOurs(thread) && !before.contains(thread)) {
                    during.add(thread);
                }
            }
        }

        assertThat(during).isNotEmpty().allMatch(Thread::isDaemon);
        until(() -> during.stream().noneMatch(Thread::isAlive));
    }
}

package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.msal.SignInOptions;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that no log, output, exception, {@code toString} or thread name contains a secret or personal data, whatever
 * fails.
 */
@Timeout(120)
class SecretsTest {

    private static final String EMAIL = "canary+mail@contoso.example";
    private static final String TELEPHONE = "+1 (425) 555-0199 canary";

    private final FakePartnerCenter fake = FakePartnerCenter.builder().https().build();
    private final Canaries canaries = new Canaries()
            .with("client secret", fake.login().clientSecret())
            .with("e-mail", EMAIL)
            .with("telephone", TELEPHONE);

    @AfterEach
    void close() {
        fake.close();
    }

    /** Returns a response body in which the peer repeats all the secrets that it knows. */
    private String bodyWithAllSecrets(AccessToken token, RefreshTokenStore store) {
        return "<html>" + EMAIL + " " + TELEPHONE + " " + token.value() + " "
                + fake.login().clientSecret() + " "
                + Objects.requireNonNull(store.load(fake.tenant())).value();
    }

    private Map<String, Fault> faultsOfService(String secrets, AccessToken token) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put(
                "403",
                Fault.answer(403)
                        .reason(EMAIL)
                        .header("Content-Type", "text/html")
                        .body(secrets));
        faults.put(
                "400",
                Fault.answer(400)
                        .header("Content-Type", "application/json")
                        .body("{\"code\":\"2000\",\"description\":\"" + EMAIL + "\",\"data\":[\"" + TELEPHONE
                                + "\"]}"));
        faults.put("429", Fault.answer(429).header("Retry-After", EMAIL).body(secrets));
        faults.put(
                "503 HTML",
                Fault.answer(503).header("Content-Type", "text/html").body(secrets));
        faults.put(
                "200 HTML",
                Fault.answer(200).header("Content-Type", "text/html").body(secrets));
        faults.put(
                "200 with half a body",
                Fault.answer(200)
                        .header("Content-Type", "application/json")
                        .body("{\"Email\":\"" + EMAIL + "\",\"Telephone\":\"" + TELEPHONE));
        faults.put("302", Fault.answer(302).header("Location", "https://127.0.0.1/?" + token.value()));
        faults.put("not HTTP", Fault.raw(secrets.getBytes(StandardCharsets.UTF_8)));
        faults.put("cut", Fault.truncate(20));
        faults.put("reset", Fault.reset(Fault.Point.AFTER_HEAD));
        faults.put("stall", Fault.stall(Fault.Point.AFTER_COMMIT));
        return faults;
    }

    private Map<String, Fault> faultsOfLogin(String secrets) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("400", entra(400, "invalid_grant", secrets));
        faults.put("401", entra(401, "invalid_client", secrets));
        faults.put("400 with an unknown error", entra(400, EMAIL, secrets));
        faults.put(
                "400 HTML",
                Fault.answer(400).header("Content-Type", "text/html").body(secrets));
        faults.put(
                "500 HTML",
                Fault.answer(500).header("Content-Type", "text/html").body(secrets));
        faults.put("429", Fault.answer(429).header("Retry-After", EMAIL).body(secrets));
        faults.put(
                "200 HTML",
                Fault.answer(200).header("Content-Type", "text/html").body(secrets));
        faults.put(
                "200 with a token of two lines",
                Fault.answer(200)
                        .header("Content-Type", "application/json")
                        .body("{\"token_type\":\"Bearer\",\"expires_in\":3600,\"access_token\":\"" + EMAIL
                                + "\\r\\n\"}"));
        faults.put("302", Fault.answer(302).header("Location", "https://127.0.0.1/?" + EMAIL));
        faults.put("reset", Fault.reset(Fault.Point.AFTER_HEAD));
        faults.put("stall", Fault.stall(Fault.Point.AFTER_HEAD));
        return faults;
    }

    private static Fault entra(int status, String error, String secrets) {
        return Fault.answer(status)
                .header("Content-Type", "application/json")
                .body("{\"error\":\"" + error + "\",\"error_description\":\"AADSTS70008: " + secrets
                        + "\",\"error_codes\":[70008],\"trace_id\":\"" + EMAIL + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"RETROFIT, false", "RETROFIT, true", "APACHE, false", "APACHE, true"})
    void secrets_successAndEveryFailure_areNotShown(AnyTransport transport, boolean borrowed, @TempDir Path folder)
            throws Exception {
        RefreshTokenStore store = RefreshTokenStore.file(folder.resolve("tokens"));
        String issued = fake.login().issueRefreshToken();
        canaries.with("refresh token", issued);
        store.save(fake.tenant(), RefreshToken.confidential(issued));
        MsalAccessTokenProvider.Builder settings = MsalAccessTokenProvider.builder(fake.cloud())
                .tenant(fake.tenant())
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                .sslContext(fake.sslContext())
                .proxy(new RouteWitness());
        try (CapturedOutput captured = new CapturedOutput();
                MsalAccessTokenProvider tokens = settings.build();
                MsalAccessTokenProvider withShortTimeout =
                        settings.requestTimeout(Duration.ofMillis(500)).build();
                SupportProfileGateway gateway = borrowed
                        ? LoggingClients.open(transport, fake, new RouteWitness(), captured)
                        : transport.open(fake, new RouteWitness());
                PartnerCenter partnerCenter = client(gateway, seen(tokens, captured), captured);
                PartnerCenter withShortLoginTimeout = client(gateway, seen(withShortTimeout, captured), captured)) {
            fake.setProfile(SupportProfile.builder()
                    .email(EMAIL)
                    .telephone(TELEPHONE)
                    .website("w")
                    .build());

            success(partnerCenter, captured);
            AccessToken token = tokens.accessToken(TokenRequest.of(Duration.ofSeconds(20), Runnable::run))
                    .get(20, TimeUnit.SECONDS);
            canaries.with("access token", token.value())
                    .with("rotated refresh token", store.load(fake.tenant()).value());
            String secrets = bodyWithAllSecrets(token, store);
            failWithFaultsOfService(partnerCenter, secrets, token, captured);
            failWithFaultsOfLogin(withShortLoginTimeout, secrets, captured);

            for (Object shown : new Object[] {
                settings,
                tokens,
                store,
                store.load(fake.tenant()),
                token,
                gateway,
                partnerCenter,
                fake,
                fake.login(),
                fake.tokens(),
                fake.cloud(),
                CallOptions.defaults()
            }) {
                captured.add(shown);
            }
            captured.threadNames();
            canaries.with("newest refresh token", store.load(fake.tenant()).value());

            assertThat(canaries.in(captured.all()))
                    .as(() -> canaries.around(captured.all()))
                    .isEmpty();
            assertThat(captured.all()).contains("AuthenticationException", "MsalAccessTokenProvider[");
        }
    }

    private static PartnerCenter client(
            SupportProfileGateway gateway, AccessTokenProvider tokens, CapturedOutput captured) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                // Without retries, each fault ends its call.
                .retryPolicy(RetryPolicy.none())
                .reconcile(false)
                .listener(new CallListener() {
                    @Override
                    public void attemptStarted(Attempt attempt) {
                        captured.add(attempt);
                    }

                    @Override
                    public void callEnded(CallEnd call) {
                        captured.add(call);
                    }
                })
                .build();
    }

    /** Adds each access token to the canaries when it arrives. */
    private AccessTokenProvider seen(MsalAccessTokenProvider tokens, CapturedOutput captured) {
        return request -> {
            captured.add(request);
            return tokens.accessToken(request).whenComplete((token, failed) -> {
                if (token != null) {
                    synchronized (canaries) {
                        canaries.with("access token " + token.hashCode(), token.value());
                    }
                }
            });
        };
    }

    private void success(PartnerCenter partnerCenter, CapturedOutput captured) {
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();
        assertThat(support.get().email()).isEqualTo(EMAIL);
        captured.add(support.getReply());
        captured.add(support.get());
        captured.add(support.edit(profile -> profile.withWebsite("www.contoso.example")));
        assertThat(fake.profile().telephone()).isEqualTo(TELEPHONE);
        // Record the journal before any fault: it shows a fault's own text as the test wrote it.
        captured.add(fake.journal());
        captured.add(fake.login().tokenRequests());
    }

    private void failWithFaultsOfService(
            PartnerCenter partnerCenter, String secrets, AccessToken token, CapturedOutput captured) {
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();
        SupportProfileOperations withShortTimeout = support.with(
                CallOptions.builder().timeout(Duration.ofMillis(500)).build());
        SupportProfile profile = fake.profile();
        faultsOfService(secrets, token).forEach((name, fault) -> {
            fake.next(fault, fault);
            SupportProfileOperations calls = name.equals("stall") ? withShortTimeout : support;
            failureCategory(name, captured, calls::get);
            failureCategory(name, captured, () -> calls.update(profile.withEmail("other" + EMAIL)));
            assertThat(fake.faultsLeft()).as(name).isZero();
        });
        fake.next(Fault.answer(401).body(secrets), Fault.answer(401).body(secrets));
        assertThat(failureCategory("401", captured, support::get)).isEqualTo(ErrorCategory.AUTHENTICATION);
    }

    private void failWithFaultsOfLogin(PartnerCenter partnerCenter, String secrets, CapturedOutput captured) {
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();
        faultsOfLogin(secrets).forEach((name, fault) -> {
            partnerCenter.forgetToken();
            fake.login().next(fault);

            assertThat(failureCategory(name, captured, support::get)).as(name).isEqualTo(ErrorCategory.AUTHENTICATION);
        });
    }

    private static ErrorCategory failureCategory(String what, CapturedOutput captured, Runnable call) {
        Throwable failure = catchThrowable(call::run);
        assertThat(failure).as(what).isInstanceOf(PartnerCenterException.class);
        captured.add(failure);
        return ((PartnerCenterException) failure).category();
    }

    @Test
    void secrets_hostedConsent_areNotShown() throws Exception {
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        HostedConsent consent = MsalAccessTokenProvider.builder(fake.cloud())
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                .sslContext(fake.sslContext())
                .proxy(new RouteWitness())
                .hostedConsent(URI.create("https://portal.example/connected"));
        SignInOptions options = SignInOptions.defaults().withLoginHint(EMAIL);
        HostedConsent.Started started = consent.begin(fake.tenant(), options);
        // Open the browser before recording: Java's HTTP client logs the addresses that it opens.
        String callback = SignInBrowser.callback(fake, started.page());
        try (CapturedOutput captured = new CapturedOutput()) {
            HostedConsent.Started other = consent.begin(fake.tenant(), options);
            canaries.with("pending", started.pending())
                    .with("code", callback.replaceAll(".*code=([^&]*).*", "$1"))
                    .with("state", callback.replaceAll(".*state=([^&]*).*", "$1"));
            assertConsentFails(captured, () -> consent.complete(callback, other.pending()));
            assertConsentFails(captured, () -> consent.complete(callback.replace("code=", "c="), started.pending()));
            String refusal = "&error=" + EMAIL + "&error_description=AADSTS65004" + EMAIL + callback;
            assertConsentFails(captured, () -> consent.complete(refusal.replace("code=", "c="), started.pending()));

            HostedConsent.Consented consented = consent.complete(callback, started.pending());
            assertConsentFails(captured, () -> consent.complete(callback, started.pending()));

            faultsOfLogin(EMAIL + " " + callback).forEach((name, fault) -> {
                if (!name.equals("stall")) {
                    fake.login().next(fault);
                    assertConsentFails(captured, () -> consent.complete(callback, started.pending()));
                }
            });
            canaries.with("refresh token", store.load(fake.tenant()).value()).with("user", consented.user());
            for (Object shown : new Object[] {
                consent, options, started, consented, fake.login().tokenRequests()
            }) {
                captured.add(shown);
            }
            captured.threadNames();

            assertThat(canaries.in(captured.all()))
                    .as(() -> canaries.around(captured.all()))
                    .isEmpty();
            assertThat(captured.all()).contains("ConsentException", "AuthenticationException", "HostedConsent[");
        }
    }

    /** The exchange succeeds, and its new refresh token is kept in memory. */
    @Test
    void secrets_storeFailsToSaveARenewedToken_areNotShown() throws Exception {
        RefreshToken first = RefreshToken.confidential(fake.login().issueRefreshToken());
        List<String> unsaved = new CopyOnWriteArrayList<>();
        RefreshTokenStore failing = new RefreshTokenStore() {
            @Override
            public RefreshToken load(String tenant) {
                return first;
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                unsaved.add(token.value());
                throw new IllegalStateException(token.value(), new SQLException(token.value()));
            }
        };
        try (CapturedOutput captured = new CapturedOutput();
                MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant(fake.tenant())
                        .clientId(fake.login().clientId())
                        .clientSecret(fake.login()::clientSecret)
                        .refreshTokens(failing)
                        .sslContext(fake.sslContext())
                        .build();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(tokens)
                        .build()) {
            captured.add(partnerCenter.accessToken());
            partnerCenter.forgetToken();
            fake.login().next(entra(400, "invalid_grant", unsaved.get(0)));
            captured.add(catchThrowable(partnerCenter::accessToken));

            canaries.with("first", first.value()).with("unsaved", unsaved.get(0));
            assertThat(canaries.in(captured.all()))
                    .as(() -> canaries.around(captured.all()))
                    .isEmpty();
            assertThat(captured.all()).contains("failed to save", "AuthenticationException");
        }
    }

    private static void assertConsentFails(CapturedOutput captured, Runnable completion) {
        Throwable failure = catchThrowable(completion::run);
        assertThat(failure).isNotNull();
        captured.add(failure);
    }

    // --- this test notices secrets ---

    @ParameterizedTest
    @ValueSource(strings = {"out", "err", "logger", "recorded value", "cause", "suppressed", "thread"})
    void capture_secretOnEachChannel_isFound(String channel) throws Exception {
        try (CapturedOutput captured = new CapturedOutput()) {
            IllegalStateException failure = new IllegalStateException("outer");
            switch (channel) {
                case "out" -> System.out.println(EMAIL);
                case "err" -> System.err.println(EMAIL);
                case "logger" ->
                    System.getLogger("io.github.partnercenter4j.any").log(System.Logger.Level.TRACE, "to {0}", EMAIL);
                case "recorded value" -> captured.add(Map.of("e-mail", EMAIL));
                case "cause" -> {
                    failure.initCause(new IllegalStateException(EMAIL));
                    captured.add(failure);
                }
                case "suppressed" -> {
                    failure.addSuppressed(new IllegalStateException(EMAIL));
                    captured.add(failure);
                }
                default -> {
                    Thread named = new Thread(captured::threadNames, EMAIL);
                    named.start();
                    named.join();
                }
            }
            assertThat(canaries.in(captured.all())).containsExactly("e-mail");
        }
    }

    @Test
    void canaries_inEachEncoding_areFound() {
        assertThat(canaries.in("to=" + URLEncoder.encode(EMAIL, StandardCharsets.UTF_8)))
                .containsExactly("e-mail, URL-encoded");
        for (String before : new String[] {"", "a", "ab", "user:"}) {
            byte[] bytes = (before + TELEPHONE + "~").getBytes(StandardCharsets.UTF_8);
            assertThat(canaries.in(Base64.getEncoder().encodeToString(bytes))).isNotEmpty();
            assertThat(canaries.in(Base64.getUrlEncoder().encodeToString(bytes)))
                    .isNotEmpty();
        }
        assertThat(canaries.in("no secret")).isEmpty();
    }
}

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
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that we print, log, throw or are called shows a secret or what is personal, whatever goes wrong. */
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

    /** What a careless peer says: all that it knows. */
    private String indiscreet(AccessToken token, RefreshTokenStore store) {
        return "<html>" + EMAIL + " " + TELEPHONE + " " + token.value() + " "
                + fake.login().clientSecret() + " "
                + Objects.requireNonNull(store.load(fake.tenant())).value();
    }

    private Map<String, Fault> ofTheService(String gossip, AccessToken token) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put(
                "403",
                Fault.answer(403)
                        .reason(EMAIL)
                        .header("Content-Type", "text/html")
                        .body(gossip));
        faults.put(
                "400",
                Fault.answer(400)
                        .header("Content-Type", "application/json")
                        .body("{\"code\":\"2000\",\"description\":\"" + EMAIL + "\",\"data\":[\"" + TELEPHONE
                                + "\"]}"));
        faults.put("429", Fault.answer(429).header("Retry-After", EMAIL).body(gossip));
        faults.put(
                "503 HTML",
                Fault.answer(503).header("Content-Type", "text/html").body(gossip));
        faults.put(
                "200 HTML",
                Fault.answer(200).header("Content-Type", "text/html").body(gossip));
        faults.put(
                "200 half",
                Fault.answer(200)
                        .header("Content-Type", "application/json")
                        .body("{\"Email\":\"" + EMAIL + "\",\"Telephone\":\"" + TELEPHONE));
        faults.put("302", Fault.answer(302).header("Location", "https://127.0.0.1/?" + token.value()));
        faults.put("not HTTP", Fault.raw(gossip.getBytes(StandardCharsets.UTF_8)));
        faults.put("cut", Fault.truncate(20));
        faults.put("reset", Fault.reset(Fault.Point.AFTER_HEAD));
        faults.put("stall", Fault.stall(Fault.Point.AFTER_COMMIT));
        return faults;
    }

    private Map<String, Fault> ofTheLogin(String gossip) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("400", entra(400, "invalid_grant", gossip));
        faults.put("401", entra(401, "invalid_client", gossip));
        faults.put("400 of no kind", entra(400, EMAIL, gossip));
        faults.put(
                "400 HTML",
                Fault.answer(400).header("Content-Type", "text/html").body(gossip));
        faults.put(
                "500 HTML",
                Fault.answer(500).header("Content-Type", "text/html").body(gossip));
        faults.put("429", Fault.answer(429).header("Retry-After", EMAIL).body(gossip));
        faults.put(
                "200 HTML",
                Fault.answer(200).header("Content-Type", "text/html").body(gossip));
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

    private static Fault entra(int status, String error, String gossip) {
        return Fault.answer(status)
                .header("Content-Type", "application/json")
                .body("{\"error\":\"" + error + "\",\"error_description\":\"AADSTS70008: " + gossip
                        + "\",\"error_codes\":[70008],\"trace_id\":\"" + EMAIL + "\"}");
    }

    @ParameterizedTest
    @CsvSource({"RETROFIT, false", "RETROFIT, true", "APACHE, false", "APACHE, true"})
    void secrets_inSuccessAndInEveryFailure_stayHidden(AnyTransport transport, boolean lent, @TempDir Path folder)
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
        try (Overheard overheard = new Overheard();
                MsalAccessTokenProvider tokens = settings.build();
                MsalAccessTokenProvider hasty =
                        settings.requestTimeout(Duration.ofMillis(500)).build();
                SupportProfileGateway gateway = lent
                        ? TalkativeClients.open(transport, fake, new RouteWitness(), overheard)
                        : transport.open(fake, new RouteWitness());
                PartnerCenter partnerCenter = client(gateway, seen(tokens, overheard), overheard);
                PartnerCenter hastyPartnerCenter = client(gateway, seen(hasty, overheard), overheard)) {
            fake.setProfile(SupportProfile.builder()
                    .email(EMAIL)
                    .telephone(TELEPHONE)
                    .website("w")
                    .build());

            success(partnerCenter, overheard);
            AccessToken token = tokens.accessToken(TokenRequest.of(Duration.ofSeconds(20), Runnable::run))
                    .get(20, TimeUnit.SECONDS);
            canaries.with("access token", token.value())
                    .with("rotated refresh token", store.load(fake.tenant()).value());
            String gossip = indiscreet(token, store);
            failuresOfTheService(partnerCenter, gossip, token, overheard);
            failuresOfTheLogin(hastyPartnerCenter, gossip, overheard);

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
                overheard.say(shown);
            }
            overheard.threadNames();
            canaries.with("newest refresh token", store.load(fake.tenant()).value());

            assertThat(canaries.in(overheard.all()))
                    .as(() -> canaries.around(overheard.all()))
                    .isEmpty();
            assertThat(overheard.all()).contains("AuthenticationException", "MsalAccessTokenProvider[");
        }
    }

    private static PartnerCenter client(
            SupportProfileGateway gateway, AccessTokenProvider tokens, Overheard overheard) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                // Each fault is to be the last word.
                .retryPolicy(RetryPolicy.none())
                .reconcile(false)
                .listener(new CallListener() {
                    @Override
                    public void attemptStarted(Attempt attempt) {
                        overheard.say(attempt);
                    }

                    @Override
                    public void callEnded(CallEnd call) {
                        overheard.say(call);
                    }
                })
                .build();
    }

    /** Makes each access token a canary, as it comes. */
    private AccessTokenProvider seen(MsalAccessTokenProvider tokens, Overheard overheard) {
        return request -> {
            overheard.say(request);
            return tokens.accessToken(request).whenComplete((token, failed) -> {
                if (token != null) {
                    synchronized (canaries) {
                        canaries.with("access token " + token.hashCode(), token.value());
                    }
                }
            });
        };
    }

    private void success(PartnerCenter partnerCenter, Overheard overheard) {
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();
        assertThat(support.get().email()).isEqualTo(EMAIL);
        overheard.say(support.getReply());
        overheard.say(support.get());
        overheard.say(support.edit(profile -> profile.withWebsite("www.contoso.example")));
        assertThat(fake.profile().telephone()).isEqualTo(TELEPHONE);
        // Now, because a fault is shown there as its author wrote it.
        overheard.say(fake.journal());
        overheard.say(fake.login().tokenRequests());
    }

    private void failuresOfTheService(
            PartnerCenter partnerCenter, String gossip, AccessToken token, Overheard overheard) {
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();
        SupportProfileOperations hurried = support.with(
                CallOptions.builder().timeout(Duration.ofMillis(500)).build());
        SupportProfile profile = fake.profile();
        ofTheService(gossip, token).forEach((name, fault) -> {
            fake.next(fault, fault);
            SupportProfileOperations calls = name.equals("stall") ? hurried : support;
            fails(name, overheard, calls::get);
            fails(name, overheard, () -> calls.update(profile.withEmail("other" + EMAIL)));
            assertThat(fake.faultsLeft()).as(name).isZero();
        });
        fake.next(Fault.answer(401).body(gossip), Fault.answer(401).body(gossip));
        assertThat(fails("401", overheard, support::get)).isEqualTo(ErrorCategory.AUTHENTICATION);
    }

    private void failuresOfTheLogin(PartnerCenter partnerCenter, String gossip, Overheard overheard) {
        SupportProfileOperations support = partnerCenter.profiles().supportProfile();
        ofTheLogin(gossip).forEach((name, fault) -> {
            partnerCenter.forgetToken();
            fake.login().next(fault);

            assertThat(fails(name, overheard, support::get)).as(name).isEqualTo(ErrorCategory.AUTHENTICATION);
        });
    }

    private static ErrorCategory fails(String what, Overheard overheard, Runnable call) {
        Throwable failure = catchThrowable(call::run);
        assertThat(failure).as(what).isInstanceOf(PartnerCenterException.class);
        overheard.say(failure);
        return ((PartnerCenterException) failure).category();
    }

    // --- that this test hears and sees ---

    @ParameterizedTest
    @ValueSource(strings = {"out", "err", "logger", "told", "thrown", "suppressed", "thread"})
    void overheard_aCanaryOnEachWay_isHeard(String way) throws Exception {
        try (Overheard overheard = new Overheard()) {
            IllegalStateException failure = new IllegalStateException("outer");
            switch (way) {
                case "out" -> System.out.println(EMAIL);
                case "err" -> System.err.println(EMAIL);
                case "logger" ->
                    System.getLogger("io.github.partnercenter4j.any").log(System.Logger.Level.TRACE, "to {0}", EMAIL);
                case "told" -> overheard.say(Map.of("e-mail", EMAIL));
                case "thrown" -> {
                    failure.initCause(new IllegalStateException(EMAIL));
                    overheard.say(failure);
                }
                case "suppressed" -> {
                    failure.addSuppressed(new IllegalStateException(EMAIL));
                    overheard.say(failure);
                }
                default -> {
                    Thread named = new Thread(overheard::threadNames, EMAIL);
                    named.start();
                    named.join();
                }
            }
            assertThat(canaries.in(overheard.all())).containsExactly("e-mail");
        }
    }

    @Test
    void canaries_inEachShape_areSeen() {
        assertThat(canaries.in("to=" + URLEncoder.encode(EMAIL, StandardCharsets.UTF_8)))
                .containsExactly("e-mail, URL-encoded");
        for (String before : new String[] {"", "a", "ab", "user:"}) {
            byte[] bytes = (before + TELEPHONE + "~").getBytes(StandardCharsets.UTF_8);
            assertThat(canaries.in(Base64.getEncoder().encodeToString(bytes))).isNotEmpty();
            assertThat(canaries.in(Base64.getUrlEncoder().encodeToString(bytes)))
                    .isNotEmpty();
        }
        assertThat(canaries.in("nothing to see")).isEmpty();
    }
}

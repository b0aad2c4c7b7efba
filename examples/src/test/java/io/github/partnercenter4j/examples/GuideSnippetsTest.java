package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.UpdateRoute;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.VirtualClock;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The guides' code, compiled and run; {@link ReadmeTest} holds the two together. */
class GuideSnippetsTest {

    private final List<String> printed = new ArrayList<>();

    private void print(Object text) {
        printed.add(String.valueOf(text));
    }

    private static PartnerCenter client(FakePartnerCenter fake) {
        return PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
                .build();
    }

    // --- authentication.md ---

    /** What a guide calls your vault. */
    private static final class Vault {
        private final Map<String, String> secrets = new ConcurrentHashMap<>();

        @Nullable
        String read(String name) {
            return secrets.get(name);
        }

        void write(String name, String value) {
            secrets.put(name, value);
        }
    }

    private static RefreshTokenStore storeOn(Vault vault) {
        // region vault-store
        RefreshTokenStore store = new RefreshTokenStore() {
            @Override
            public @Nullable RefreshToken load(String tenant) {
                String value = vault.read("partner-center-" + tenant);
                return value == null ? null : RefreshToken.confidential(value);
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                vault.write("partner-center-" + tenant, token.value()); // returns when it is stored
            }
        };
        // endregion
        return store;
    }

    @Test
    void storeOnAVault_servesTheProvider_andKeepsTheTokenThatReplacesTheFirst() {
        Vault vault = new Vault();
        RefreshTokenStore store = storeOn(vault);
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            String first = fake.login().issueRefreshToken();
            vault.write("partner-center-" + fake.tenant(), first);
            try (MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                            .tenant(fake.tenant())
                            .clientId(fake.login().clientId())
                            .clientSecret(fake.login()::clientSecret)
                            .refreshTokens(store)
                            .sslContext(fake.sslContext())
                            .build();
                    PartnerCenter partnerCenter = PartnerCenter.builder()
                            .gateway(fake.gateway())
                            .tokens(tokens)
                            .build()) {
                assertThat(partnerCenter.profiles().supportProfile().get()).isEqualTo(fake.profile());
                assertThat(vault.read("partner-center-" + fake.tenant()))
                        .isNotNull()
                        .isNotEqualTo(first);
            }
        }
    }

    private void withDeviceCode(FakePartnerCenter fake) throws Exception {
        Cloud cloud = fake.cloud();
        String tenant = fake.tenant();
        String publicClientId = fake.login().publicClientId();
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        // region device-code
        try (MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(cloud)
                .tenant(tenant)
                .clientId(publicClientId)
                .publicClient() // an app that keeps no secret
                .refreshTokens(store)
                .sslContext(fake.sslContext()) // for the fake's login; omit it for Microsoft's
                .build()) {
            tokens.consentByDeviceCode(prompt -> show(fake, prompt.verificationUri(), prompt.userCode()))
                    .get();
        }
        // endregion
        assertThat(store.load(tenant)).isNotNull();
    }

    private void show(FakePartnerCenter fake, URI page, String userCode) {
        print(page.getHost());
        fake.login().approveDevice(userCode);
    }

    @Test
    void deviceCode_approvedByAPerson_leavesARefreshToken() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            withDeviceCode(fake);

            assertThat(printed).containsExactly("127.0.0.1");
        }
    }

    private CompletableFuture<String> askYourTokenService(Duration atMost) {
        print(atMost.compareTo(Duration.ZERO) > 0);
        return CompletableFuture.completedFuture("nobody-issued-this");
    }

    private AccessTokenProvider own(Cloud cloud) {
        // region own-provider
        AccessTokenProvider tokens = new AccessTokenProvider() {
            @Override
            public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
                return askYourTokenService(request.timeLeft()) // must not block: request.executor() may
                        .thenApply(value -> AccessToken.of(value, Duration.ofMinutes(50)));
            }

            @Override
            public Cloud cloud() {
                return cloud; // a gateway of another cloud is refused
            }
        };
        // endregion
        return tokens;
    }

    @Test
    void ownProvider_isAskedOnce_andItsTokenIsSent() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(fake.cloud());
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(own(fake.cloud()))
                        .build()) {
            signInAgain(partnerCenter.profiles().supportProfile());

            assertThat(printed).containsExactly("true", "true", "TOKEN_REJECTED");
        }
    }

    private void signInAgain(SupportProfileOperations support) {
        // region sign-in-again
        try {
            support.get();
        } catch (AuthenticationException refusal) {
            if (refusal.reason() != AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE) {
                print(refusal.reason()); // somebody must act; the message says who and how
            }
        }
        // endregion
    }

    // --- transports.md ---

    @Test
    void borrowed_isNeverClosed() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Cloud cloud = fake.cloud();
            OkHttpClient yourOkHttpClient = new OkHttpClient();
            PoolingHttpClientConnectionManager yourConnections = new PoolingHttpClientConnectionManager();
            // region borrowed
            SupportProfileGateway overRetrofit = RetrofitSupportProfileGateway.builder(cloud)
                    .client(yourOkHttpClient) // its pool, DNS, TLS, proxy and interceptors
                    .build();
            SupportProfileGateway overApache = ApacheSupportProfileGateway.builder(cloud)
                    .connectionManager(yourConnections) // its pool, DNS and TLS
                    .build();
            // endregion
            for (SupportProfileGateway gateway : List.of(overRetrofit, overApache)) {
                try (PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(gateway)
                        .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
                        .build()) {
                    assertThat(partnerCenter.profiles().supportProfile().get()).isEqualTo(fake.profile());
                }
                gateway.close();
            }
            assertThat(yourConnections.isClosed()).isFalse();
            yourConnections.close();
        }
    }

    // --- errors-and-retries.md ---

    private void outcome(SupportProfileOperations support, SupportProfile wanted) {
        // region outcome
        try {
            support.update(wanted);
        } catch (PartnerCenterException failure) {
            switch (failure.writeOutcome().orElse(WriteOutcome.NOT_APPLIED)) {
                case APPLIED -> print("it is done, though the answer was lost: " + failure.category());
                case UNKNOWN -> print("read before you write again; quote " + failure.requestId());
                case NOT_APPLIED ->
                    print(failure.isRetryable() ? "later: " + failure.category() : "mend it: " + failure.category());
            }
        }
        // endregion
    }

    @Test
    void outcome_ofAFailedWrite_saysWhatToDo() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = client(fake)) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            SupportProfile wanted = fake.profile().withTelephone("4255550100");

            fake.next(Fault.answer(403));
            outcome(support, wanted);
            fake.next(Fault.answer(429).header("Retry-After", "3600"));
            outcome(support, wanted);
            fake.next(Fault.truncate(10));
            outcome(support, wanted);
            fake.next(Fault.drip(1, Duration.ofSeconds(1)));
            outcome(
                    support.with(CallOptions.builder()
                            .timeout(Duration.ofMillis(300))
                            .build()),
                    wanted);
            fake.when(Request.any()).play(Fault.drop(Fault.Point.BEFORE_COMMIT));
            outcome(support, wanted);

            assertThat(printed.subList(0, 4))
                    .containsExactly(
                            "mend it: FORBIDDEN",
                            "later: THROTTLED",
                            "it is done, though the answer was lost: IO",
                            "it is done, though the answer was lost: TIMEOUT");
            assertThat(printed.get(4)).startsWith("read before you write again; quote ");
        }
    }

    // --- multi-tenant.md ---

    private record Registration(String tenant, String clientId, String secretName) {}

    private String readSecretFromYourVault(String name) {
        return name;
    }

    private Map<String, PartnerCenter> open(
            Map<String, Registration> registrations,
            SupportProfileGateway gateway,
            RefreshTokenStore store,
            SSLContext trust) {
        // region partners
        Map<String, PartnerCenter> partners = new TreeMap<>();
        registrations.forEach((name, app) -> {
            MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(gateway.cloud())
                    .tenant(app.tenant())
                    .clientId(app.clientId())
                    .clientSecret(() -> readSecretFromYourVault(app.secretName()))
                    .refreshTokens(store) // one for all: it keeps a token a tenant
                    .sslContext(trust) // for the fake's login; omit it for Microsoft's
                    .build();
            partners.put(
                    name,
                    PartnerCenter.builder().gateway(gateway).tokens(tokens).build()); // one gateway for all
        });
        // endregion
        return partners;
    }

    @Test
    void partners_withOneGatewayAndOneStore_areKeptApart() {
        String other = "5e6f7a8b-9c0d-4e1f-a2b3-c4d5e6f7a8b9";
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.create(fake.cloud())) {
            Map<String, Registration> apps = new TreeMap<>();
            Map.of("contoso", fake.tenant(), "fabrikam", other).forEach((name, tenant) -> {
                store.save(tenant, RefreshToken.confidential(fake.login().issueRefreshToken(tenant)));
                apps.put(
                        name,
                        new Registration(
                                tenant, fake.login().clientId(), fake.login().clientSecret()));
            });
            Map<String, PartnerCenter> partners = open(apps, gateway, store, fake.sslContext());

            partners.get("fabrikam").profiles().supportProfile().edit(profile -> profile.withTelephone("1"));

            assertThat(fake.tenant(other).profile().telephone()).isEqualTo("1");
            assertThat(fake.profile().telephone()).isNotEqualTo("1");
            partners.values().forEach(PartnerCenter::close);
        }
    }

    // --- testing-with-the-fake.md ---

    @Test
    void verification_ofAWellBehavedClient_passes() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = client(fake)) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            fake.when(Request.put()).times(1).play(Fault.answer(429).header("Retry-After", "1"));
            // region verification
            support.edit(profile -> profile.withTelephone("4255550100"));

            fake.verify(Request.get()).once();
            fake.verify(Request.put()).gapsAtLeast(Duration.ofSeconds(1)); // as Retry-After asked
            fake.requireAllRulesUsed();
            fake.conduct().requireGood();
            // endregion
            assertThat(fake.journal().requests("PUT")).hasSize(2);
        }
    }

    @Test
    void virtualClock_letsTokensExpire() {
        // region clock
        VirtualClock clock = VirtualClock.start();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
                        .time(clock)
                        .build()) {
            partnerCenter.profiles().supportProfile().get();
            clock.advance(Duration.ofHours(2)); // in no time
            partnerCenter.profiles().supportProfile().get(); // with another token

            assertThat(fake.journal().requests("GET")).hasSize(2);
            fake.conduct().requireGood();
        }
        // endregion
    }

    // --- national-clouds.md ---

    @Test
    void clouds_areValues() {
        // region clouds
        SupportProfileGateway china = RetrofitSupportProfileGateway.create(Cloud.CHINA);
        Cloud another = Cloud.custom(
                URI.create("https://api.partnercenter.example"),
                URI.create("https://login.example"),
                "https://api.partnercenter.example/user_impersonation");
        // endregion
        assertThat(china.cloud()).isEqualTo(Cloud.CHINA);
        assertThat(another.apiBase()).hasHost("api.partnercenter.example");
        china.close();
    }

    @Test
    void nationalClouds_apiGateway_keepsTheAuthority() {
        String subscriptionKey = "key";
        // region api-gateway
        Cloud behind = Cloud.GLOBAL.withApiBase(URI.create("https://apim.contoso.example/partnercenter"));
        SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(behind)
                .header("Ocp-Apim-Subscription-Key", subscriptionKey)
                .build(); // build the token provider for the same cloud value
        // endregion
        assertThat(behind.authority()).isEqualTo(Cloud.GLOBAL.authority());
        gateway.close();
    }

    @Test
    void transports_observer_seesTheExchange() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Cloud cloud = fake.cloud();
            // region observer
            SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(cloud)
                    .observer((request, scope, chain) -> { // or new ObservationExecChainHandler(registry)
                        ClassicHttpResponse response = chain.proceed(request, scope);
                        print(request.getMethod() + " " + response.getCode());
                        return response;
                    })
                    .build();
            // endregion
            try (PartnerCenter partnerCenter = PartnerCenter.builder()
                    .ownedGateway(gateway)
                    .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                    .build()) {
                partnerCenter.profiles().supportProfile().get();
            }
            assertThat(fake.journal().total()).isEqualTo(1);
        }
    }

    @Test
    void transports_httpSettings_areGivenTwice() throws Exception {
        Cloud cloud = Cloud.GLOBAL;
        ProxySelector proxy = ProxySelector.getDefault();
        SSLContext trust = SSLContext.getDefault();
        // region http-settings
        HttpSettings network = HttpSettings.builder()
                .proxy(proxy)
                .proxyCredentials("user", readProxyPassword())
                .sslContext(trust)
                .build();
        SupportProfileGateway gateway =
                ApacheSupportProfileGateway.builder(cloud).http(network).build();
        MsalAccessTokenProvider.Builder tokens =
                MsalAccessTokenProvider.builder(cloud).http(network);
        // endregion
        assertThat(tokens.toString() + network).doesNotContain("hunter2");
        gateway.close();
    }

    private static String readProxyPassword() {
        return "hunter2";
    }

    // --- update-route.md ---

    private PartnerCenter pinned(SupportProfileGateway gateway, AccessTokenProvider tokens) {
        // region route
        PartnerCenter partnerCenter = PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .updateRoute(UpdateRoute.SDK) // v1/profiles/support; DOCUMENTED is v1/profiles/supportprofile
                .build();
        // endregion
        return partnerCenter;
    }

    @Test
    void pinnedRoute_savesTheFirstUpdatesSecondRequest() {
        try (FakePartnerCenter fake = FakePartnerCenter.builder()
                        .behaviour(Behaviour.DOCUMENTED_UPDATE_ROUTE, false)
                        .build();
                PartnerCenter automatic = client(fake);
                PartnerCenter pinned = pinned(
                        fake.gateway(),
                        AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))) {
            pinned.profiles().supportProfile().update(fake.profile().withTelephone("1"));
            fake.verify(Request.put()).once();

            automatic.profiles().supportProfile().update(fake.profile().withTelephone("2"));
            fake.verify(Request.put()).times(3);
        }
    }
}

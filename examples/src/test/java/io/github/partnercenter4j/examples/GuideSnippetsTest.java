package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import okhttp3.Callback;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compiles and runs the code in the guides. {@link ReadmeTest} checks that the guides contain the same code. */
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

    @Test
    void interceptor_tokenRefused_sendsRequestAgainWithNewToken() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = client(fake)) {
            Interceptor signedIn = signedIn(partnerCenter);
            // region bearer
            Supplier<String> bearer = () -> partnerCenter.accessToken().value();
            // endregion
            okhttp3.Request request = new okhttp3.Request.Builder()
                    .url(fake.url() + "/v1/profiles/support")
                    .build();
            OkHttpClient http =
                    new OkHttpClient.Builder().addInterceptor(signedIn).build();

            String first = bearer.get();
            try (Response response = http.newCall(request).execute()) {
                assertThat(response.code()).isEqualTo(200);
            }
            assertThat(bearer.get()).isEqualTo(first);
            fake.tokens().revokeAll();
            try (Response response = http.newCall(request).execute()) {
                assertThat(response.code()).isEqualTo(200);
            }

            assertThat(bearer.get()).isNotEqualTo(first);
            assertThat(fake.journal().exchanges()).hasSize(3);
            http.connectionPool().evictAll();
        }
    }

    private static Interceptor signedIn(PartnerCenter partnerCenter) {
        // region one-sign-in
        Interceptor signedIn = chain -> {
            try {
                AccessToken token = partnerCenter.accessToken();
                Response response = chain.proceed(withToken(chain.request(), token));
                if (response.code() != 401) {
                    return response;
                }
                response.close();
                return chain.proceed(withToken(chain.request(), partnerCenter.accessToken(token)));
            } catch (PartnerCenterException noToken) {
                throw new IOException(noToken.getMessage(), noToken); // OkHttp expects no other exception
            }
        };
        // endregion
        return signedIn;
    }

    @Test
    void interceptor_noToken_failsCallOfOkHttp() throws Exception {
        CompletableFuture<IOException> failure = new CompletableFuture<>();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(AccessTokenProvider.of(() -> {
                            throw new IllegalStateException("the vault is down");
                        }))
                        .build()) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .addInterceptor(signedIn(partnerCenter))
                    .build();

            http.newCall(new okhttp3.Request.Builder().url(fake.url() + "/").build())
                    .enqueue(new Callback() {
                        @Override
                        public void onFailure(okhttp3.Call call, IOException failed) {
                            failure.complete(failed);
                        }

                        @Override
                        public void onResponse(okhttp3.Call call, Response response) {
                            response.close();
                        }
                    });

            assertThat(failure.get(20, TimeUnit.SECONDS).getCause()).isInstanceOf(AuthenticationException.class);
            assertThat(fake.journal().exchanges()).isEmpty();
            http.dispatcher().executorService().shutdown();
        }
    }

    @Test
    void interceptor_noOtherToken_sendsRequestOnce() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(AccessTokenProvider.fixed(fake.tokens().appPlusUser()))
                        .build()) {
            OkHttpClient http = new OkHttpClient.Builder()
                    .addInterceptor(signedIn(partnerCenter))
                    .build();
            fake.tokens().revokeAll();

            assertThatThrownBy(() -> http.newCall(new okhttp3.Request.Builder()
                                    .url(fake.url() + "/v1/profiles/support")
                                    .build())
                            .execute())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no other token");

            assertThat(fake.journal().exchanges()).hasSize(1);
            http.connectionPool().evictAll();
        }
    }

    // region with-token
    private static okhttp3.Request withToken(okhttp3.Request request, AccessToken token) {
        return request.newBuilder()
                .header("Authorization", "Bearer " + token.value())
                .build();
    }
    // endregion

    @Test
    void keepAlive_idlePartners_renewsRefreshTokensAndReportsFailures() {
        VirtualClock clock = VirtualClock.start();
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build();
                MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(fake.cloud())
                        .tenant(fake.tenant())
                        .clientId(fake.login().clientId())
                        .clientSecret(fake.login()::clientSecret)
                        .refreshTokens(store)
                        .sslContext(fake.sslContext())
                        .time(clock)
                        .build();
                PartnerCenter withoutConsent = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(AccessTokenProvider.of(() -> {
                            throw AuthenticationException.of(
                                    AuthenticationReason.INTERACTION_REQUIRED, "Nobody has consented.", null);
                        }))
                        .time(clock)
                        .build();
                PartnerCenter partner = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(tokens)
                        .time(clock)
                        .build()) {
            store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
            Map<String, PartnerCenter> partners = new TreeMap<>(Map.of("adatum", withoutConsent, "contoso", partner));
            for (int day = 0; day < 120; day += 40) {
                // region keep-alive
                partners.forEach((name, partnerCenter) -> {
                    try {
                        partnerCenter.accessToken(); // one exchange: an idle client has no valid access token
                    } catch (AuthenticationException failed) { // the message says what to do
                        print(name + ": " + failed.getMessage());
                    }
                });
                // endregion
                assertThat(tokens.storedToken().lastRotated()).isEqualTo(clock.now());
                assertThat(printed.get(printed.size() - 1)).startsWith("adatum: ");
                clock.advance(Duration.ofDays(40));
            }
            // region stored-token
            Instant expires = tokens.storedToken().expiresUnused(); // no request; null if not known
            // endregion
            assertThat(expires).isEqualTo(clock.now().plus(Duration.ofDays(50)));
        }
    }

    /** The vault that the code of a guide uses. */
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
    void vaultStore_afterExchange_hasNewRefreshToken() {
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

    private static HttpSettings trusting(FakePartnerCenter fake) {
        return HttpSettings.builder().sslContext(fake.sslContext()).build();
    }

    private void withDeviceCode(FakePartnerCenter fake) throws Exception {
        HttpSettings http = trusting(fake);
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
                .http(http) // proxy and trust; leave it out if there is nothing to set
                .build()) {
            tokens.consentByDeviceCode(prompt -> show(prompt.verificationUri(), prompt.userCode()))
                    .get();
        }
        // endregion
        assertThat(store.load(tenant)).isNotNull();
    }

    /** What the person with the code does. */
    private Consumer<String> person = userCode -> {};

    private void show(URI page, String userCode) {
        print(page.getHost());
        person.accept(userCode);
    }

    @Test
    void deviceCode_approved_savesRefreshToken() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            person = fake.login()::approveDevice;
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
    void ownProvider_tokenRefused_isAskedAgainAndCallFails() {
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
    void borrowedObjects_gatewayClosed_stayOpen() throws Exception {
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
    void failedWrite_eachOutcome_printsWhatToDo() {
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
            HttpSettings http) {
        // region partners
        Map<String, PartnerCenter> partners = new TreeMap<>();
        registrations.forEach((name, app) -> {
            MsalAccessTokenProvider tokens = MsalAccessTokenProvider.builder(gateway.cloud())
                    .tenant(app.tenant())
                    .clientId(app.clientId())
                    .clientSecret(() -> readSecretFromYourVault(app.secretName()))
                    .refreshTokens(store) // one for all: it keeps a token a tenant
                    .http(http) // proxy and trust; leave it out if there is nothing to set
                    .build();
            partners.put(
                    name,
                    PartnerCenter.builder().gateway(gateway).tokens(tokens).build()); // one gateway for all
        });
        // endregion
        return partners;
    }

    @Test
    void partners_sharedGatewayAndStore_changeOnlyTheirOwnProfile() {
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
            Map<String, PartnerCenter> partners = open(apps, gateway, store, trusting(fake));

            partners.get("fabrikam").profiles().supportProfile().edit(profile -> profile.withTelephone("1"));

            assertThat(fake.tenant(other).profile().telephone()).isEqualTo("1");
            assertThat(fake.profile().telephone()).isNotEqualTo("1");
            partners.values().forEach(PartnerCenter::close);
        }
    }

    // --- testing-with-the-fake.md ---

    @Test
    void verification_correctClient_passes() {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PartnerCenter partnerCenter = client(fake)) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            // region verification
            fake.when(Request.put()).times(1).play(Fault.answer(429).header("Retry-After", "1"));
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
    void virtualClock_advanced_tokenExpires() {
        // region clock
        VirtualClock clock = VirtualClock.start();
        try (FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build();
                PartnerCenter partnerCenter = PartnerCenter.builder()
                        .gateway(fake.gateway())
                        .tokens(AccessTokenProvider.of(() -> fake.tokens().appPlusUser()))
                        .time(clock)
                        .build()) {
            partnerCenter.profiles().supportProfile().get();
            clock.advance(Duration.ofHours(2)); // no real waiting
            partnerCenter.profiles().supportProfile().get(); // with another token

            assertThat(fake.journal().requests("GET")).hasSize(2);
            fake.conduct().requireGood();
        }
        // endregion
    }

    // --- national-clouds.md ---

    @Test
    void cloud_knownOrCustom_isUsedByGateway() {
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
    void cloud_withApiBase_keepsAuthority() {
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
    void observer_ofGateway_seesExchange() throws Exception {
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
    void httpSettings_forGatewayAndSignIn_showNoPassword() throws Exception {
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
    void pinnedRoute_firstUpdate_sendsOneRequest() {
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

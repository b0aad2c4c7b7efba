package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider with a scripted login service. */
@Timeout(60)
class MsalAccessTokenProviderTest {

    private static final String TENANT = "contoso.onmicrosoft.com";
    private static final String CLIENT = "11111111-2222-3333-4444-555555555555";
    private static final String SECRET = "canary-secret";

    private final ScriptedService service = new ScriptedService();
    private final RefreshTokenStore store = RefreshTokenStore.inMemory();

    private MsalAccessTokenProvider.Builder confidential() {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId(CLIENT)
                .clientSecret(() -> SECRET)
                .refreshTokens(store)
                .service(service);
    }

    private MsalAccessTokenProvider.Builder publicClient() {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId(CLIENT)
                .publicClient()
                .refreshTokens(store)
                .service(service);
    }

    private static TokenRequest request(Executor executor) {
        return TokenRequest.of(Duration.ofSeconds(10), executor);
    }

    private static CompletableFuture<AccessToken> ask(MsalAccessTokenProvider tokens) {
        return tokens.accessToken(request(Runnable::run));
    }

    /** Returns the failure, after a search for secrets in all its texts. */
    private static AuthenticationException failure(CompletableFuture<?> future) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        assertThat(thrown[0]).isInstanceOf(AuthenticationException.class);
        for (Throwable cause = thrown[0]; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause)).doesNotContain("canary");
        }
        return (AuthenticationException) thrown[0];
    }

    // --- the exchange ---

    @Test
    void accessToken_ofAConfidentialClient_exchangesTheStoredTokenOnce() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2");

        AccessToken token = ask(confidential().build()).join();

        assertThat(token.value()).isEqualTo("at1");
        assertThat(token.expiresIn()).isEqualTo(Duration.ofHours(1));
        assertThat(service.asked).singleElement().satisfies(asked -> {
            assertThat(asked.endpoint())
                    .hasToString("https://login.microsoftonline.com/" + TENANT + "/oauth2/v2.0/token");
            assertThat(asked.form())
                    .containsEntry("grant_type", "refresh_token")
                    .containsEntry("refresh_token", "rt1")
                    .containsEntry("client_id", CLIENT)
                    .containsEntry("client_secret", SECRET);
            assertThat(asked.form().get("scope").split(" ", -1))
                    .containsExactlyInAnyOrder(
                            "https://api.partnercenter.microsoft.com/user_impersonation",
                            "openid",
                            "profile",
                            "offline_access");
        });
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    @Test
    void accessToken_ofAPublicClient_sendsNoCredential() {
        store.save(TENANT, RefreshToken.publicClient("rt1"));
        service.thenToken("at1", "rt2");

        ask(publicClient().build()).join();

        assertThat(service.asked.get(0).form())
                .containsEntry("refresh_token", "rt1")
                .containsEntry("client_id", CLIENT)
                .doesNotContainKeys("client_secret", "client_assertion");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.publicClient("rt2"));
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void accessToken_eachCloud_usesItsAuthorityAndScope(Cloud cloud, String endpoint) {
        store.save(TENANT, RefreshToken.publicClient("rt1"));
        service.thenToken("at1", null);

        ask(MsalAccessTokenProvider.builder(cloud)
                        .tenant(TENANT)
                        .clientId(CLIENT)
                        .publicClient()
                        .refreshTokens(store)
                        .service(service)
                        .build())
                .join();

        assertThat(service.asked.get(0).endpoint()).hasToString(endpoint);
        assertThat(service.asked.get(0).form().get("scope")).contains(cloud.scope());
    }

    static Stream<Arguments> clouds() {
        String rest = "/" + TENANT + "/oauth2/v2.0/token";
        return Stream.of(
                Arguments.of(Cloud.GLOBAL, "https://login.microsoftonline.com" + rest),
                Arguments.of(Cloud.CHINA, "https://login.partner.microsoftonline.cn" + rest),
                Arguments.of(Cloud.US_GOVERNMENT, "https://login.microsoftonline.us" + rest),
                Arguments.of(Cloud.GERMANY, "https://login.microsoftonline.de" + rest));
    }

    @Test
    void accessToken_twice_usesTheNewRefreshToken() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2").thenToken("at2", null).thenToken("at3", "rt3");
        MsalAccessTokenProvider tokens = confidential().build();

        ask(tokens).join();
        ask(tokens).join();
        ask(tokens).join();

        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt2", "rt2");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt3"));
    }

    @Test
    void accessToken_always_savesTheRefreshTokenFirst() {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        RefreshTokenStore noting = new RefreshTokenStore() {
            @Override
            public RefreshToken load(String tenant) {
                order.add("load " + tenant);
                return RefreshToken.confidential("rt1");
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                order.add("save " + token.value());
            }
        };
        service.thenToken("at1", "rt2");
        Deque<Runnable> later = new ArrayDeque<>();

        CompletableFuture<AccessToken> future = confidential()
                .tenant("CONTOSO.onmicrosoft.com")
                .refreshTokens(noting)
                .build()
                .accessToken(request(later::add));
        future.thenAccept(token -> order.add("handed out"));
        later.remove().run();

        assertThat(order).containsExactly("load " + TENANT, "load " + TENANT, "save rt2", "handed out");
    }

    @Test
    void accessToken_responseThatMsalCannotRead_isStillUsed() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.then(
                200,
                "{\"access_token\":\"at1\",\"refresh_token\":\"rt2\",\"id_token\":\"canary.canary.canary\","
                        + "\"client_info\":\"canary\"}");

        assertThat(ask(confidential().build()).join().value()).isEqualTo("at1");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    // --- failures before anything is sent ---

    @Test
    void accessToken_withoutAStoredToken_asksForTheConsent() {
        AuthenticationException failure = failure(ask(confidential().build()));

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
        assertThat(failure.getMessage())
                .isEqualTo("No refresh token is stored for tenant " + TENANT + ": run the consent once.");
        assertThat(service.asked).isEmpty();
    }

    @Test
    void accessToken_storedTokenOfTheOtherKind_messageNamesTheConsentToRepeat() {
        store.save(TENANT, RefreshToken.publicClient("canary"));
        AuthenticationException ofPublic = failure(ask(confidential().build()));
        store.save(TENANT, RefreshToken.confidential("canary"));
        AuthenticationException ofConfidential = failure(ask(publicClient().build()));

        assertThat(ofPublic.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        assertThat(ofPublic.getMessage()).contains("is of a public client").contains("run consent()");
        assertThat(ofConfidential.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        assertThat(ofConfidential.getMessage())
                .contains("is of a confidential client")
                .contains("run consentByDeviceCode()");
        assertThat(service.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void credentialSupplier_isCalledForEachRequestAndItsResultIsChecked(boolean secret) {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", null).thenToken("at2", null);
        Deque<String> proofs = new ArrayDeque<>(List.of("first", "second", " "));
        MsalAccessTokenProvider.Builder builder = MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId(CLIENT)
                .refreshTokens(store)
                .service(service);
        MsalAccessTokenProvider tokens =
                (secret ? builder.clientSecret(proofs::remove) : builder.clientAssertion(proofs::remove)).build();

        ask(tokens).join();
        ask(tokens).join();
        AuthenticationException blank = failure(ask(tokens));
        AuthenticationException thrown = failure(ask(tokens));

        assertThat(service.values(secret ? "client_secret" : "client_assertion"))
                .containsExactly("first", "second");
        assertThat(blank.reason()).isEqualTo(AuthenticationReason.CREDENTIAL_REJECTED);
        assertThat(blank.getMessage()).contains("supplier returned nothing");
        assertThat(thrown.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(thrown.getMessage()).contains("NoSuchElementException");
    }

    // --- failures ---

    @Test
    void accessToken_refused_failsKeepsTheStoredTokenAndTriesAgainNextTime() {
        store.save(TENANT, RefreshToken.publicClient("rt1"));
        String body =
                "{\"error\":\"invalid_grant\",\"error_codes\":[700082],\"error_description\":\"canary@x.example\"}";
        service.then(400, body).then(500, "canary").then(429, "canary").thenToken("at1", null);

        // Two providers of one app: MSAL itself would apply the failure of the first to the second.
        AuthenticationException dead = failure(ask(publicClient().build()));
        AuthenticationException down = failure(ask(publicClient().build()));
        AuthenticationException busy = failure(ask(publicClient().build()));
        AccessToken token = ask(publicClient().build()).join();

        assertThat(dead.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
        assertThat(down.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(busy.getMessage()).contains("429");
        assertThat(token.value()).isEqualTo("at1");
        assertThat(service.asked).hasSize(4);
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.publicClient("rt1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "",
                "null",
                "[]",
                "\"canary\"",
                "<html>canary</html>",
                "{\"access_token\":\"ca\\r\\nnary\"}"
            })
    void accessToken_responseWithoutAToken_isUnavailable(String body) {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.then(200, body);

        assertThat(failure(ask(confidential().build())).reason())
                .isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(service.asked).hasSize(1);
    }

    // --- a store that fails ---

    /** A store that the test can make fail. */
    private static final class UnreliableStore implements RefreshTokenStore {

        private final RefreshTokenStore good = RefreshTokenStore.inMemory();
        private boolean loads = true;
        private boolean saves = true;

        @Override
        public @Nullable RefreshToken load(String tenant) {
            if (!loads) {
                throw new IllegalStateException("the vault is sealed");
            }
            return good.load(tenant);
        }

        @Override
        public void save(String tenant, RefreshToken token) {
            if (!saves) {
                throw new IllegalStateException("the vault is sealed");
            }
            good.save(tenant, token);
        }
    }

    @Test
    void store_failsToLoad_isUnavailableWithItsFailureAsCause() {
        UnreliableStore unreliable = new UnreliableStore();
        unreliable.loads = false;

        AuthenticationException failure =
                failure(ask(confidential().refreshTokens(unreliable).build()));

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(failure.getMessage()).contains("failed to load with java.lang.IllegalStateException");
        assertThat(failure.getCause()).hasMessage("the vault is sealed");
    }

    @Test
    void store_failsToSave_losesNoToken() {
        UnreliableStore unreliable = new UnreliableStore();
        unreliable.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2")
                .thenToken("at2", "rt3")
                .thenToken("at3", null)
                .thenToken("at4", null);
        MsalAccessTokenProvider tokens =
                confidential().refreshTokens(unreliable).build();

        unreliable.saves = false;
        assertThat(ask(tokens).join().value()).isEqualTo("at1");
        ask(tokens).join();
        unreliable.loads = false;
        ask(tokens).join();
        assertThat(unreliable.good.load(TENANT)).isEqualTo(RefreshToken.confidential("rt1"));
        unreliable.loads = true;
        unreliable.saves = true;
        ask(tokens).join();

        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt2", "rt3", "rt3");
        assertThat(unreliable.good.load(TENANT)).isEqualTo(RefreshToken.confidential("rt3"));
    }

    @Test
    void store_saveThrowsAnError_losesNoToken() {
        AtomicInteger saves = new AtomicInteger();
        RefreshTokenStore unlinked = new RefreshTokenStore() {
            @Override
            public @Nullable RefreshToken load(String tenant) {
                return store.load(tenant);
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                if (saves.getAndIncrement() == 0) {
                    throw new NoClassDefFoundError("vault");
                }
                store.save(tenant, token);
            }
        };
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2").thenToken("at2", null);
        MsalAccessTokenProvider tokens = confidential().refreshTokens(unlinked).build();

        assertThatThrownBy(ask(tokens)::join).hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(ask(tokens).join().value()).isEqualTo("at2");

        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt2");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    @Test
    void store_savedByAnotherProcess_itsTokenIsUsed() {
        UnreliableStore unreliable = new UnreliableStore();
        unreliable.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2").thenToken("at2", null);
        MsalAccessTokenProvider tokens =
                confidential().refreshTokens(unreliable).build();

        unreliable.saves = false;
        ask(tokens).join();
        unreliable.saves = true;
        unreliable.save(TENANT, RefreshToken.confidential("of-a-new-consent"));
        ask(tokens).join();

        assertThat(service.values("refresh_token")).containsExactly("rt1", "of-a-new-consent");
        assertThat(unreliable.load(TENANT)).isEqualTo(RefreshToken.confidential("of-a-new-consent"));
    }

    @Test
    void accessToken_shortTimeout_endsBeforeTheTimeoutOfTheClient() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        VirtualClock clock = VirtualClock.start();
        service.thenToken("at1", null).thenToken("at2", null);
        MsalAccessTokenProvider tokens = confidential().time(clock).build();
        tokens.accessToken(request(Runnable::run)).join();
        Deque<Runnable> later = new ArrayDeque<>();
        tokens.accessToken(request(later::add));
        clock.advance(Duration.ofSeconds(60));
        later.remove().run();

        assertThat(service.limits).containsExactly(Duration.ofSeconds(8), Duration.ofSeconds(1));
    }

    @Test
    void accessToken_refused_messageNamesHostAndTenant() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.then(400, "{\"error\":\"invalid_grant\"}").then(200, "{}");
        MsalAccessTokenProvider tokens = confidential().build();

        for (int i = 0; i < 2; i++) {
            assertThat(failure(ask(tokens)).getMessage())
                    .contains("login service login.microsoftonline.com:443 (tenant " + TENANT + ")");
        }
    }

    // --- order, threads, cancellation, closing ---

    @Test
    void accessToken_manyAtOnce_runOneAfterAnother() throws Exception {
        store.save(TENANT, RefreshToken.confidential("rt0"));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 1; i <= 20; i++) {
            String answer = "{\"access_token\":\"at\",\"refresh_token\":\"rt" + i + "\"}";
            service.then(() -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                return new LoginAnswer(200, Map.of(), answer);
            });
        }
        MsalAccessTokenProvider tokens = confidential().build();
        List<CompletableFuture<AccessToken>> futures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            futures.add(tokens.accessToken(request(task -> new Thread(task).start())));
        }

        CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);

        assertThat(most).hasValue(1);
        assertThat(service.values("refresh_token")).doesNotHaveDuplicates().hasSize(20);
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt20"));
    }

    @Test
    void accessToken_always_returnsAtOnceAndUsesTheExecutorOfTheRequestOnly() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        List<Thread> threads = new ArrayList<>();
        service.then(() -> {
            threads.add(Thread.currentThread());
            return new LoginAnswer(200, Map.of(), "{\"access_token\":\"at1\"}");
        });
        Deque<Runnable> later = new ArrayDeque<>();

        CompletableFuture<AccessToken> future = confidential().build().accessToken(request(later::add));

        assertThat(future).isNotDone();
        assertThat(service.asked).isEmpty();
        later.remove().run();
        assertThat(future.join().value()).isEqualTo("at1");
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void accessToken_executorRejects_failsAndTheNextRequestRuns() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", null);
        MsalAccessTokenProvider tokens = confidential().build();

        AuthenticationException failure = failure(tokens.accessToken(request(task -> {
            throw new RejectedExecutionException();
        })));

        assertThat(failure.getMessage()).contains("rejected the token request");
        assertThat(ask(tokens).join().value()).isEqualTo("at1");
    }

    @Test
    void cancel_executorNeverRunsTheTask_removesItAndTheNextRequestRuns() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", null);
        MsalAccessTokenProvider tokens = confidential().build();
        Deque<Runnable> stuck = new ArrayDeque<>();
        CompletableFuture<AccessToken> first = tokens.accessToken(request(stuck::add));
        CompletableFuture<AccessToken> second = ask(tokens);

        first.cancel(true);

        assertThat(second).isCompletedWithValueMatching(token -> token.value().equals("at1"));
        stuck.remove().run();
        assertThat(service.asked).hasSize(1);
    }

    @Test
    void close_executorNeverRunsATask_sendsNoRequest() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        MsalAccessTokenProvider tokens = confidential().build();
        List<CompletableFuture<AccessToken>> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(i == 0 ? tokens.accessToken(request(task -> {})) : ask(tokens));
        }

        tokens.close();

        assertThat(open)
                .allSatisfy(future -> assertThatThrownBy(future::join)
                        .cause()
                        .isInstanceOfSatisfying(
                                PartnerCenterException.class,
                                failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CLOSED)));
        assertThat(service.asked).isEmpty();
    }

    @Test
    void close_callbacksBlock_returnsAndEndsAllRequests() {
        MsalAccessTokenProvider tokens = confidential().build();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch callbacksRun = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            tokens.accessToken(request(task -> {})).whenComplete((token, failure) -> {
                callbacksRun.countDown();
                await(end);
            });
        }
        Thread closing = new Thread(tokens::close);

        closing.start();

        try {
            await(callbacksRun);
        } finally {
            end.countDown();
        }
    }

    @Test
    void cancel_whileWaiting_removesTheRequest() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", null).thenToken("at3", null);
        MsalAccessTokenProvider tokens = confidential().build();
        Deque<Runnable> later = new ArrayDeque<>();

        CompletableFuture<AccessToken> first = tokens.accessToken(request(later::add));
        CompletableFuture<AccessToken> second = tokens.accessToken(request(later::add));
        CompletableFuture<AccessToken> third = tokens.accessToken(request(later::add));
        second.cancel(true);
        later.remove().run();
        later.remove().run();

        assertThat(first.join().value()).isEqualTo("at1");
        assertThat(third.join().value()).isEqualTo("at3");
        assertThat(later).isEmpty();
        assertThat(service.asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelOrClose_duringTheExchange_storesItsToken(boolean cancel) throws Exception {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        service.then(() -> {
            begun.countDown();
            await(ended);
            return new LoginAnswer(200, Map.of(), "{\"access_token\":\"at1\",\"refresh_token\":\"rt2\"}");
        });
        MsalAccessTokenProvider tokens = confidential().build();
        Thread[] worker = new Thread[1];
        CompletableFuture<AccessToken> future = tokens.accessToken(request(task -> {
            worker[0] = new Thread(task);
            worker[0].start();
        }));
        await(begun);

        if (cancel) {
            future.cancel(true);
        } else {
            tokens.close();
        }
        assertThat(future).failsWithin(Duration.ofSeconds(20));
        ended.countDown();
        worker[0].join(20_000);

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    /** Starts a token request whose response comes when the latch opens. */
    private CompletableFuture<AccessToken> hanging(
            MsalAccessTokenProvider tokens, CountDownLatch end, String refreshToken, List<Thread> workers) {
        CountDownLatch begun = new CountDownLatch(1);
        service.then(() -> {
            begun.countDown();
            await(end);
            return new LoginAnswer(
                    200, Map.of(), "{\"access_token\":\"late\",\"refresh_token\":\"" + refreshToken + "\"}");
        });
        CompletableFuture<AccessToken> future = tokens.accessToken(request(task -> {
            Thread worker = new Thread(task);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }));
        await(begun);
        return future;
    }

    @Test
    void accessToken_earlierRequestHangs_overtakesItAndKeepsTheNewerRefreshToken() throws Exception {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        VirtualClock clock = VirtualClock.start();
        MsalAccessTokenProvider tokens = confidential().time(clock).build();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> workers = new ArrayList<>();
        CompletableFuture<AccessToken> stuck = hanging(tokens, end, "rt-late", workers);
        CompletableFuture<AccessToken> patient = ask(tokens);
        service.thenToken("at2", "rt2").thenToken("at3", "rt3");
        assertThat(patient).isNotDone();

        clock.advance(Duration.ofMinutes(1));
        CompletableFuture<AccessToken> next = ask(tokens);

        assertThat(patient.join().value()).isEqualTo("at2");
        assertThat(next.join().value()).isEqualTo("at3");
        end.countDown();
        workers.get(0).join(20_000);
        assertThat(stuck.join().value()).isEqualTo("late");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt3"));
        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt1", "rt2");
    }

    @Test
    void accessToken_manyRequestsHang_failsUntilOneOfThemEnds() throws Exception {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        VirtualClock clock = VirtualClock.start();
        MsalAccessTokenProvider tokens = confidential().time(clock).build();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 1 + SerialQueue.MOST_STUCK; i++) {
            hanging(tokens, end, "rt-late", workers);
            clock.advance(Duration.ofMinutes(1));
        }

        AuthenticationException failure = failure(ask(tokens));
        end.countDown();
        for (Thread worker : workers) {
            worker.join(20_000);
        }
        service.thenToken("at2", "rt2");

        assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(failure.getMessage())
                .contains("still wait for the refresh token store")
                .contains("time limit");
        assertThat(ask(tokens).join().value()).isEqualTo("at2");
        assertThat(workers).hasSize(1 + SerialQueue.MOST_STUCK);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void close_always_failsWaitingAndLaterRequests() {
        store.save(TENANT, RefreshToken.confidential("rt1"));
        MsalAccessTokenProvider tokens = publicClient().build();
        CompletableFuture<AccessToken> waiting = tokens.accessToken(request(task -> {}));
        tokens.close();
        tokens.close();

        for (CompletableFuture<?> future :
                List.of(waiting, ask(tokens), tokens.consent(page -> {}), tokens.consentByDeviceCode(prompt -> {}))) {
            assertThatThrownBy(future::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            PartnerCenterException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CLOSED))
                    .hasMessageContaining("access token provider");
        }
        assertThat(service.closed).isTrue();
        assertThat(service.asked).isEmpty();
    }

    @Test
    void provider_printed_showsNoSecret() {
        store.save(TENANT, RefreshToken.confidential("canary"));
        MsalAccessTokenProvider.Builder builder = confidential().proxyCredentials("canary-user", "canary-password");

        assertThat(builder + " " + builder.build())
                .contains(TENANT)
                .contains("CONFIDENTIAL")
                .doesNotContain("canary");
        assertThat(builder.build().cloud()).isEqualTo(Cloud.GLOBAL);
    }
}

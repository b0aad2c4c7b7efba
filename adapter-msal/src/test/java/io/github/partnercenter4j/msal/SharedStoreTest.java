package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several providers, as in several processes, with one store. */
class SharedStoreTest {

    private static final String TENANT = "contoso.onmicrosoft.com";

    private final ScriptedService service = new ScriptedService();
    private final VirtualClock clock = VirtualClock.start();

    @TempDir
    private Path folder;

    private MsalAccessTokenProvider.Builder provider(RefreshTokenStore store) {
        return MsalAccessTokenProvider.builder(Cloud.GLOBAL)
                .tenant(TENANT)
                .clientId("11111111-2222-3333-4444-555555555555")
                .clientSecret(() -> "canary-secret")
                .refreshTokens(store)
                .time(clock)
                .service(service);
    }

    private RefreshTokenStore store(String kind) {
        return switch (kind) {
            case "memory" -> RefreshTokenStore.inMemory();
            case "file" -> RefreshTokenStore.file(folder.resolve("tokens"));
            default ->
                RefreshTokenStore.encrypted(RefreshTokenStore.inMemory(), new SecretKeySpec(new byte[32], "AES"));
        };
    }

    private static CompletableFuture<AccessToken> ask(MsalAccessTokenProvider tokens) {
        return tokens.accessToken(TokenRequest.of(Duration.ofSeconds(10), Runnable::run));
    }

    private static AuthenticationException failure(CompletableFuture<AccessToken> future) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        return (AuthenticationException) thrown[0];
    }

    /** Does something before each save, as if another process were faster. */
    private record StoreWithHook(RefreshTokenStore store, Runnable before) implements RefreshTokenStore {

        @Override
        public @Nullable RefreshToken load(String tenant) {
            return store.load(tenant);
        }

        @Override
        public void save(String tenant, RefreshToken token) {
            before.run();
            store.save(tenant, token);
        }

        @Override
        public boolean save(String tenant, @Nullable RefreshToken expected, RefreshToken token) {
            before.run();
            return store.save(tenant, expected, token);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "encrypted"})
    void save_afterAnotherProcessSaved_keepsTheTokenOfTheOther(String kind) {
        RefreshTokenStore store = store(kind);
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at-of-a", "rt-of-a").thenToken("at-of-b", "rt-of-b").thenToken("at3", null);
        MsalAccessTokenProvider b = provider(store).build();
        MsalAccessTokenProvider a =
                provider(new StoreWithHook(store, () -> ask(b).join())).build();

        assertThat(ask(a).join().value()).isEqualTo("at-of-a");

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt-of-b"));
        ask(a).join();
        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt1", "rt-of-b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "encrypted"})
    void save_otherTokenThanExpectedIsStored_returnsFalse(String kind) {
        RefreshTokenStore store = store(kind);

        assertThat(store.save(TENANT, RefreshToken.confidential("rt0"), RefreshToken.confidential("x")))
                .isFalse();
        assertThat(store.load(TENANT)).isNull();
        assertThat(store.save(TENANT, null, RefreshToken.confidential("rt1"))).isTrue();
        assertThat(store.save(TENANT, null, RefreshToken.confidential("x"))).isFalse();
        assertThat(store.save(TENANT, RefreshToken.publicClient("rt1"), RefreshToken.confidential("x")))
                .isFalse();
        assertThat(store.save(TENANT, RefreshToken.confidential("rt1"), RefreshToken.confidential("rt2")))
                .isTrue();

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    @Test
    void exchange_refusedWhileAnotherProcessSaved_isRepeatedWithTheNewerToken() {
        RefreshTokenStore store = store("memory");
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.then(() -> {
                    store.save(TENANT, RefreshToken.confidential("rt-of-b"));
                    return new LoginAnswer(400, Map.of(), refusal());
                })
                .thenToken("at2", "rt3");

        assertThat(ask(provider(store).build()).join().value()).isEqualTo("at2");

        assertThat(service.values("refresh_token")).containsExactly("rt1", "rt-of-b");
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt3"));
    }

    @Test
    void exchange_refusedTwice_failsWithoutAThirdRequest() {
        RefreshTokenStore store = store("memory");
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.then(() -> {
                    store.save(TENANT, RefreshToken.confidential("rt2"));
                    return new LoginAnswer(400, Map.of(), refusal());
                })
                .then(400, refusal());

        assertThat(failure(ask(provider(store).build())).reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);

        assertThat(service.asked).hasSize(2);
    }

    @Test
    void exchange_refusedWhileTheStoreFails_failsWithTheRefusal() {
        RefreshTokenStore store = store("memory");
        store.save(TENANT, RefreshToken.confidential("rt1"));
        List<String> loads = new ArrayList<>();
        RefreshTokenStore failing = new RefreshTokenStore() {
            @Override
            public @Nullable RefreshToken load(String tenant) {
                loads.add(tenant);
                if (loads.size() > 1) {
                    throw new IllegalStateException("the vault is sealed");
                }
                return store.load(tenant);
            }

            @Override
            public void save(String tenant, RefreshToken token) {
                store.save(tenant, token);
            }
        };
        service.then(400, refusal());

        assertThat(failure(ask(provider(failing).build())).reason())
                .isEqualTo(AuthenticationReason.INTERACTION_REQUIRED);
    }

    private static String refusal() {
        return "{\"error\":\"invalid_grant\",\"error_codes\":[70000],\"error_description\":\"canary\"}";
    }

    // --- what must not be lost ---

    /** A store with the two methods only. It does something before a save. */
    private static final class TwoMethods implements RefreshTokenStore {

        final RefreshTokenStore store = RefreshTokenStore.inMemory();
        final List<RefreshToken> saved = new ArrayList<>();
        final Deque<Runnable> beforeSave = new ArrayDeque<>();
        final Deque<Runnable> beforeLoad = new ArrayDeque<>();

        @Override
        public @Nullable RefreshToken load(String tenant) {
            run(beforeLoad);
            return store.load(tenant);
        }

        @Override
        public void save(String tenant, RefreshToken token) {
            run(beforeSave);
            saved.add(token);
            store.save(tenant, token);
        }

        private static void run(Deque<Runnable> first) {
            Runnable next = first.poll();
            if (next != null) {
                next.run();
            }
        }
    }

    private static void fail() {
        throw new IllegalStateException("the vault is sealed");
    }

    @Test
    void consent_duringAnExchange_isNotReplacedByItsToken() {
        TwoMethods store = new TwoMethods();
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.then(() -> {
            store.save(TENANT, RefreshToken.confidential("of-a-new-consent"));
            return new LoginAnswer(
                    200,
                    Map.of(),
                    "{\"token_type\":\"Bearer\",\"expires_in\":3600,"
                            + "\"access_token\":\"at1\",\"refresh_token\":\"rt2\"}");
        });

        assertThat(ask(provider(store).build()).join().value()).isEqualTo("at1");

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("of-a-new-consent"));
    }

    @Test
    void storedToken_whileATokenIsUnsaved_savesNothing() {
        TwoMethods store = new TwoMethods();
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2");
        MsalAccessTokenProvider tokens = provider(store).build();
        store.beforeSave.add(SharedStoreTest::fail);
        ask(tokens).join();

        assertThat(tokens.storedToken().lastRotated()).isEqualTo(clock.now());

        assertThat(store.saved).containsExactly(RefreshToken.confidential("rt1"));
    }

    @Test
    void save_endsAfterALaterSave_keepsTheNewerToken() {
        TwoMethods store = new TwoMethods();
        store.save(TENANT, RefreshToken.confidential("rt1"));
        RefreshTokenCache cache =
                new RefreshTokenCache(store, TENANT, ClientKind.CONFIDENTIAL, clock, (tenant, issuedAt) -> {});
        RefreshTokenCache.Current first = cache.current();
        // The first save is blocked until the next exchange has saved its token.
        store.beforeSave.add(() -> cache.rotated(cache.current(), "rt3"));

        cache.rotated(first, "rt2");

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt3"));
        assertThat(cache.current().token()).isEqualTo(RefreshToken.confidential("rt3"));
    }

    @Test
    void save_failsAfterItStoredTheToken_nextTokenIsStored() {
        TwoMethods store = new TwoMethods();
        store.save(TENANT, RefreshToken.confidential("rt1"));
        RefreshTokenCache cache =
                new RefreshTokenCache(store, TENANT, ClientKind.CONFIDENTIAL, clock, (tenant, issuedAt) -> {});
        RefreshTokenCache.Current first = cache.current();
        store.beforeSave.add(() -> {
            store.store.save(TENANT, RefreshToken.confidential("rt2"));
            fail();
        });
        cache.rotated(first, "rt2");
        store.beforeLoad.add(SharedStoreTest::fail);
        RefreshTokenCache.Current second = cache.current();
        assertThat(second.token()).isEqualTo(RefreshToken.confidential("rt2"));

        cache.rotated(second, "rt3");

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt3"));
    }

    @Test
    void consent_inMemoryOnly_doesNotReplaceALaterOneInTheStore() {
        TwoMethods store = new TwoMethods();
        RefreshTokenCache cache =
                new RefreshTokenCache(store, TENANT, ClientKind.CONFIDENTIAL, clock, (tenant, issuedAt) -> {});
        store.beforeLoad.add(SharedStoreTest::fail);
        store.beforeSave.add(SharedStoreTest::fail);
        assertThatThrownBy(() -> cache.consented("consent-1")).isInstanceOf(AuthenticationException.class);
        clock.advance(Duration.ofDays(1));
        store.save(TENANT, RefreshToken.confidential("consent-2").withIssuedAt(clock.now()));

        assertThat(cache.current().token()).isEqualTo(RefreshToken.confidential("consent-2"));

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("consent-2"));
    }

    @Test
    void rotationListener_throwsAnError_tokenIsNotLost() {
        RefreshTokenStore store = store("memory");
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2");
        MsalAccessTokenProvider tokens = provider(store)
                .rotationListener((tenant, issuedAt) -> {
                    throw new AssertionError("canary");
                })
                .build();

        assertThat(ask(tokens).join().value()).isEqualTo("at1");

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    // --- what is stored ---

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "encrypted"})
    void storedToken_afterAnExchange_hasTheTimeOfIssueWithoutARequest(String kind) {
        RefreshTokenStore store = store(kind);
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2").thenToken("at2", null);
        MsalAccessTokenProvider tokens = provider(store).build();

        assertThat(tokens.storedToken()).isEqualTo(new StoredToken(ClientKind.CONFIDENTIAL, null));
        assertThat(tokens.storedToken().expiresUnused()).isNull();
        ask(tokens).join();
        Instant rotated = clock.now();
        clock.advance(Duration.ofDays(3));
        ask(tokens).join();

        StoredToken ofAnotherProcess = provider(store).build().storedToken();
        assertThat(ofAnotherProcess.lastRotated()).isEqualTo(rotated);
        assertThat(ofAnotherProcess.expiresUnused()).isEqualTo(rotated.plus(Duration.ofDays(90)));
        assertThat(service.asked).hasSize(2);
        assertThat(ofAnotherProcess.toString()).doesNotContain("rt2");
    }

    @Test
    void storedToken_noneStored_asksForTheConsent() {
        assertThatThrownBy(provider(store("memory")).build()::storedToken)
                .isInstanceOfSatisfying(
                        AuthenticationException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(AuthenticationReason.INTERACTION_REQUIRED));
    }

    @Test
    void rotationListener_throws_isCalledForEachStoredTokenAndRequestsSucceed() {
        RefreshTokenStore store = store("memory");
        store.save(TENANT, RefreshToken.confidential("rt1"));
        service.thenToken("at1", "rt2").thenToken("at2", null);
        List<String> listenerCalls = new ArrayList<>();
        MsalAccessTokenProvider tokens = provider(store)
                .rotationListener((tenant, issuedAt) -> {
                    listenerCalls.add(tenant + " " + issuedAt);
                    throw new IllegalStateException("canary");
                })
                .build();

        ask(tokens).join();
        ask(tokens).join();

        assertThat(listenerCalls).containsExactly(TENANT + " " + clock.now());
    }
}

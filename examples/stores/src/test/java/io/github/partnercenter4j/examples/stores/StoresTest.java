package io.github.partnercenter4j.examples.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.msal.HostedConsent;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.hsqldb.jdbc.JDBCDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each store that this library has or shows, under several processes' use. */
class StoresTest {

    private static final String TENANT = "5a2c8f3e-0000-4000-8000-000000000001";
    private static @Nullable PostgresServer postgres;

    private final ScriptedVault vault = new ScriptedVault();

    @TempDir
    private Path folder;

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.startIfInstalled();
        if (postgres == null) {
            System.out.println("No PostgreSQL is installed here: its cases are skipped.");
        }
    }

    @AfterAll
    static void stopPostgres() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private RefreshTokenStore store(String kind) throws SQLException {
        return switch (kind) {
            case "memory" -> RefreshTokenStore.inMemory();
            case "file" -> RefreshTokenStore.file(folder.resolve("tokens"));
            case "key vault" -> new KeyVaultRefreshTokenStore(vault.client());
            case "h2" -> table(h2());
            case "hsqldb" -> table(hsqldb());
            case "postgresql" -> {
                Assumptions.assumeTrue(postgres != null, "no PostgreSQL is installed here");
                yield table(Objects.requireNonNull(postgres).database());
            }
            default -> encrypted(table(h2()), new SecretKeySpec(new byte[32], "AES"));
        };
    }

    private static RefreshTokenStore encrypted(RefreshTokenStore table, SecretKey keyFromYourVault) {
        // region encrypted-store
        RefreshTokenStore store = RefreshTokenStore.encrypted(table, keyFromYourVault);
        // endregion
        return store;
    }

    private DataSource h2() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:" + folder.resolve("h2") + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    private DataSource hsqldb() {
        JDBCDataSource hsqldb = new JDBCDataSource();
        hsqldb.setUrl("jdbc:hsqldb:file:" + folder.resolve("hsqldb"));
        return hsqldb;
    }

    private static RefreshTokenStore table(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists partner_center_refresh_token");
            statement.execute(JdbcRefreshTokenStore.TABLE);
        }
        return new JdbcRefreshTokenStore(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "key vault", "h2", "hsqldb", "postgresql", "encrypted h2"})
    void store_afterSave_returnsLastSavedToken(String kind) throws SQLException {
        RefreshTokenStore store = store(kind);
        Instant issuedAt = Instant.parse("2026-11-28T10:00:00.123Z");
        RefreshToken first = RefreshToken.confidential("rt1").withIssuedAt(issuedAt);

        store.check(TENANT);
        assertThat(store.load(TENANT)).isNull();
        store.save(TENANT, first);
        store.save("contoso.example", RefreshToken.publicClient("rt-public"));

        assertThat(store.load(TENANT)).isEqualTo(first);
        assertThat(Objects.requireNonNull(store.load(TENANT)).issuedAt()).isEqualTo(issuedAt);
        assertThat(store.load("contoso.example")).isEqualTo(RefreshToken.publicClient("rt-public"));
        assertThat(Objects.requireNonNull(store.load("contoso.example")).issuedAt())
                .isNull();
        store.save(TENANT, RefreshToken.confidential("rt2"));
        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
        assertThat(store.toString()).doesNotContain("rt2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "key vault", "h2", "hsqldb", "postgresql", "encrypted h2"})
    void save_withExpectedToken_savesOnlyIfItIsStored(String kind) throws SQLException {
        RefreshTokenStore store = store(kind);
        RefreshToken other = RefreshToken.confidential("of-a-slow-process");

        assertThat(store.save(TENANT, RefreshToken.confidential("rt0"), other)).isFalse();
        assertThat(store.save(TENANT, null, RefreshToken.confidential("rt1"))).isTrue();
        assertThat(store.save(TENANT, null, other)).isFalse();
        assertThat(store.save(TENANT, RefreshToken.publicClient("rt1"), other)).isFalse();
        assertThat(store.save(TENANT, RefreshToken.confidential("rt1"), RefreshToken.confidential("rt2")))
                .isTrue();

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt2"));
    }

    /** Of many that save at once with the same expectation, one wins. Key Vault cannot do that, and says so. */
    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "h2", "hsqldb", "postgresql", "encrypted h2"})
    void save_concurrentlyWithSameExpectation_succeedsForOne(String kind) throws Exception {
        RefreshTokenStore store = store(kind);
        store.save(TENANT, RefreshToken.confidential("rt0"));
        for (int round = 0; round < 5; round++) {
            RefreshToken before = Objects.requireNonNull(store.load(TENANT));
            int theRound = round;
            List<CompletableFuture<@Nullable RefreshToken>> savers = IntStream.range(0, 8)
                    .mapToObj(saver -> CompletableFuture.supplyAsync(() -> {
                        RefreshToken mine = RefreshToken.confidential("rt-" + theRound + "-" + saver);
                        return store.save(TENANT, before, mine) ? mine : null;
                    }))
                    .toList();

            List<RefreshToken> saved = new ArrayList<>();
            for (CompletableFuture<@Nullable RefreshToken> saver : savers) {
                RefreshToken winner = saver.get(30, TimeUnit.SECONDS);
                if (winner != null) {
                    saved.add(winner);
                }
            }
            assertThat(saved).containsExactly(Objects.requireNonNull(store.load(TENANT)));
        }
    }

    /**
     * After a consent on a web page, two processes use the profile: often within an hour, then once a week, then not at
     * all, but for a job that keeps the token alive.
     */
    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"memory", "file", "key vault", "h2", "hsqldb", "postgresql", "encrypted h2"})
    void twoProcesses_forOneYear_needOneExchangePerHourOfUseAndLoseNoToken(String kind) throws Exception {
        VirtualClock clock = VirtualClock.start();
        RefreshTokenStore store = store(kind);
        try (FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build()) {
            consent(fake, store, clock);
            RefreshToken first = Objects.requireNonNull(store.load(fake.tenant()));
            Node one = new Node(fake, store, clock);
            Node two = new Node(fake, store, clock);
            int exchanges = 0;
            for (Instant end = clock.now().plus(Duration.ofDays(365));
                    clock.now().isBefore(end); ) {
                for (int minute = 0; minute < 50; minute += 10) {
                    one.read();
                    two.read();
                    clock.advance(Duration.ofMinutes(10));
                }
                exchanges += 2;
                for (Node node : List.of(one, two, one)) {
                    clock.advance(Duration.ofDays(7));
                    node.read();
                    assertThat(node.lastRotated()).isEqualTo(clock.now());
                    exchanges++;
                }
                for (Node node : List.of(two, one)) {
                    clock.advance(Duration.ofDays(89));
                    var unused = node.client().accessToken();
                    assertThat(node.lastRotated()).isEqualTo(clock.now());
                    exchanges++;
                }
                clock.advance(Duration.ofHours(2));
            }
            assertThat(fake.login().tokenRequests("refresh_token")).hasSize(exchanges);
            assertThat(store.load(fake.tenant())).isNotNull().isNotEqualTo(first);

            clock.advance(Duration.ofDays(90));
            assertThatThrownBy(two::read).hasMessageContaining("AADSTS700082");
            one.close();
            two.close();
        }
    }

    /** Signs in as a user of the partner, with a browser. */
    private static void consent(FakePartnerCenter fake, RefreshTokenStore store, VirtualClock clock) throws Exception {
        HostedConsent consent = MsalAccessTokenProvider.builder(fake.cloud())
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                .sslContext(fake.sslContext())
                .time(clock)
                .hostedConsent(URI.create("https://portal.example/connected"));
        HostedConsent.Started started = consent.begin(fake.tenant());
        HttpResponse<Void> redirect = HttpClient.newBuilder()
                .sslContext(fake.sslContext())
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()
                .send(
                        HttpRequest.newBuilder(started.page())
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        URI back = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        assertThat(consent.complete(back.getRawQuery(), started.pending()).tenant())
                .isEqualTo(fake.tenant());
    }

    private record Node(MsalAccessTokenProvider tokens, PartnerCenter client) {

        Node(FakePartnerCenter fake, RefreshTokenStore store, VirtualClock clock) {
            this(
                    fake,
                    clock,
                    MsalAccessTokenProvider.builder(fake.cloud())
                            .tenant(fake.tenant())
                            .clientId(fake.login().clientId())
                            .clientSecret(fake.login()::clientSecret)
                            .refreshTokens(store)
                            .sslContext(fake.sslContext())
                            .time(clock)
                            .build());
        }

        private Node(FakePartnerCenter fake, VirtualClock clock, MsalAccessTokenProvider tokens) {
            this(
                    tokens,
                    PartnerCenter.builder()
                            .gateway(fake.gateway())
                            .tokens(tokens)
                            // A retry would wait for a clock that nobody advances.
                            .retryPolicy(RetryPolicy.none())
                            .time(clock)
                            .build());
        }

        void read() {
            client.profiles().supportProfile().get();
        }

        @Nullable
        Instant lastRotated() {
            return tokens.storedToken().lastRotated();
        }

        void close() {
            client.close();
            tokens.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "hsqldb", "postgresql", "encrypted h2"})
    void table_tokenAsLongAsThoseOfEntra_savesToken(String kind) throws SQLException {
        RefreshTokenStore store = store(kind);
        RefreshToken longest = RefreshToken.confidential("x".repeat(2_500));

        store.save(TENANT, longest);

        assertThat(store.load(TENANT)).isEqualTo(longest);
    }

    @Test
    void table_poolWithoutAutoCommit_savesToken() throws SQLException {
        RefreshTokenStore store = table(h2());
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = h2().getConnection();
                    connection.setAutoCommit(false);
                    return connection;
                });

        new JdbcRefreshTokenStore(pool).save(TENANT, RefreshToken.confidential("rt1"));

        assertThat(store.load(TENANT)).isEqualTo(RefreshToken.confidential("rt1"));
    }

    @Test
    void table_refusesToken_saveFails() throws SQLException {
        RefreshTokenStore store = table(h2());
        try (Connection connection = h2().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table partner_center_refresh_token add check (tenant <> 'x.example')");
        }

        assertThatThrownBy(() -> store.save("x.example", null, RefreshToken.confidential("rt1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("could not save");
    }

    @Test
    void keyVault_hasOneSecretForEachTenant() {
        RefreshTokenStore store = new KeyVaultRefreshTokenStore(vault.client());
        List<String> tenants = List.of("a-b.example", "a.b.example", "a--b.example", TENANT);

        tenants.forEach(tenant -> store.save(tenant, RefreshToken.confidential("of-" + tenant)));

        for (String tenant : tenants) {
            assertThat(store.load(tenant)).isEqualTo(RefreshToken.confidential("of-" + tenant));
        }
        assertThat(vault.secrets.keySet()).hasSize(4).allMatch(name -> name.matches("[0-9A-Za-z-]{1,127}"));
    }

    @Test
    void keyVault_tokenWithTimeOfIssue_secretExpiresWithTheToken() {
        RefreshTokenStore store = new KeyVaultRefreshTokenStore(vault.client());
        Instant issuedAt = Instant.parse("2026-11-28T10:00:00Z");

        store.save(TENANT, RefreshToken.confidential("rt1").withIssuedAt(issuedAt));
        store.save("contoso.example", RefreshToken.confidential("rt2"));

        long expires = issuedAt.plus(Duration.ofDays(90)).getEpochSecond();
        assertThat(vault.secrets.get("partner-center-" + TENANT.replace("-", "--")))
                .contains("\"exp\":" + expires);
        assertThat(vault.secrets.get("partner-center-contoso-dexample")).doesNotContain("\"exp\"");
    }

    @Test
    void keyVault_refuses_loadAndSaveFail() {
        RefreshTokenStore store = new KeyVaultRefreshTokenStore(vault.client());
        vault.sealed = true;

        assertThatThrownBy(() -> store.load(TENANT)).hasMessageContaining("403");
        assertThatThrownBy(() -> store.save(TENANT, RefreshToken.confidential("canary")))
                .hasMessageContaining("403")
                .hasMessageNotContaining("canary");
    }
}

package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.msal.ClientKind;
import io.github.partnercenter4j.msal.MsalAccessTokenProvider;
import io.github.partnercenter4j.msal.RefreshToken;
import io.github.partnercenter4j.msal.RefreshTokenStore;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.VirtualClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the way from a consent to unattended updates: browser, login, MSAL4J, token store, client, transport, TLS and
 * Partner Center.
 */
@Timeout(120)
class ConsentToUpdateTest {

    private final VirtualClock clock = VirtualClock.start();
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().https().clock(clock).build();
    private final RouteWitness routes = new RouteWitness();

    @AfterEach
    void close() {
        fake.close();
    }

    private MsalAccessTokenProvider tokens(RefreshTokenStore store) {
        return MsalAccessTokenProvider.builder(fake.cloud())
                .tenant(fake.tenant())
                .clientId(fake.login().clientId())
                .clientSecret(fake.login()::clientSecret)
                .refreshTokens(store)
                .sslContext(fake.sslContext())
                .proxy(routes)
                .build();
    }

    private RefreshTokenStore consented() {
        RefreshTokenStore store = RefreshTokenStore.inMemory();
        store.save(fake.tenant(), RefreshToken.confidential(fake.login().issueRefreshToken()));
        return store;
    }

    private static PartnerCenter client(SupportProfileGateway gateway, MsalAccessTokenProvider tokens, Time time) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(tokens)
                .time(time)
                .build();
    }

    /** Opens the sign-in page like a browser and follows its redirect to the listener. */
    private void browse(URI page) {
        HttpClient.newBuilder()
                .sslContext(fake.sslContext())
                .proxy(routes)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build()
                .sendAsync(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding());
    }

    @ParameterizedTest
    @EnumSource(AnyTransport.class)
    void updates_beforeAndAfterTokenExpires_needOneCodeAndTwoRefreshes(AnyTransport transport, @TempDir Path folder)
            throws Exception {
        fake.login().detectReuse(true);
        RefreshTokenStore store = RefreshTokenStore.file(folder.resolve("refresh-tokens"));
        try (MsalAccessTokenProvider tokens = tokens(store);
                SupportProfileGateway gateway = transport.open(fake, routes);
                PartnerCenter partnerCenter = client(gateway, tokens, clock)) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();

            tokens.consent(this::browse).get(60, TimeUnit.SECONDS);
            RefreshToken ofConsent = store.load(fake.tenant());

            SupportProfile read = support.get();
            assertThat(support.update(read.withTelephone("4255550101")).telephone())
                    .isEqualTo("4255550101");
            RefreshToken rotated = store.load(fake.tenant());

            clock.advance(Duration.ofMinutes(61));
            assertThat(support.update(read.withTelephone("4255550102")).telephone())
                    .isEqualTo("4255550102");
            RefreshToken rotatedAgain = store.load(fake.tenant());

            assertThat(fake.login().tokenRequests("authorization_code")).hasSize(1);
            assertThat(fake.login().tokenRequests("refresh_token")).hasSize(2).allMatch(call -> call.status() == 200);
            assertThat(fake.login().tokenRequests()).hasSize(3);
            assertThat(fake.journal().requests("PUT")).hasSize(2).allMatch(RecordedExchange::committed);
            assertThat(fake.profile().telephone()).isEqualTo("4255550102");
            assertThat(List.of(ofConsent, rotated, rotatedAgain))
                    .doesNotHaveDuplicates()
                    .allMatch(token -> token.kind() == ClientKind.CONFIDENTIAL);
        }

        // The login accepts each refresh token once. So another process can continue only with the newest one.
        try (MsalAccessTokenProvider tokens = tokens(RefreshTokenStore.file(folder.resolve("refresh-tokens")));
                SupportProfileGateway gateway = transport.open(fake, routes);
                PartnerCenter partnerCenter = client(gateway, tokens, clock)) {
            assertThat(partnerCenter.profiles().supportProfile().get().telephone())
                    .isEqualTo("4255550102");
        }
        assertThat(routes.hosts()).containsExactly("127.0.0.1");
    }

    @ParameterizedTest
    @EnumSource(AnyTransport.class)
    void update_tokenRefused_isSentAgainWithNewToken(AnyTransport transport) {
        try (MsalAccessTokenProvider tokens = tokens(consented());
                SupportProfileGateway gateway = transport.open(fake, routes);
                PartnerCenter partnerCenter = client(gateway, tokens, Time.system())) {
            SupportProfileOperations support = partnerCenter.profiles().supportProfile();
            SupportProfile read = support.get();

            // Only the service's clock moves: the client still believes that its token is valid.
            clock.advance(Duration.ofHours(2));
            assertThat(support.update(read.withTelephone("4255550103")).telephone())
                    .isEqualTo("4255550103");

            assertThat(fake.journal().requests("PUT"))
                    .extracting(RecordedExchange::status)
                    .containsExactly(401, 200);
            assertThat(fake.writesApplied()).isEqualTo(1);
            assertThat(fake.login().tokenRequests("refresh_token")).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(AnyTransport.class)
    void get_401Once_isSentAgainWithNewToken(AnyTransport transport) {
        try (MsalAccessTokenProvider tokens = tokens(consented());
                SupportProfileGateway gateway = transport.open(fake, routes);
                PartnerCenter partnerCenter = client(gateway, tokens, clock)) {
            fake.next(Fault.answer(401));

            assertThat(partnerCenter.profiles().supportProfile().get()).isNotNull();

            assertThat(fake.journal().requests("GET"))
                    .extracting(RecordedExchange::status)
                    .containsExactly(401, 200);
            assertThat(fake.login().tokenRequests("refresh_token")).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(AnyTransport.class)
    void concurrentCalls_clientWithoutToken_sendOneTokenRequest(AnyTransport transport) throws Exception {
        int callers = 50;
        CyclicBarrier together = new CyclicBarrier(callers);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (MsalAccessTokenProvider tokens = tokens(consented());
                SupportProfileGateway gateway = transport.open(fake, routes);
                PartnerCenter partnerCenter = client(gateway, tokens, Time.system())) {
            Callable<SupportProfile> call = () -> {
                together.await();
                return partnerCenter.profiles().supportProfile().get();
            };
            List<Future<SupportProfile>> calls = IntStream.range(0, callers)
                    .mapToObj(caller -> threads.submit(call))
                    .toList();

            for (Future<SupportProfile> one : calls) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(fake.profile());
            }

            assertThat(fake.login().tokenRequests()).hasSize(1);
            assertThat(fake.journal().requests("GET")).hasSize(callers);
        } finally {
            threads.shutdownNow();
        }
    }
}

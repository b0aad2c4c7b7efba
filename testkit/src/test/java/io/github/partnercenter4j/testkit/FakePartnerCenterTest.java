package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class FakePartnerCenterTest {

    private static final String GET = "GET /v1/profiles/support HTTP/1.1";

    /** The port is in use, so the second fake cannot listen. Everything that works here does not need the port. */
    @Test
    void fake_usedInMemory_opensNoSocketBeforeUrlIsCalled() {
        try (FakePartnerCenter first = FakePartnerCenter.create();
                FakePartnerCenter second =
                        FakePartnerCenter.builder().port(first.url().getPort()).build()) {
            second.gateway().fetch(context(second)).join();

            assertThatThrownBy(second::url).isInstanceOf(UncheckedIOException.class);
            assertThat(first.url().toString()).matches("http://127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void cloud_hasTheAddressesOfTheFake() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            Cloud cloud = fake.cloud();

            assertThat(cloud.apiBase()).isEqualTo(fake.url());
            assertThat(cloud.authority())
                    .isEqualTo(URI.create("https://127.0.0.1:" + fake.url().getPort()));
            assertThat(cloud.scope()).isEqualTo(fake.url() + "/user_impersonation");
        }
    }

    @ParameterizedTest
    @EnumSource
    void basePath_isAPrefixOfTheApiPathsOnly(TwoDoors door) {
        try (FakePartnerCenter fake =
                        FakePartnerCenter.builder().basePath("/Partner-Center/").build();
                DoorClient client = DoorClient.open(door, fake)) {
            SupportProfileReply written = client.put("+1 425 555 0100", client.context());

            assertThat(client.get().profile()).isEqualTo(written.profile());
            assertThat(fake.journal().exchanges())
                    .extracting(RecordedExchange::target)
                    .containsExactly(
                            "/Partner-Center/v1/profiles/supportprofile", "/Partner-Center/v1/profiles/support");
            assertThat(fake.cloud().apiBase()).isEqualTo(URI.create(fake.url() + "/Partner-Center"));
            assertThat(fake.cloud().scope()).isEqualTo(fake.url() + "/user_impersonation");
        }
    }

    @Test
    void basePath_requestWithoutIt_isNotFoundAndHasAHint() {
        try (FakePartnerCenter fake =
                FakePartnerCenter.builder().basePath("/partnercenter").build()) {
            assertThat(TwoDoors.HTTP.get(fake)).isEqualTo(404);

            assertThat(fake.journal().exchanges())
                    .extracting(RecordedExchange::hint)
                    .containsExactly("closest route GET /partnercenter/v1/profiles/support: but the path is"
                            + " /v1/profiles/support");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "partnercenter",
                "",
                "/v1",
                "/a b",
                "//x",
                "/a?b",
                "/../b",
                "/__admin",
                "/__admin/api",
                "/a/oauth2",
                "/discovery/b",
                "/.well-known"
            })
    void basePath_invalid_isRefused(String basePath) {
        assertThatThrownBy(() -> FakePartnerCenter.builder().basePath(basePath))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void url_calledByManyThreads_opensOneListener() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            List<Future<URI>> urls = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                urls.add(callers.submit(fake::url));
            }
            for (Future<URI> url : urls) {
                assertThat(url.get(10, TimeUnit.SECONDS)).isEqualTo(fake.url());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void close_twice_endsStalledExchangesAndRefusesNewOnes() throws Exception {
        FakePartnerCenter fake = FakePartnerCenter.create();
        URI url = fake.url();
        SupportProfileGateway gateway = fake.gateway();
        fake.next(Fault.stall(Fault.Point.AFTER_COMMIT), Fault.stall(Fault.Point.AFTER_COMMIT));
        var stalled = gateway.fetch(context(fake));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(10_000);
            String head = GET + "\r\nHost: fake\r\nAuthorization: Bearer "
                    + fake.tokens().appPlusUser().value() + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(fake.journal().await(2, Duration.ofSeconds(10))).isTrue();

            fake.close();
            fake.close();

            assertThat(stalled).failsWithin(Duration.ofSeconds(10));
            assertThatCode(() -> assertThat(socket.getInputStream().read()).isEqualTo(-1))
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isNull(),
                            thrown -> assertThat(thrown).isInstanceOf(IOException.class));
        }
        assertThatThrownBy(() -> new Socket(url.getHost(), url.getPort()).close())
                .isInstanceOf(ConnectException.class);
        assertThatThrownBy(fake::url).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(fake::gateway).isInstanceOf(IllegalStateException.class);
        assertThat(fake.profile().email()).isEqualTo("email@sample.com");
    }

    @Test
    void seed_same_givesTheSameTenantTokensAndIds() throws IOException {
        List<List<String>> runs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (FakePartnerCenter fake = FakePartnerCenter.builder().seed(42).build()) {
                runs.add(randomValues(fake));
            }
        }
        try (FakePartnerCenter other = FakePartnerCenter.builder().seed(43).build()) {
            assertThat(runs.get(0)).isEqualTo(runs.get(1)).doesNotContainAnyElementsOf(randomValues(other));
        }
    }

    @Test
    void seed_unset_isRandomAndReadable() throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                FakePartnerCenter other = FakePartnerCenter.create();
                FakePartnerCenter again =
                        FakePartnerCenter.builder().seed(fake.seed()).build()) {
            assertThat(fake.seed()).isNotEqualTo(other.seed());
            assertThat(fake.toString()).contains(Long.toString(fake.seed()));
            assertThat(randomValues(again)).isEqualTo(randomValues(fake));
        }
    }

    private static List<String> randomValues(FakePartnerCenter fake) throws IOException {
        AccessToken token = fake.tokens().appPlusUser();
        RawHttp.Answer answer = RawHttp.send(fake.url(), "", GET, "Authorization: Bearer " + token.value());
        return List.of(
                fake.tenant(),
                token.value(),
                fake.tokens().appOnly().value(),
                String.valueOf(answer.header("MS-RequestId")),
                String.valueOf(answer.header("MS-CorrelationId")),
                String.valueOf(answer.header("MS-CV")),
                String.valueOf(answer.header("MS-ServerId")),
                String.valueOf(answer.header("Request-Context")));
    }

    @Test
    void reset_restoresTheStartButTokensStayValid() throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            String authorization =
                    "Authorization: Bearer " + fake.tokens().appPlusUser().value();
            String firstId = RawHttp.send(fake.url(), "", GET, authorization).header("MS-RequestId");
            fake.gateway()
                    .replace(SupportProfile.builder().build(), context(fake))
                    .join();
            fake.next(Fault.answer(500));
            URI url = fake.url();

            fake.reset();

            assertThat(fake.faultsLeft()).isZero();
            assertThat(fake.writesApplied()).isZero();
            assertThat(fake.journal().exchanges()).isEmpty();
            assertThat(fake.journal().total()).isZero();
            assertThat(fake.profile().email()).isEqualTo("email@sample.com");
            RawHttp.Answer answer = RawHttp.send(url, "", GET, authorization);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("MS-RequestId")).isEqualTo(firstId);
        }
    }

    @Test
    void token_afterAnHourOnTheClockOfTheFake_isExpired() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        try (FakePartnerCenter fake =
                FakePartnerCenter.builder().clock(now::get).build()) {
            String authorization =
                    "Authorization: Bearer " + fake.tokens().appPlusUser().value();
            String lasting = "Authorization: Bearer " + fake.tokens().lasting().value();

            now.set(now.get().plusSeconds(3599));
            assertThat(RawHttp.send(fake.url(), "", GET, authorization).status())
                    .isEqualTo(200);
            now.set(now.get().plusSeconds(1));

            RawHttp.Answer answer = RawHttp.send(fake.url(), "", GET, authorization);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Date")).isEqualTo("Thu, 01 Jan 2026 01:00:00 GMT");
            assertThat(RawHttp.send(fake.url(), "", GET, lasting).status()).isEqualTo(200);
        }
    }

    @Test
    void setProfile_addsTheMembersOfTheService() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.setProfile(SupportProfile.builder().email("a").build());

            assertThat(fake.profile().profileType()).isEqualTo("support_profile");
            assertThat(fake.profile().attributes().objectType()).isEqualTo("PartnerSupportProfile");
            assertThat(fake.profile().links()).containsOnlyKeys("self");
            assertThat(fake.gateway().fetch(context(fake)).join().profile()).isEqualTo(fake.profile());
            assertThatThrownBy(() -> fake.setProfile(SupportProfile.builder()
                            .unknownMembers(Map.of("x", "}"))
                            .build()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> fake.tenant("no guid")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> fake.tokens().appPlusUser("no guid")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void replace_fromManyThreads_isAtomicAndCountsEachOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (FakePartnerCenter fake =
                FakePartnerCenter.builder().journalLimit(50).build()) {
            SupportProfileGateway gateway = fake.gateway();
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String text = Integer.toString(i);
                SupportProfile profile = SupportProfile.builder()
                        .email(text)
                        .telephone(text)
                        .website(text)
                        .build();
                calls.add(callers.submit(() -> {
                    start.await();
                    for (int round = 0; round < 250; round++) {
                        SupportProfile answered =
                                gateway.replace(profile, context(fake)).join().profile();
                        assertThat(answered.email()).isEqualTo(text);
                        SupportProfile stored = fake.profile();
                        assertThat(stored.website()).isEqualTo(stored.email()).isEqualTo(stored.telephone());
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> call : calls) {
                call.get(20, TimeUnit.SECONDS);
            }

            assertThat(fake.writesApplied()).isEqualTo(2000);
            assertThat(fake.journal().total()).isEqualTo(2000);
            assertThat(fake.journal().exchanges()).hasSize(50);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void port_afterClose_doesNotListenAgain() {
        FakePartnerCenter fake = FakePartnerCenter.create();
        fake.close();
        assertThatThrownBy(() -> fake.port().url())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @CsvSource({
        "http://fake:8585, http://fake:8585, https://fake:8585",
        "http://fake, http://fake, https://fake:80",
        "http://172.17.0.2:1/base/, http://172.17.0.2:1/base, https://172.17.0.2:1",
        "http://[fd00::7]:1, http://[fd00::7]:1, https://[fd00::7]:1",
        "http://fake.svc.cluster.local:1, http://fake.svc.cluster.local:1, https://fake.svc.cluster.local:1",
        "http://localhost:1, http://localhost:1, https://localhost:1"
    })
    void cloudOverPlainHttp_privateHost_returnsItsAddresses(String url, String apiBase, String authority) {
        Cloud cloud = FakePartnerCenter.cloudOverPlainHttp(URI.create(url));

        assertThat(cloud.apiBase()).hasToString(apiBase);
        assertThat(cloud.authority()).hasToString(authority);
        assertThat(cloud.scope()).endsWith("/user_impersonation").startsWith("http://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.partnercenter.microsoft.com",
                "http://fake.example:8585",
                "http://8.8.8.8",
                "http://[2001:db8::7]",
                "https://fake:8585",
                "http://[fe80::1%lo]:8585",
                "http://user@fake:8585",
                "http://fake/v1"
            })
    void cloudOverPlainHttp_publicHostOrInvalidUrl_isRefused(String url) {
        assertThatThrownBy(() -> FakePartnerCenter.cloudOverPlainHttp(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publicUrl_overPlainHttp_isUsedByTheCloud() {
        try (FakePartnerCenter far = FakePartnerCenter.builder()
                .publicUrl(URI.create("http://fake:8585"))
                .basePath("/base")
                .build()) {
            assertThat(far.cloud().apiBase()).hasToString("http://fake:8585/base");
            assertThat(far.cloud().scope()).isEqualTo("http://fake:8585/user_impersonation");
        }
    }

    @Test
    void builder_invalidValues_areRefused() throws Exception {
        FakePartnerCenter.Builder builder = FakePartnerCenter.builder();

        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.port(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.journalLimit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.publicUrl(URI.create("https://fake/path")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only scheme, host and port");
        assertThatThrownBy(() -> builder.hostName("my_fake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("letters, digits, hyphens and dots");
    }

    private static RequestContext context(FakePartnerCenter fake) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .accessToken(fake.tokens().appPlusUser())
                .build();
    }
}

package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.Conduct.Finding;
import io.github.partnercenter4j.testkit.Conduct.Rule;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ConductTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().clock(clock).build();
    private final String call = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        fake.close();
    }

    private RawHttp.Answer get(String query, String token, String... ids) throws IOException {
        List<String> head = new ArrayList<>(List.of("GET /v1/profiles/support" + query + " HTTP/1.1"));
        head.add("Authorization: Bearer " + token);
        head.addAll(List.of(ids));
        return RawHttp.send(fake.url(), "", head.toArray(String[]::new));
    }

    private void get() throws IOException {
        get(UUID.randomUUID().toString());
    }

    private void get(String requestId) throws IOException {
        var unused = get("", good(), "MS-RequestId: " + requestId, "MS-CorrelationId: " + call);
    }

    private String good() {
        return fake.tokens().appPlusUser().value();
    }

    private List<Rule> rules() {
        return fake.conduct().findings().stream().map(Finding::rule).toList();
    }

    @Test
    void correctClient_hasNoFindings() {
        AccessToken token = fake.tokens().appPlusUser();
        try (PartnerCenter partnerCenter = PartnerCenter.builder()
                .gateway(fake.gateway())
                .time(clock)
                .tokens(request -> CompletableFuture.completedFuture(token))
                .build()) {
            fake.next(
                    Fault.answer(503),
                    Fault.answer(429).header("Retry-After", "7"),
                    Fault.none(),
                    Fault.drop(Fault.Point.AFTER_COMMIT));
            var first = partnerCenter.profiles().supportProfile().getAsync();
            waitUntilDone(first);
            var second = partnerCenter
                    .profiles()
                    .supportProfile()
                    .updateAsync(fake.profile().withTelephone("1"));
            waitUntilDone(second);
        }

        assertThat(fake.journal().total()).isGreaterThanOrEqualTo(5);
        assertThat(rules()).isEmpty();
        assertThatCode(() -> fake.conduct().requireGood()).doesNotThrowAnyException();
    }

    /** Advances the clock while the call waits. Calls continue on another thread than that of the clock. */
    private void waitUntilDone(CompletableFuture<?> call) {
        long end = System.nanoTime() + SECOND.multipliedBy(10).toNanos();
        while (!call.isDone()) {
            assertThat(System.nanoTime()).as("done within ten seconds").isLessThan(end);
            // The deadline and the wait of the call.
            if (clock.pending() == 2) {
                clock.advance(SECOND);
            }
            Thread.onSpinWait();
        }
        assertThat(call).isCompleted();
    }

    @Test
    void requestId_reusedAfterAnAnswer_isAFinding() throws IOException {
        String id = UUID.randomUUID().toString();
        get(id);
        clock.advance(SECOND);
        get(id.toUpperCase(Locale.ROOT));

        Finding finding = fake.conduct().findings().get(0);
        assertThat(fake.conduct().findings()).hasSize(1);
        assertThat(finding.rule()).isEqualTo(Rule.REUSED_REQUEST_ID);
        assertThat(finding.exchanges()).isEqualTo(fake.journal().exchanges());
    }

    @Test
    void requestId_reusedWithoutAnAnswer_isNoFinding() throws IOException {
        String id = UUID.randomUUID().toString();
        fake.next(Fault.truncate(3), Fault.answer(503));
        for (int i = 0; i < 3; i++) {
            get(id);
            clock.advance(SECOND);
        }

        assertThat(rules()).isEmpty();
    }

    @Test
    void ids_missingOrInvalid_areFindings() throws IOException {
        var unused = get("", good(), "MS-RequestId: one");

        assertThat(fake.conduct().findings())
                .extracting(Finding::what)
                .containsExactlyInAnyOrder(
                        "the header MS-RequestId is not a GUID", "the header MS-CorrelationId is missing");
        assertThat(rules()).containsOnly(Rule.MISSING_ID);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 8, true",
        "9, 9, false",
        "'Thu, 01 Jan 2026 00:00:09 GMT', 8, true",
        "'Thu, 01 Jan 2026 00:00:09 GMT', 9, false",
        "8.2, 8, true",
        "8.2, 9, false",
        "'9, 9', 8, true",
        "99999999999, 3600, true",
        "soon, 1, false"
    })
    void retry_earlierThanRetryAfter_isAFinding(String retryAfter, int seconds, boolean early) throws IOException {
        fake.next(Fault.answer(429).header("Retry-After", retryAfter));
        get();
        clock.advance(SECOND.multipliedBy(seconds));
        get();

        assertThat(rules().contains(Rule.EARLY_RETRY)).isEqualTo(early);
        assertThat(rules()).hasSize(early ? 1 : 0);
    }

    @Test
    void readAfterAWrite_earlierThanItsRetryAfter_isAFinding() throws IOException {
        fake.next(Fault.answer(503).header("Retry-After", "60"));
        put();
        clock.advance(SECOND);
        get();
        clock.advance(SECOND.multipliedBy(58));
        get();
        clock.advance(SECOND);
        get();

        assertThat(rules()).containsExactly(Rule.EARLY_RETRY, Rule.EARLY_RETRY);
        assertThat(fake.conduct().findings().get(1).exchanges())
                .containsExactly(
                        fake.journal().exchanges().get(0),
                        fake.journal().exchanges().get(2));
        assertThat(fake.conduct().toString())
                .contains("the next GET came PT1S after an answer whose Retry-After is PT1M");
    }

    private void put() throws IOException {
        var unused = RawHttp.send(
                fake.url(),
                "{}",
                "PUT /v1/profiles/support HTTP/1.1",
                "Authorization: Bearer " + good(),
                "Content-Type: application/json",
                "MS-RequestId: " + UUID.randomUUID(),
                "MS-CorrelationId: " + call);
    }

    /** A client cannot obey a header that did not arrive. */
    @Test
    void retryAfter_inABrokenResponse_isIgnored() throws IOException {
        fake.throttle(Throttle.perWindow(1, SECOND.multipliedBy(60)));
        get();
        fake.next(Fault.reset(Fault.Point.IN_HEAD));
        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
        clock.advance(SECOND);
        get();

        assertThat(fake.journal().requests("GET").get(1).responseHeader("Retry-After"))
                .isEqualTo("60");
        assertThat(rules()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void retry_withoutAPause_isAFinding(int status) throws IOException {
        fake.next(Fault.answer(status));
        get();
        get();

        assertThat(rules()).containsExactly(Rule.NO_BACK_OFF);
        assertThat(fake.conduct().findings().get(0).exchanges()).hasSize(2);
    }

    /** The client does not know a response that was cut off, although the journal has it. */
    @Test
    void retry_withoutAPauseAfterABrokenResponse_isAFinding() throws IOException {
        fake.next(Fault.reset(Fault.Point.IN_HEAD));
        assertThatThrownBy(this::get).isInstanceOf(IOException.class);
        get();

        assertThat(rules()).containsExactly(Rule.NO_BACK_OFF);
    }

    @Test
    void retry_afterASecondShortPause_isAFinding() throws IOException {
        fake.next(Fault.answer(503), Fault.answer(503));
        get();
        clock.advance(Duration.ofMillis(4));
        get();
        assertThat(rules()).isEmpty();
        clock.advance(Duration.ofMillis(4));
        get();

        assertThat(rules()).containsExactly(Rule.NO_BACK_OFF);
        assertThat(fake.conduct().findings().get(0).exchanges()).hasSize(3);
    }

    @Test
    void otherRequest_withoutAPause_isNoFinding() throws IOException {
        get();
        get();
        fake.next(Fault.answer(503));
        get();
        var unused = RawHttp.send(
                fake.url(),
                "{}",
                "PUT /v1/profiles/support HTTP/1.1",
                "Content-Type: application/json",
                "MS-RequestId: " + UUID.randomUUID(),
                "MS-CorrelationId: " + call);

        assertThat(rules()).isEmpty();
    }

    @Test
    void expiredTokenAndSecretInTheUrl_areFindingsThatCanBeExcluded() throws IOException {
        String expired = fake.tokens().expired().value();
        var unused = get(
                "?access_token=" + expired,
                expired,
                "MS-RequestId: " + UUID.randomUUID(),
                "MS-CorrelationId: " + UUID.randomUUID());

        Conduct conduct = fake.conduct();
        assertThat(rules()).containsExactly(Rule.EXPIRED_TOKEN, Rule.SECRET_IN_URL);
        assertThat(conduct.toString()).doesNotContain(expired);
        assertThatThrownBy(conduct::requireGood)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "Conduct: 2 findings\n  EXPIRED_TOKEN: the access token had expired\n    2026-01-01")
                .message()
                .doesNotContain(expired);
        assertThat(conduct.without(Rule.EXPIRED_TOKEN).findings())
                .extracting(Finding::rule)
                .containsExactly(Rule.SECRET_IN_URL);
        assertThatCode(() -> conduct.without(Rule.values()).requireGood()).doesNotThrowAnyException();
    }

    @Test
    void tokenRequests_shortlyAfterEachOther_areAFindingUnlessTheApiRefusedAToken() throws Exception {
        LoginClient client = new LoginClient(fake);
        refresh(client);
        get("", fake.tokens().expired().value(), "MS-RequestId: " + UUID.randomUUID(), "MS-CorrelationId: " + call);
        refresh(client);
        assertThat(rules()).doesNotContain(Rule.TOKEN_STAMPEDE);
        fake.reset();
        refresh(client);
        clock.advance(SECOND);
        refresh(client);
        assertThat(rules()).isEmpty();

        clock.advance(Duration.ofMillis(999));
        refresh(client);

        assertThat(rules()).containsExactly(Rule.TOKEN_STAMPEDE);
        assertThat(fake.tenant(fake.tenant()).conduct().findings()).hasSize(1);
        assertThat(fake.tenant("11111111-2222-3333-4444-555555555555").conduct().findings())
                .isEmpty();
        assertThat(fake.conduct().findings().get(0).tokenCalls())
                .isEqualTo(fake.login().tokenRequests().subList(1, 3));
    }

    @Test
    void tokenRequests_thatNameTheirTenantByDomain_areThoseOfItsId() throws Exception {
        LoginClient client = new LoginClient(fake);
        FakeTenant tenant = fake.tenant("contoso.example");
        Map<String, String> form =
                client.form("refresh_token", "refresh_token", fake.login().issueRefreshToken("contoso.example"));

        assertThat(client.post("Contoso.example", LoginClient.V2, form).status())
                .isEqualTo(200);
        assertThat(client.post(tenant.id(), LoginClient.V2, form).status()).isEqualTo(200);
        assertThat(client.post("common", LoginClient.V2, form).status()).isEqualTo(200);

        assertThat(tenant.conduct().findings()).extracting(Finding::rule).containsExactly(Rule.TOKEN_STAMPEDE);
        assertThat(rules()).containsExactly(Rule.TOKEN_STAMPEDE);
    }

    private void refresh(LoginClient client) throws Exception {
        assertThat(client.refresh(fake.login().issueRefreshToken()).status()).isEqualTo(200);
    }
}

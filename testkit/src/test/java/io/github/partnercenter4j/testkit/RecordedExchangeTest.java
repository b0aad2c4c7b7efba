package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.RecordedExchange.Token;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RecordedExchangeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualClock clock = VirtualClock.startingAt(START);
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().clock(clock).build();

    @AfterEach
    void close() {
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void exchange_hasTheTimesOfTheClockAndGapsIgnoreChangesOfTheWallClock(TwoDoors door) {
        door.get(fake);
        clock.advance(Duration.ofSeconds(3));
        clock.step(Duration.ofHours(-1));
        door.get(fake);

        RecordedExchange first = fake.journal().exchanges().get(0);
        RecordedExchange second = fake.journal().last();
        assertThat(first.received()).isEqualTo(START);
        assertThat(first.answered()).isEqualTo(START);
        assertThat(second.received()).isEqualTo(START.plusSeconds(3).minus(Duration.ofHours(1)));
        assertThat(first.gapTo(second)).isEqualTo(Duration.ofSeconds(3));
        assertThat(second.gapTo(first)).isEqualTo(Duration.ofSeconds(-3));
        assertThat(first.toString()).startsWith("2026-01-01T00:00:00Z ").contains("GET /v1/profiles/support -> 200");
    }

    @Test
    void answered_delayedResponse_isLaterThanReceived() {
        FaultRule slow = fake.when(Request.any()).delay(Duration.ofSeconds(2)).play(Fault.answer(503));
        var call = fake.gateway().fetch(TwoDoors.context(fake.tokens().appPlusUser(), "en-US"));
        clock.advance(Duration.ofSeconds(2));
        assertThat(call).isCompletedExceptionally();
        clock.advance(Duration.ofSeconds(1));
        fake.gateway().fetch(TwoDoors.context(fake.tokens().appPlusUser(), "en-US"));

        RecordedExchange first = fake.journal().exchanges().get(0);
        assertThat(first.received()).isEqualTo(START);
        assertThat(first.answered()).isEqualTo(START.plusSeconds(2));
        assertThat(first.gapTo(fake.journal().last())).isEqualTo(Duration.ofSeconds(1));
        assertThat(first.rule()).isSameAs(slow);
        assertThat(first.attempt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void queuedFault_hasNoRule(TwoDoors door) {
        fake.next(Fault.answer(503));
        door.get(fake);
        assertThat(fake.journal().last().fault()).isNotNull();
        assertThat(fake.journal().last().rule()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void token_showsTheKindOfTheToken(TwoDoors door) {
        FakeTokens tokens = fake.tokens();
        AccessToken lapsing = tokens.appPlusUser();
        List.of(
                        lapsing,
                        tokens.withoutMfa(),
                        tokens.withoutRole(),
                        tokens.appOnly(),
                        tokens.wrongAudience(),
                        tokens.expired(),
                        AccessToken.of("stranger"))
                .forEach(token -> door.get(fake, token, "en-US"));
        clock.advance(Duration.ofHours(1));
        door.get(fake, lapsing, "en-US");

        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::token)
                .containsExactly(
                        Token.APP_PLUS_USER,
                        Token.WITHOUT_MFA,
                        Token.WITHOUT_ROLE,
                        Token.APP_ONLY,
                        Token.WRONG_AUDIENCE,
                        Token.EXPIRED,
                        Token.UNKNOWN,
                        Token.EXPIRED);
        assertThat(fake.journal().last().toString()).contains("-> 401, token EXPIRED");
    }

    @Test
    void attempt_countsTheRequestsOfACall() throws IOException {
        String call = "MS-CorrelationId: 0d3f9a4e-0000-4000-8000-00000000000A";
        RawHttp.send(fake.url(), "", "GET /a HTTP/1.1", call);
        RawHttp.send(fake.url(), "", "GET /b HTTP/1.1");
        RawHttp.send(fake.url(), "", "GET /c HTTP/1.1", call.replace("00A", "00a"));

        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::attempt)
                .containsExactly(1, 0, 2);
        assertThat(fake.journal().last().token()).isEqualTo(Token.NONE);
        assertThat(fake.journal().last().toString()).contains("attempt 2", "token NONE");
    }

    @Test
    void secrets_areHiddenInAllTexts() throws IOException {
        String signed = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2ln";
        String body =
                "client_secret=top-secret&x=1&refresh_token=0.again {\"access_token\":\"in\\\"side\",\"Email\":\"a@b.c\"}";
        RawHttp.send(
                fake.url(),
                body,
                "PUT /v1/profiles/support?access_token=hidden-one&a=" + signed + "&code=OAQ#x HTTP/1.1",
                "Authorization: Basic hidden-basic",
                "Cookie: session=hidden-cookie",
                "X-Note: Bearer hidden-bearer-of-a-note",
                "Content-Type: application/json");
        RawHttp.send(fake.url(), body, "PUT /v1/profiles/support HTTP/1.1", good(), "Content-Type: application/json");

        RecordedExchange refused = fake.journal().exchanges().get(0);
        RecordedExchange read = fake.journal().last();
        assertThat(refused.target())
                .isEqualTo("/v1/profiles/support?access_token=<redacted>&a=<redacted>&code=<redacted>#x");
        assertThat(refused + " " + refused.requestHeaders())
                .contains("Authorization=<redacted>", "Cookie=<redacted>", "X-Note=Bearer <redacted>")
                .doesNotContain("hidden", signed);
        assertThat(read.requestText())
                .isEqualTo("client_secret=<redacted>&x=1&refresh_token=<redacted>"
                        + " {\"access_token\":\"<redacted>\",\"Email\":\"a@b.c\"}");
        assertThat(new String(read.requestBody(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    /** By chance a correlation vector has the letters with which a signed token begins. */
    @ParameterizedTest
    @ValueSource(strings = {"eyJhbGciOiJub25lIn0q.0", "MeyJ0c3Rlc3Rlc3Q.0", "xeyJhbGciOiJub25lIn0.123.12"})
    void correlationVector_isNoSecret(String vector) throws IOException {
        RawHttp.send(fake.url(), "", "GET /v1/profiles/support HTTP/1.1", good(), "MS-CV: " + vector);

        assertThat(fake.journal().last().requestHeader("MS-CV")).isEqualTo(vector);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /v1/profile/support | GET /v1/profiles/support: but the path is /v1/profile/support",
                "POST /v1/profiles/support | GET /v1/profiles/support: but the method is POST",
                "GET /v1/profiles/supportprofile?x | PUT /v1/profiles/supportprofile: but the method is GET",
                "PUT /v1/Profiles/supportProfiles | PUT /v1/profiles/supportprofile:"
                        + " but the path is /v1/Profiles/supportProfiles",
                "POST /v2 | GET /v1/profiles/support: but the method is POST, the path is /v2",
                "PUT /v1/profiles/supportprofile | PUT /v1/profiles/supportprofile: this fake is configured not to serve it"
            })
    void hint_unknownRoute_namesTheClosestRoute(String requestLine, String hint) throws IOException {
        try (FakePartnerCenter halved = FakePartnerCenter.builder()
                .behaviour(Behaviour.DOCUMENTED_UPDATE_ROUTE, false)
                .build()) {
            RawHttp.send(
                    halved.url(),
                    "",
                    requestLine + " HTTP/1.1",
                    "Authorization: Bearer " + halved.tokens().appPlusUser().value());

            assertThat(halved.journal().last().status()).isIn(404, 405);
            assertThat(halved.journal().last().hint()).isEqualTo("closest route " + hint);
            assertThat(halved.journal().toString()).endsWith(", closest route " + hint);
        }
    }

    @Test
    void hint_otherResponses_isNull() {
        fake.next(Fault.answer(404));
        TwoDoors.IN_MEMORY.get(fake);
        TwoDoors.IN_MEMORY.get(fake);

        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::status, RecordedExchange::hint)
                .containsExactly(tuple(404, null), tuple(200, null));
    }

    @Test
    void responseText_showsTheErrorOfTheService() throws IOException {
        RawHttp.send(fake.url(), "", "GET /v1/profiles/support HTTP/1.1");

        assertThat(fake.journal().last().responseText()).contains("\"code\":800001", "partner token");
    }

    @ParameterizedTest
    @EnumSource
    void bodies_ofRequestAndResponse_areKept(TwoDoors door) {
        door.put(fake, "1");

        assertThat(fake.journal().last().requestText()).contains("\"Telephone\":\"1\"");
        assertThat(fake.journal().last().responseText()).contains("\"telephone\":\"1\"");
    }

    private String good() {
        return "Authorization: Bearer " + fake.tokens().appPlusUser().value();
    }
}

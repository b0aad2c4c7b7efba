package io.github.partnercenter4j.testkit.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.RawHttp;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.Request;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDoorTest {

    private static final String DOCUMENTED_REQUEST =
            "{\"Email\":\"email@sample.com\",\"Telephone\":\"4255555555\",\"Website\":\"www.microsoft.com\","
                    + "\"ProfileType\":\"support_profile\",\"Attributes\":{\"ObjectType\":\"PartnerSupportProfile\"}}";
    private static final String DOCUMENTED_ANSWER =
            "{\"email\":\"email@sample.com\",\"telephone\":\"4255555555\",\"website\":\"www.microsoft.com\","
                    + "\"profileType\":\"support_profile\",\"links\":{\"self\":{\"uri\":\"/v1/profiles/support\","
                    + "\"method\":\"GET\",\"headers\":[]}},\"attributes\":{\"objectType\":\"PartnerSupportProfile\"}}";
    private static final String REQUEST_ID = "MS-RequestId: 603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    private static final String CORRELATION_ID = "MS-CorrelationId: 20604323-50bf-4738-9968-c5486ab32be0";
    private static final String GUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private final FakePartnerCenter fake = FakePartnerCenter.builder()
            .seed(1)
            .clock(InstantSource.fixed(Instant.parse("2015-06-03T01:02:03Z")))
            .build();

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void connections_countsTheOpenConnections() throws IOException {
        assertThat(fake.connections()).isZero();
        int port = fake.url().getPort();

        try (Socket client = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
            assertThat(client.isConnected()).isTrue();
            await(() -> fake.connections() == 1);
        }

        await(() -> fake.connections() == 0);
    }

    /** Waits for an effect of the engine's threads. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/profiles/supportprofile",
                "/v1/profiles/support",
                "/V1/Profiles/SupportProfile",
                "/v1.0/profiles/support",
                "/v1/profiles/support?ignored=1",
            })
    void put_documentedRequest_returnsTheDocumentedBytes(String target) throws IOException {
        assertThat(DOCUMENTED_REQUEST.getBytes(StandardCharsets.UTF_8)).hasSize(167);
        fake.setProfile(SupportProfile.builder().build());

        RawHttp.Answer answer = put(target, DOCUMENTED_REQUEST, "Accept: application/json", REQUEST_ID, CORRELATION_ID);

        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(answer.body()).hasSize(246).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(answer.text()).isEqualTo("\uFEFF" + DOCUMENTED_ANSWER);
        assertThat(answer.headers())
                .containsExactly(
                        "Content-Length: 246",
                        "Content-Type: application/json; charset=utf-8",
                        CORRELATION_ID,
                        REQUEST_ID,
                        "MS-CV: " + answer.header("MS-CV"),
                        "MS-ServerId: " + answer.header("MS-ServerId"),
                        "Request-Context: " + answer.header("Request-Context"),
                        "Date: Wed, 03 Jun 2015 01:02:03 GMT");
        assertThat(answer.header("MS-CV")).matches("[A-Za-z0-9+/]{16}\\.0");
        assertThat(answer.header("MS-ServerId")).matches("[0-9A-F]{8}");
        assertThat(answer.header("Request-Context")).matches("appId=cid-v1:" + GUID);
        assertThat(fake.writesApplied()).isEqualTo(1);
    }

    @Test
    void get_newFake_returnsTheDocumentedProfile() throws IOException {
        RawHttp.Answer answer = get("/v1/profiles/support", authorization());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("\uFEFF" + DOCUMENTED_ANSWER);
        assertThat(answer.header("MS-RequestId")).matches(GUID);
        assertThat(answer.header("MS-CorrelationId")).matches(GUID).isNotEqualTo(answer.header("MS-RequestId"));
        assertThat(answer.header("isMfaCompliant")).isNull();
        assertThat(answer.header("ETag")).isNull();
    }

    @Test
    void get_idInUpperCase_isEchoedUnchanged() throws IOException {
        RawHttp.Answer answer = get(
                "/v1/profiles/support",
                authorization(),
                "ms-requestid: 603F3CD9-01B8-48F2-B65D-855A246F5BFD",
                "MS-CorrelationId: no guid");

        assertThat(answer.header("MS-RequestId")).isEqualTo("603F3CD9-01B8-48F2-B65D-855A246F5BFD");
        assertThat(answer.header("MS-CorrelationId")).matches(GUID);
    }

    @Test
    void put_missingOrNullMembers_areClearedAndOmitted() throws IOException {
        RawHttp.Answer some = put("/v1/profiles/support", "{\"email\":null,\"TELEPHONE\":\"\"}");
        RawHttp.Answer none = put("/v1/profiles/support", "{}");

        assertThat(some.text()).startsWith("\uFEFF{\"telephone\":\"\",\"profileType\":");
        assertThat(none.text()).startsWith("\uFEFF{\"profileType\":");
        assertThat(fake.profile())
                .extracting(SupportProfile::email, SupportProfile::telephone, SupportProfile::website)
                .containsOnlyNulls();
    }

    @Test
    void put_otherMembers_areIgnoredAndTheLastOfDuplicatesCounts() throws IOException {
        put(
                "/v1/profiles/support",
                "{\"profileType\":\"mine\",\"attributes\":{\"etag\":\"x\"},\"links\":7,\"new\":1,"
                        + "\"email\":\"first\",\"Email\":\"last \u00e4\ud83d\ude00\"}");

        assertThat(fake.profile())
                .isEqualTo(SupportProfile.builder()
                        .email("last \u00e4\ud83d\ude00")
                        .profileType("support_profile")
                        .attributes(ProfileAttributes.of("PartnerSupportProfile", null, Map.of()))
                        .build());
    }

    @Test
    void put_membersOfTheService_areKept() throws IOException {
        fake.setProfile(fake.profile().toBuilder()
                .unknownMembers(Map.of("region", "{\"id\":1.50}"))
                .build());

        RawHttp.Answer answer = put("/v1/profiles/support", DOCUMENTED_REQUEST);

        assertThat(answer.text()).endsWith(",\"region\":{\"id\":1.50}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
                    ^^                       | 400 | {"code":800002,"description":"The request input is invalid.","data":[],"source":"PartnerFD"}
                    {"email":                | 400 | {"code":800002,"description":"The request input is invalid.","data":[],"source":"PartnerFD"}
                    []                       | 400 | {"code":800002,"description":"The request input is invalid.","data":[],"source":"PartnerFD"}
                    null                     | 400 | {"code":800002,"description":"The request input is invalid.","data":[],"source":"PartnerFD"}
                    {"email":1}              | 400 | {"code":2000,"description":"The request parameter is invalid: email has the wrong type.","data":[],"source":"PartnerFD"}
                    {"website":{}}           | 400 | {"code":2000,"description":"The request parameter is invalid: website has the wrong type.","data":[],"source":"PartnerFD"}
                    """)
    void put_invalidBody_isRefusedWithoutAByteOrderMark(String body, int status, String fault) throws IOException {
        RawHttp.Answer answer = put("/v1/profiles/support", body, REQUEST_ID);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo(fault);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(answer.headers()).contains(REQUEST_ID);
        assertThat(fake.writesApplied()).isZero();
        assertThat(fake.journal().last().committed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/profiles/supportprofile, 404",
        "GET, /v1/profiles/support/, 404",
        "GET, /profiles/support, 404",
        "PUT, /v2/profiles/support, 404",
        "DELETE, /, 404",
    })
    void request_unknownRoute_isNotFound(String method, String target, int status) throws IOException {
        RawHttp.Answer answer = RawHttp.send(fake.url(), "", method + " " + target + " HTTP/1.1", authorization());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith("{\"code\":1000,");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/profiles/support, 'GET, PUT'",
        "PATCH, /v1/profiles/support, 'GET, PUT'",
        "get, /v1/profiles/support, 'GET, PUT'",
        "DELETE, /v1/profiles/supportprofile, PUT",
    })
    void request_otherMethod_isNotAllowed(String method, String target, String allow) throws IOException {
        RawHttp.Answer answer = RawHttp.send(fake.url(), "", method + " " + target + " HTTP/1.1", authorization());

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void failureInTheFake_isAnswered500AndInTheJournal() throws IOException {
        fake.when(Request.get().header("X-Locale", locale -> {
                    throw new AssertionError("a test's predicate");
                }))
                .play(Fault.none());

        RawHttp.Answer answer = get("/v1/profiles/support", authorization(), "X-Locale: sv-SE");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("the fake's own fault");
        assertThat(fake.journal().last().method()).isEqualTo("GET");
        assertThat(fake.journal().last().objection()).contains("a test's predicate");
    }

    @ParameterizedTest
    @CsvSource({"SUPPORT, SDK_UPDATE_ROUTE", "SUPPORT_PROFILE, DOCUMENTED_UPDATE_ROUTE"})
    void put_routeSwitchedOff_answers404AndTheOtherStillWorks(ResourcePath off, Behaviour route) throws IOException {
        try (FakePartnerCenter partial =
                FakePartnerCenter.builder().behaviour(route, false).build()) {
            String authorization =
                    "Authorization: Bearer " + partial.tokens().appPlusUser().value();
            for (ResourcePath path : ResourcePath.values()) {
                RawHttp.Answer answer = RawHttp.send(
                        partial.url(),
                        DOCUMENTED_REQUEST,
                        "PUT " + path + " HTTP/1.1",
                        authorization,
                        "Content-Type: application/json");
                assertThat(answer.status()).isEqualTo(path == off ? 404 : 200);
            }
            assertThat(partial.writesApplied()).isEqualTo(1);
            assertThat(RawHttp.send(partial.url(), "", "GET /v1/profiles/support HTTP/1.1", authorization)
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    X-None: 1                      | 401 | {"code":800001,
                    Authorization: Basic abc       | 401 | {"code":800001,
                    Authorization: Bearer          | 401 | {"code":800001,
                    Authorization: Bearer unknown  | 401 | {"code":400,"description":"Unauthorized access",
                    """)
    void request_withoutAValidToken_isUnauthorized(String header, int status, String bodyStart) throws IOException {
        RawHttp.Answer answer = get("/v1/nowhere", header);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).startsWith(bodyStart);
        if (bodyStart.contains("800001")) {
            assertThat(answer.header("WWW-Authenticate")).matches("OAuth realm=urn:cpsvc:cpid:" + GUID);
        }
    }

    @Test
    void request_tokenWithoutMfa_isRefusedWithTheMfaHeader() throws IOException {
        for (String asked : List.of("ValidateMfa: true", "ValidateMfa: false")) {
            AccessToken token = fake.tokens().withoutMfa();

            RawHttp.Answer answer = get("/v1/profiles/support", bearer(token), asked);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.text()).startsWith("{\"code\":900421,");
            assertThat(answer.header("isMfaCompliant")).isEqualTo("false");
            assertThat(fake.journal().last().tenant()).isEqualTo(fake.tenant());
        }
    }

    @Test
    void request_eachKindOfToken_isAnsweredLikeByTheService() throws IOException {
        RawHttp.Answer expired =
                get("/v1/profiles/support", bearer(fake.tokens().expired()));
        RawHttp.Answer audience =
                get("/v1/profiles/support", bearer(fake.tokens().wrongAudience()));
        RawHttp.Answer app = get("/v1/profiles/support", bearer(fake.tokens().appOnly()));
        AccessToken reader = fake.tokens().withoutRole();
        RawHttp.Answer read = get("/v1/profiles/support", bearer(reader));
        RawHttp.Answer write = RawHttp.send(
                fake.url(),
                DOCUMENTED_REQUEST,
                "PUT /v1/profiles/support HTTP/1.1",
                bearer(reader),
                "Content-Type: application/json");

        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.text()).startsWith("{\"code\":400,");
        assertThat(audience.status()).isEqualTo(401);
        assertThat(audience.text()).startsWith("{\"code\":900420,");
        assertThat(app.status()).isEqualTo(403);
        assertThat(app.text()).isEqualTo("This resource can't be accessed by application credentials.");
        assertThat(app.header("Content-Type")).startsWith("text/plain");
        assertThat(read.status()).isEqualTo(200);
        assertThat(write.status()).isEqualTo(403);
        assertThat(write.text())
                .startsWith("{\"code\":900150,\"description\":\"The supplied role does not have the rights to perform"
                        + " the requested operation\"");
        assertThat(fake.writesApplied()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "Accept: application/xml, 406",
        "Accept: application/json;q=0, 406",
        "Accept: */*, 200",
        "'Accept: text/html, application/json;q=0.9', 200",
        "X-None: 1, 200",
    })
    void get_acceptHeader_isChecked(String header, int status) throws IOException {
        assertThat(get("/v1/profiles/support", authorization(), header).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "application/json; charset=utf-8, 200",
        "Application/JSON;Charset=\"UTF-8\", 200",
        "text/json, 200",
        "application/json; charset=utf-16, 415",
        "application/xml, 415",
        "text/plain, 415",
    })
    void put_contentType_mustBeJson(String contentType, int status) throws IOException {
        RawHttp.Answer answer = RawHttp.send(
                fake.url(),
                DOCUMENTED_REQUEST,
                "PUT /v1/profiles/support HTTP/1.1",
                authorization(),
                "Content-Type: " + contentType);

        assertThat(answer.status()).isEqualTo(status);
        if (status == 415) {
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Type")).isNull();
        }
    }

    @Test
    void put_withoutContentType_isUnsupported() throws IOException {
        RawHttp.Answer answer =
                RawHttp.send(fake.url(), DOCUMENTED_REQUEST, "PUT /v1/profiles/support HTTP/1.1", authorization());

        assertThat(answer.status()).isEqualTo(415);
    }

    @Test
    void get_validateMfa_returnsTheMfaResult() throws IOException {
        assertThat(get("/v1/profiles/support", authorization(), "ValidateMfa: true")
                        .header("isMfaCompliant"))
                .isEqualTo("true");
        assertThat(get("/v1/profiles/support", authorization(), "ValidateMfa: false")
                        .header("isMfaCompliant"))
                .isNull();
    }

    @Test
    void put_expectContinue_gets100OrTheRefusal() throws IOException {
        String head = String.join(
                "\r\n",
                "PUT /v1/profiles/support HTTP/1.1",
                "Host: fake",
                "Content-Type: application/json",
                "Content-Length: 167",
                "Expect: 100-continue",
                "Connection: close",
                "");
        try (Socket socket = new Socket(fake.url().getHost(), fake.url().getPort())) {
            socket.setSoTimeout(10_000);
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write((head + authorization() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(in.readNBytes(25), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write(DOCUMENTED_REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200 OK\r\n");
        }

        byte[] refused = RawHttp.exchange(fake.url(), head + "\r\n", new byte[0]);

        assertThat(new String(refused, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 401 Unauthorized\r\n");
        assertThat(fake.writesApplied()).isEqualTo(1);
    }

    @Test
    void tenants_areIsolated() throws IOException {
        String other = "11111111-2222-3333-4444-AAAAAAAAAAAA";
        RawHttp.send(
                fake.url(),
                "{\"email\":\"other\"}",
                "PUT /v1/profiles/support HTTP/1.1",
                bearer(fake.tokens().appPlusUser(other)),
                "Content-Type: application/json");

        assertThat(fake.tenant(other.toLowerCase(Locale.ROOT)).profile().email())
                .isEqualTo("other");
        assertThat(fake.profile().email()).isEqualTo("email@sample.com");
        assertThat(fake.journal().last().tenant()).isEqualTo(other.toLowerCase(Locale.ROOT));
    }

    @Test
    void faults_arePlayedInTheirOrderAndRecorded() throws IOException {
        fake.next(
                Fault.answer(503).header("Retry-After", "1").body("busy"),
                Fault.overlay().body("{}").header("MS-CV", "other"));

        RawHttp.Answer first = put("/v1/profiles/support", DOCUMENTED_REQUEST);
        RawHttp.Answer second = put("/v1/profiles/support", DOCUMENTED_REQUEST);
        RawHttp.Answer third = put("/v1/profiles/support", DOCUMENTED_REQUEST);

        assertThat(first.statusLine()).isEqualTo("HTTP/1.1 503 Service Unavailable");
        assertThat(first.text()).isEqualTo("busy");
        assertThat(second.text()).isEqualTo("{}");
        assertThat(second.header("Content-Length")).isEqualTo("2");
        assertThat(second.header("MS-CV")).isEqualTo("other");
        assertThat(third.status()).isEqualTo(200);
        assertThat(fake.faultsLeft()).isZero();
        assertThat(fake.writesApplied()).isEqualTo(2);
        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::status, RecordedExchange::committed, e -> e.fault() != null)
                .containsExactly(tuple(503, false, true), tuple(200, true, true), tuple(200, true, false));
    }

    @Test
    void acceptFault_appliesToTheNextConnectionAndDelaysNoOtherFault() throws IOException {
        fake.next(Fault.answer(503), Fault.drop(Fault.Point.ACCEPT));

        assertThat(get("/v1/profiles/support", authorization()).status()).isEqualTo(503);
        assertThat(RawHttp.exchange(fake.url(), "", new byte[0])).isEmpty();
        assertThat(get("/v1/profiles/support", authorization()).status()).isEqualTo(200);
        assertThat(fake.journal().exchanges())
                .extracting(RecordedExchange::method)
                .containsExactly("GET", "", "GET");
        assertThat(fake.journal().exchanges().get(1).status()).isZero();
    }

    @Test
    void acceptFault_connectionIsAlreadyOpen_appliesToTheNextOne() throws IOException {
        String request = "GET /v1/profiles/support HTTP/1.1\r\nHost: fake\r\n" + authorization() + "\r\n";
        try (Socket socket = new Socket(fake.url().getHost(), fake.url().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(fake.journal().await(1, Duration.ofSeconds(10))).isTrue();
            fake.next(Fault.reset(Fault.Point.ACCEPT), Fault.answer(503));
            socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("HTTP/1.1 200 OK", "HTTP/1.1 503 Service Unavailable");
        }
        assertThat(fake.faultsLeft()).isEqualTo(1);
        assertThat(fake.journal().last().connection()).isEqualTo(1);
        assertThat(fake.journal().last().index()).isEqualTo(1);
    }

    @Test
    void malformedRequest_isRecordedWithAnObjection() throws IOException {
        byte[] answer = RawHttp.exchange(fake.url(), "what is this?\r\n\r\n", new byte[0]);

        assertThat(new String(answer, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 400 ");
        RecordedExchange recorded = fake.journal().last();
        assertThat(recorded.method()).isEmpty();
        assertThat(recorded.status()).isEqualTo(400);
        assertThat(recorded.objection()).isNotBlank();
    }

    @Test
    void journal_showsTheRequestWithoutTheToken() throws IOException {
        AccessToken token = fake.tokens().appPlusUser();
        RawHttp.send(
                fake.url(),
                "{\"email\":\"a\"}",
                "PUT /v1/Profiles/support?q HTTP/1.1",
                bearer(token),
                "content-type: application/json");

        RecordedExchange put = fake.journal().last();
        assertThat(put.door()).isEqualTo(RecordedExchange.Door.HTTP);
        assertThat(put.connection()).isEqualTo(1);
        assertThat(put.index()).isZero();
        assertThat(put.method()).isEqualTo("PUT");
        assertThat(put.target()).isEqualTo("/v1/Profiles/support?q");
        assertThat(put.requestText()).isEqualTo("{\"email\":\"a\"}");
        assertThat(put.requestHeaders())
                .contains(Map.entry("Authorization", "Bearer <redacted>"))
                .contains(Map.entry("content-type", "application/json"));
        assertThat(put.requestHeader("authorization")).isEqualTo("Bearer <redacted>");
        assertThat(put.hasToken(token)).isTrue();
        assertThat(put.hasToken(fake.tokens().appPlusUser())).isFalse();
        assertThat(put.tenant()).isEqualTo(fake.tenant());
        assertThat(put.responseHeader("ms-cv")).isNotNull();
        assertThat(put.committed()).isTrue();
        assertThat(List.of(put, fake.journal(), fake, fake.tokens()).toString()).doesNotContain(token.value());
    }

    private RawHttp.Answer put(String target, String body, String... headers) throws IOException {
        String[] head = new String[headers.length + 3];
        head[0] = "PUT " + target + " HTTP/1.1";
        head[1] = authorization();
        head[2] = "Content-Type: application/json";
        System.arraycopy(headers, 0, head, 3, headers.length);
        return RawHttp.send(fake.url(), body, head);
    }

    private RawHttp.Answer get(String target, String... headers) throws IOException {
        String[] head = new String[headers.length + 1];
        head[0] = "GET " + target + " HTTP/1.1";
        System.arraycopy(headers, 0, head, 1, headers.length);
        return RawHttp.send(fake.url(), "", head);
    }

    private String authorization() {
        return bearer(fake.tokens().appPlusUser());
    }

    private static String bearer(AccessToken token) {
        return "Authorization: Bearer " + token.value();
    }
}

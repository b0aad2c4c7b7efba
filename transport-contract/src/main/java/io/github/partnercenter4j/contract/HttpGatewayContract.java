package io.github.partnercenter4j.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.contract.peer.RawPeer;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ProfileAttributes;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.TlsFault;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link SupportProfileGateway} over HTTP: the sentences of
 * {@link SupportProfileGatewayContract}, and further ones about connections, TLS and the bytes on the wire. Each test
 * is one sentence and has a new gateway and a new fake. No sentence can be skipped.
 *
 * <p>Extend this class, implement {@link #open}, and run the class as a JUnit test:
 *
 * <pre>{@code
 * class MyTransportContractTest extends HttpGatewayContract {
 *     @Override
 *     protected SupportProfileGateway open(Cloud cloud, SSLContext trust) {
 *         return new MyGateway(cloud, trust);
 *     }
 * }
 * }</pre>
 *
 * <p>The expected bytes come from Microsoft's documentation of the resource, not from the output of an implementation.
 */
public abstract class HttpGatewayContract extends KeptConnectionContract {

    /** The body of the documented update, 167 bytes. */
    private static final String DOCUMENTED_REQUEST =
            "{\"Email\":\"email@sample.com\",\"Telephone\":\"4255555555\",\"Website\":\"www.microsoft.com\","
                    + "\"ProfileType\":\"support_profile\",\"Attributes\":{\"ObjectType\":\"PartnerSupportProfile\"}}";

    /** The body of the documented response, 243 bytes. */
    private static final String DOCUMENTED_ANSWER =
            "{\"email\":\"email@sample.com\",\"telephone\":\"4255555555\",\"website\":\"www.microsoft.com\","
                    + "\"profileType\":\"support_profile\",\"links\":{\"self\":{\"uri\":\"/v1/profiles/support\","
                    + "\"method\":\"GET\",\"headers\":[]}},\"attributes\":{\"objectType\":\"PartnerSupportProfile\"}}";

    private static final SupportProfile DOCUMENTED = SupportProfile.builder()
            .email("email@sample.com")
            .telephone("4255555555")
            .website("www.microsoft.com")
            .build();

    /** A head that closes the connection, so that the next call of a sentence does not use a closed one. */
    private static final String JSON_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n";

    /** For subclasses. */
    protected HttpGatewayContract() {}

    // --- the request ---

    @Test
    @DisplayName("a fetch sends exactly the documented bytes")
    void fetch_sendsDocumentedBytes() throws Exception {
        RequestContext context = documentedIds("07029132-385d-416f-a9a6-df5e9e4c78d3");

        valueOf(gateway().fetch(context));

        RecordedExchange sent = fake().journal().last();
        assertEquals("GET", sent.method());
        assertEquals("/v1/profiles/support", sent.target());
        assertEquals(expectedHeaders(context), headersWithoutTransportsOwn(sent));
        assertTrue(sent.hasToken(token()));
        assertEquals(0, sent.requestBody().length);
    }

    @Test
    @DisplayName("a replace sends exactly the documented request with its 167 bytes")
    void replace_sendsDocumentedBytes() throws Exception {
        for (ResourcePath path : ResourcePath.values()) {
            RequestContext context = documentedIds("603f3cd9-01b8-48f2-b65d-855a246f5bfd").toBuilder()
                    .path(path)
                    .build();

            valueOf(gateway().replace(DOCUMENTED, context));

            RecordedExchange sent = fake().journal().last();
            assertEquals("PUT", sent.method());
            assertEquals(path.path(), sent.target());
            assertEquals(167, DOCUMENTED_REQUEST.length());
            assertArrayEquals(DOCUMENTED_REQUEST.getBytes(StandardCharsets.UTF_8), sent.requestBody());
            Map<String, String> expected = expectedHeaders(context);
            expected.put("content-type", "application/json");
            expected.put("content-length", "167");
            assertEquals(expected, headersWithoutTransportsOwn(sent));
        }
    }

    @Test
    @DisplayName("the base path of an API gateway is added before the path of each request, and nothing else changes")
    void basePath_isAddedBeforePathOfRequest() throws Exception {
        Cloud behind = fake().cloud().withApiBase(URI.create(fake().url() + "/partner-center/1.0/"));
        try (SupportProfileGateway gateway = openAnother(behind)) {
            failureOf(gateway.fetch(context()));
            String read = fake().journal().last().target();
            RequestContext write =
                    context().toBuilder().path(ResourcePath.SUPPORT_PROFILE).build();
            failureOf(gateway.replace(DOCUMENTED, write));
            RecordedExchange written = fake().journal().last();

            assertEquals("/partner-center/1.0/v1/profiles/support", read);
            assertEquals("/partner-center/1.0/v1/profiles/supportprofile", written.target());
            assertEquals(fake().cloud().apiBase().getAuthority(), written.requestHeader("Host"));
            assertTrue(written.hasToken(token()), "the token is sent");
            assertEquals(2, fake().journal().total(), "sends");
        }
    }

    private RequestContext documentedIds(String requestId) {
        return context().toBuilder()
                .requestId(requestId)
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .build();
    }

    private static Map<String, String> expectedHeaders(RequestContext context) {
        return new TreeMap<>(Map.of(
                "authorization", "Bearer <redacted>",
                "accept", "application/json",
                "accept-encoding", "identity",
                "ms-requestid", context.requestId(),
                "ms-correlationid", context.correlationId(),
                "ms-contract-version", "v1",
                "x-locale", "en-US"));
    }

    /**
     * Returns the sent headers with names in lower case, without the transport's own headers and the one with the
     * version.
     */
    private Map<String, String> headersWithoutTransportsOwn(RecordedExchange sent) {
        Map<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, String> header : sent.requestHeaders()) {
            String earlier = headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
            assertNull(earlier, () -> header.getKey() + " is sent once");
        }
        String userAgent = String.valueOf(headers.remove("user-agent"));
        assertTrue(userAgent.startsWith("partnercenter4j/"), () -> "User-Agent is " + userAgent);
        assertEquals(fake().cloud().apiBase().getAuthority(), headers.remove("host"));
        headers.remove("connection");
        if (sent.method().equals("GET")) {
            // Some libraries send a length of zero for a request without a body.
            assertEquals("0", headers.getOrDefault("content-length", "0"));
            headers.remove("content-length");
        }
        return headers;
    }

    @Test
    @DisplayName("optional headers are sent exactly as set")
    void optionalHeaders_areSentAsSet() throws Exception {
        RequestContext context = context().toBuilder()
                .applicationName("Contoso Panel 2")
                .ifMatch("an-etag")
                .validateMfa(true)
                .locale(Locale.forLanguageTag("sv-SE"))
                .build();

        valueOf(gateway().replace(DOCUMENTED, context));

        Map<String, String> sent = headersWithoutTransportsOwn(fake().journal().last());
        assertEquals("Contoso Panel 2", sent.get("ms-partnercenter-application"));
        assertEquals("\"an-etag\"", sent.get("if-match"));
        assertEquals("true", sent.get("validatemfa"));
        assertEquals("sv-SE", sent.get("x-locale"));
    }

    @Test
    @DisplayName("a read and a write keep unknown members, and numbers exactly; links are not sent")
    void unknownMembers_areSentAsRead() throws Exception {
        fake().next(
                        Fault.overlay()
                                .body(
                                        "{\"links\":{\"self\":{\"uri\":\"/x\"}},\"email\":null,\"fax\":{\"n\":[1.0E+00002,9007199254740993]},\"profileType\":\"SUPPORT_PROFILE\","
                                                + "\"attributes\":{\"objectType\":\"SupportProfile\",\"odd\":true},\"Zeta\":\"\\u00e5\"}"));

        valueOf(gateway().replace(fetched().profile().withTelephone("1"), context()));

        assertEquals(
                "{\"Email\":null,\"Telephone\":\"1\",\"Website\":null,\"ProfileType\":\"SUPPORT_PROFILE\","
                        + "\"Attributes\":{\"ObjectType\":\"SupportProfile\",\"odd\":true},"
                        + "\"fax\":{\"n\":[1.0E+00002,9007199254740993]},\"Zeta\":\"\u00e5\"}",
                new String(fake().journal().last().requestBody(), StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("sequential calls share a connection, without cookies or a cache")
    void sequentialCalls_shareConnectionWithoutCookiesOrCache() throws Exception {
        fake().next(Fault.overlay()
                .header("Set-Cookie", "session=1; Path=/")
                .header("Cache-Control", "max-age=600")
                .header("ETag", "\"e\""));

        TwoReplies replies = new TwoReplies(fetched(), fetched());

        assertEquals("\"e\"", replies.first().metadata().etag());
        List<RecordedExchange> sent = fake().journal().exchanges();
        assertEquals(2, sent.size());
        assertEquals(sent.get(0).connection(), sent.get(1).connection());
        assertNull(sent.get(1).requestHeader("Cookie"));
        assertNull(sent.get(1).requestHeader("If-None-Match"));
    }

    private record TwoReplies(SupportProfileReply first, SupportProfileReply second) {}

    @Test
    @DisplayName("opening a gateway opens no connection")
    void open_opensNoConnection() throws Exception {
        try (RawPeer peer = RawPeer.listening(patience());
                SupportProfileGateway idle = openAnother(peer.cloud())) {
            assertFalse(peer.isWaitedFor(), "a connection was opened before the first call");
            CompletableFuture<SupportProfileReply> first = idle.fetch(context());
            try (RawPeer.Client client = peer.accept()) {
                assertTrue(client.readRequest().startsWith("GET /v1/profiles/support HTTP/1.1\r\n"));
                client.send(JSON_HEAD + "Content-Length: 12\r\n\r\n{\"links\":{}}");
                assertEquals(
                        DOCUMENTED.withEmail(null).links(),
                        valueOf(first).profile().links());
            }
        }
    }

    // --- one call is one exchange ---

    @Test
    @DisplayName("no redirect is followed, and the token is not sent elsewhere")
    void redirect_isNotFollowed() throws Exception {
        try (FakePartnerCenter elsewhere = FakePartnerCenter.create()) {
            for (int status : List.of(301, 302, 303, 307, 308)) {
                for (String target :
                        List.of(elsewhere.url() + "/v1/profiles/support?secret=1", "/v1/profiles/support")) {
                    long before = fake().journal().total();
                    Fault redirect = Fault.answer(status).header("Location", target);

                    PartnerCenterException write = replaceFailure(redirect);
                    PartnerCenterException read = fetchFailure(redirect);

                    assertCategory(ErrorCategory.REDIRECT_REFUSED, write);
                    assertCategory(ErrorCategory.REDIRECT_REFUSED, read);
                    assertEquals(
                            status,
                            assertInstanceOf(ServiceException.class, write).status());
                    assertEquals(
                            Optional.of(status == 303 ? WriteOutcome.UNKNOWN : WriteOutcome.NOT_APPLIED),
                            write.writeOutcome());
                    assertFalse(write.getMessage().contains("secret"), write.getMessage());
                    assertEquals(before + 2, fake().journal().total(), "sends on " + status);
                }
            }
            assertEquals(0, elsewhere.journal().total());
            assertTrue(fetchFailure(Fault.answer(302).header("Location", elsewhere.url() + "/x"))
                    .getMessage()
                    .contains(elsewhere.url().toString()));
        }
    }

    @Test
    @DisplayName("after statuses on which HTTP libraries resend, the request is still sent only once")
    void request_isNeverResent() throws Exception {
        for (Fault answer : List.of(
                Fault.answer(408),
                Fault.answer(408).header("Retry-After", "0"),
                Fault.answer(425),
                Fault.answer(429).header("Retry-After", "0"),
                Fault.answer(503),
                Fault.answer(503).header("Retry-After", "0"),
                Fault.answer(421),
                Fault.answer(401).header("WWW-Authenticate", "Basic realm=\"x\""),
                Fault.answer(401).header("WWW-Authenticate", "Negotiate"),
                Fault.answer(407).header("Proxy-Authenticate", "Basic realm=\"x\""),
                Fault.answer(413).header("Connection", "close"))) {
            long before = fake().journal().total();

            replaceFailure(answer);
            fetchFailure(answer);

            assertEquals(before + 2, fake().journal().total(), () -> "sends for " + answer);
        }
        assertEquals(0, fake().faultsLeft());
    }

    @Test
    @DisplayName("Retry-After is reported, as seconds and as a date, and no library reacts to it")
    void retryAfter_isReported() throws Exception {
        ServiceException seconds = assertInstanceOf(
                ServiceException.class, fetchFailure(Fault.answer(503).header("Retry-After", "0")));
        ServiceException date = assertInstanceOf(
                ServiceException.class,
                fetchFailure(Fault.answer(503)
                        .header("Date", "Wed, 21 Oct 2026 07:28:00 GMT")
                        .header("Retry-After", "Wed, 21 Oct 2026 07:28:30 GMT")));

        assertEquals(Optional.of("0"), seconds.retryAfterText());
        assertEquals(Optional.of(Duration.ofSeconds(30)), date.retryAfter());
    }

    @Test
    @DisplayName("if a reused connection breaks, the request is sent only once")
    void reusedConnectionThatBreaks_requestIsSentOnce() throws Exception {
        for (Fault fault : List.of(
                Fault.drop(Point.BEFORE_COMMIT),
                Fault.reset(Point.BEFORE_COMMIT),
                Fault.drop(Point.IN_HEAD),
                Fault.reset(Point.IN_HEAD),
                Fault.drop(Point.AFTER_COMMIT))) {
            fetched();
            long before = fake().journal().total();
            int writes = fake().writesApplied();

            PartnerCenterException failure = replaceFailure(fault);

            assertCategory(ErrorCategory.IO, failure);
            assertEquals(before + 1, fake().journal().total(), () -> "sends of a replace for " + fault);
            assertTrue(fake().writesApplied() <= writes + 1, fault.toString());

            fetched();
            assertCategory(ErrorCategory.IO, fetchFailure(fault));
            assertEquals(before + 3, fake().journal().total(), () -> "sends of a fetch for " + fault);
        }
    }

    @Test
    @DisplayName("if no server listens, the failure is CONNECT, and nothing was applied")
    void noServerListens_isConnect() throws Exception {
        Cloud nobody;
        try (RawPeer gone = RawPeer.listening(patience())) {
            nobody = gone.cloud();
        }
        try (SupportProfileGateway lonely = openAnother(nobody)) {
            PartnerCenterException failure = failureOf(lonely.replace(CHANGED, context()));

            assertCategory(ErrorCategory.CONNECT, failure);
            assertTrue(failure.isRetryable());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
        }
    }

    // --- TLS ---

    @Test
    @DisplayName("a gateway reads and writes over TLS with the given trusted certificates")
    void tls_trustedCertificate_succeeds() throws Exception {
        try (SupportProfileGateway secure = openTrusting(overTls(fake().cloud().authority()))) {
            assertEquals(
                    "email@sample.com",
                    valueOf(secure.fetch(context())).profile().email());
            assertEquals(
                    CHANGED.email(),
                    valueOf(secure.replace(CHANGED, context())).profile().email());
        }
        assertEquals(CHANGED.email(), fake().profile().email());
        assertEquals(2, fake().journal().total());
    }

    @Test
    @DisplayName("an untrusted certificate is TLS: nothing is sent, nothing was applied")
    void tls_untrustedCertificate_isRefused() throws Exception {
        try (SupportProfileGateway wary = openAnother(overTls(fake().cloud().authority()))) {
            assertRefusesTls(wary);
        }
        assertEquals(0, fake().journal().total());
    }

    @Test
    @DisplayName("a trusted certificate for another host is TLS: nothing is sent, nothing was applied")
    void tls_certificateForOtherHost_isRefused() throws Exception {
        fake().next(Fault.tls(TlsFault.WRONG_HOST), Fault.tls(TlsFault.WRONG_HOST));
        try (SupportProfileGateway wary = openTrusting(overTls(fake().cloud().authority()))) {
            assertRefusesTls(wary);
        }
        assertEquals(2, fake().journal().total(), "handshakes");
        assertTrue(
                fake().journal().exchanges().stream()
                        .allMatch(handshake -> handshake.method().isEmpty()),
                "no request was received");
    }

    private void assertRefusesTls(SupportProfileGateway wary) throws Exception {
        PartnerCenterException write = failureOf(wary.replace(CHANGED, context()));
        PartnerCenterException read = failureOf(wary.fetch(context()));

        assertCategory(ErrorCategory.TLS, write);
        assertCategory(ErrorCategory.TLS, read);
        assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), write.writeOutcome());
        assertFalse(write.isRetryable(), "a certificate problem is not temporary");
    }

    private static Cloud overTls(URI origin) {
        return Cloud.custom(origin, origin, origin + "/user_impersonation");
    }

    // --- the response ---

    @Test
    @DisplayName(
            "the documented response is read with and without a BOM, with a length, in chunks, and until the end of the connection")
    void documentedResponse_inEveryFraming_isRead() throws Exception {
        assertEquals(243, DOCUMENTED_ANSWER.length());
        String bom = "\u00ef\u00bb\u00bf";
        List<String> answers = List.of(
                JSON_HEAD + "Content-Length: 246\r\n\r\n" + bom + DOCUMENTED_ANSWER,
                JSON_HEAD + "Content-Length: 243\r\n\r\n" + DOCUMENTED_ANSWER,
                JSON_HEAD + "Transfer-Encoding: chunked\r\n\r\n3\r\n" + bom + "\r\nf3\r\n" + DOCUMENTED_ANSWER
                        + "\r\n0\r\n\r\n",
                JSON_HEAD + "\r\n" + bom + DOCUMENTED_ANSWER,
                "HTTP/1.1 100 Continue\r\n\r\n" + JSON_HEAD + "Content-Length: 243\r\n\r\n" + DOCUMENTED_ANSWER);
        for (String answer : answers) {
            fake().next(raw(answer));

            SupportProfile profile = fetched().profile();

            assertEquals("4255555555", profile.telephone(), answer);
            assertEquals(
                    Link.of("/v1/profiles/support", "GET", List.of()),
                    profile.links().get("self"));
        }
    }

    private static Fault raw(String bytes) {
        return Fault.raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    @DisplayName("a response that is not HTTP is PROTOCOL of unknown outcome, and its text is in no message")
    void response_notHttp_isProtocol() throws Exception {
        for (String bytes : List.of(
                "canary\r\n\r\n",
                "SSH-2.0-canary\r\n",
                "HTTP/1.1 OK canary\r\n\r\n",
                "HTTP/1.1 abc canary\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nConnection: close\r\nX: canary\r\n\r\n",
                "HTTP/1.1 300 Multiple Choices\r\nConnection: close\r\nContent-Length: 6\r\n\r\ncanary")) {
            PartnerCenterException failure = replaceFailure(raw(bytes));

            assertEquals(ErrorCategory.PROTOCOL, failure.category(), () -> "category of " + failure + " for " + bytes);
            assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome(), bytes);
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertFalse(cause.toString().contains("canary"), cause.toString());
            }
        }
    }

    @Test
    @DisplayName("two different lengths are PROTOCOL, and do not count as a refusal")
    void response_withTwoDifferentLengths_isProtocol() throws Exception {
        PartnerCenterException failure =
                replaceFailure(raw(JSON_HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"));

        assertCategory(ErrorCategory.PROTOCOL, failure);
        assertNotEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
    }

    @Test
    @DisplayName("if a head is too long, an error response counts by its status, and a success is PROTOCOL")
    void response_withTooLongHead_isReportedByStatusOrProtocol() throws Exception {
        String rest = "X-Odd: " + "x".repeat(1024 * 1024) + "\r\nContent-Length: 0\r\n\r\n";
        for (int status : List.of(403, 404, 412, 429, 503)) {
            ServiceException refusal = assertInstanceOf(
                    ServiceException.class, replaceFailure(raw("HTTP/1.1 " + status + " Odd\r\n" + rest)));

            assertEquals(status, refusal.status());
            assertEquals(
                    Optional.of(status == 503 ? WriteOutcome.UNKNOWN : WriteOutcome.NOT_APPLIED),
                    refusal.writeOutcome());
        }
        assertCategory(ErrorCategory.AUTHENTICATION, fetchFailure(raw("HTTP/1.1 401 Odd\r\n" + rest)));
        PartnerCenterException success = replaceFailure(raw(JSON_HEAD + rest));
        assertCategory(ErrorCategory.PROTOCOL, success);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), success.writeOutcome());
    }

    @Test
    @DisplayName("an incomplete body is IO if its length is known, else RESPONSE_FORMAT")
    void incompleteBody_isIoOrResponseFormat() throws Exception {
        String half = DOCUMENTED_ANSWER.substring(0, 100);

        PartnerCenterException byLength = replaceFailure(raw(JSON_HEAD + "Content-Length: 243\r\n\r\n" + half));
        PartnerCenterException chunk =
                replaceFailure(raw(JSON_HEAD + "Transfer-Encoding: chunked\r\n\r\nf3\r\n" + half));
        PartnerCenterException noLastChunk =
                replaceFailure(raw(JSON_HEAD + "Transfer-Encoding: chunked\r\n\r\n64\r\n" + half + "\r\n"));
        PartnerCenterException untilTheEnd = replaceFailure(raw(JSON_HEAD + "\r\n" + half));

        for (PartnerCenterException broken : List.of(byLength, chunk, noLastChunk)) {
            assertCategory(ErrorCategory.IO, broken);
            assertEquals(Optional.of(WriteOutcome.UNKNOWN), broken.writeOutcome(), "the response has no ids");
        }
        assertCategory(ErrorCategory.RESPONSE_FORMAT, untilTheEnd);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), untilTheEnd.writeOutcome());
    }

    @Test
    @DisplayName("a body in another encoding or of another type is refused without decoding")
    void body_inOtherEncoding_isRefused() throws Exception {
        byte[] utf16 = ("\ufeff" + DOCUMENTED_ANSWER).getBytes(StandardCharsets.UTF_16LE);
        for (Fault answer : List.of(
                Fault.overlay().header("Content-Encoding", "gzip"),
                Fault.overlay().header("Content-Encoding", "br"),
                Fault.overlay().header("Content-Type", "application/json; charset=iso-8859-1"),
                Fault.overlay().header("Content-Type", "application/xml"),
                Fault.overlay().body(utf16),
                Fault.overlay().body("{\"email\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1)))) {
            PartnerCenterException failure = fetchFailure(answer);

            assertCategory(ErrorCategory.RESPONSE_FORMAT, failure);
            assertFalse(
                    assertInstanceOf(MalformedResponseException.class, failure).intercepted(), answer.toString());
        }
    }

    @Test
    @DisplayName("a body of 1 MiB is read, a longer one is refused, and the body of an error is cut")
    void body_longerThanLimit_isRefused() throws Exception {
        int limit = 1024 * 1024;
        String start = "{\"email\":\"here\"";
        String fits = start + " ".repeat(limit - start.length() - 1) + "}";

        fake().next(Fault.overlay().body(fits));
        assertEquals("here", fetched().profile().email());
        assertCategory(
                ErrorCategory.RESPONSE_FORMAT, fetchFailure(Fault.overlay().body(fits + " ")));
        ServiceException cut = assertInstanceOf(
                ServiceException.class,
                fetchFailure(
                        Fault.answer(500).header("Content-Type", "text/plain").body("x".repeat(limit))));
        assertEquals(64 * 1024, cut.rawBody().length());
        assertEquals("email@sample.com", fetched().profile().email());
    }

    // --- ending early, seen by the server ---

    @Test
    @DisplayName("cancelling while connecting ends the call at once")
    void cancel_whileConnecting_endsCall() throws Exception {
        try (RawPeer full = RawPeer.neverAccepting();
                SupportProfileGateway hanging = openAnother(full.cloud())) {
            CompletableFuture<SupportProfileReply> call = hanging.fetch(context());

            assertTrue(call.cancel(true));

            assertTrue(call.isCancelled());
        }
    }

    @Test
    @DisplayName("cancelling during the wait for the response closes the connection")
    void cancel_whileWaiting_closesConnection() throws Exception {
        try (RawPeer peer = RawPeer.listening(patience());
                SupportProfileGateway gateway = openAnother(peer.cloud())) {
            CompletableFuture<SupportProfileReply> call = gateway.replace(DOCUMENTED, context());
            try (RawPeer.Client client = peer.accept()) {
                assertTrue(client.readRequest().endsWith(DOCUMENTED_REQUEST));

                call.cancel(true);

                assertTrue(client.isLeft(), "the client closed the connection");
            }
        }
    }

    @Test
    @DisplayName("cancelling, orTimeout and close in the middle of a body close the connection")
    void earlyEnd_insideBody_closesConnection() throws Exception {
        for (String how : List.of("cancel", "orTimeout", "close")) {
            try (RawPeer peer = RawPeer.listening(patience());
                    SupportProfileGateway ended = openAnother(peer.cloud())) {
                CompletableFuture<SupportProfileReply> call = ended.fetch(context());
                try (RawPeer.Client client = peer.accept()) {
                    client.readRequest();
                    client.send(JSON_HEAD + "Content-Length: 243\r\n\r\n{\"email\"");

                    end(how, call, ended);

                    assertTrue(client.isLeft(), "the client closed the connection on " + how);
                    // After close(), another thread may complete the future.
                    Throwable failure = call.handle((reply, thrown) -> thrown)
                            .get(patience().toMillis(), TimeUnit.MILLISECONDS);
                    assertNotNull(failure, how);
                }
            }
        }
    }

    private static void end(String how, CompletableFuture<?> call, SupportProfileGateway gateway) {
        switch (how) {
            case "cancel" -> call.cancel(true);
            case "orTimeout" -> call.orTimeout(1, TimeUnit.MILLISECONDS);
            default -> gateway.close();
        }
    }

    @Test
    @DisplayName("a slow response is not read any further after the call has ended")
    void slowResponse_afterEndOfCall_isNotRead() throws Exception {
        try (RawPeer peer = RawPeer.listening(patience());
                SupportProfileGateway gateway = openAnother(peer.cloud())) {
            CompletableFuture<SupportProfileReply> call = gateway.fetch(context());
            try (RawPeer.Client client = peer.accept()) {
                client.readRequest();
                client.send(JSON_HEAD + "Content-Length: 243\r\n\r\n");
                for (char c : DOCUMENTED_ANSWER.substring(0, 20).toCharArray()) {
                    client.send(String.valueOf(c));
                }

                call.cancel(true);

                assertTrue(client.isLeft(), "the client closed the connection");
            }
        }
    }

    @Test
    @DisplayName("close closes pooled connections")
    void close_closesPooledConnections() throws Exception {
        try (RawPeer peer = RawPeer.listening(patience());
                SupportProfileGateway kept = openAnother(peer.cloud())) {
            CompletableFuture<SupportProfileReply> call = kept.fetch(context());
            try (RawPeer.Client client = peer.accept()) {
                client.readRequest();
                client.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"links\":{}}");
                valueOf(call);

                end("close", call, kept);

                assertTrue(client.isLeft(), "the client closed the connection");
            }
        }
    }

    @Test
    @DisplayName(
            "the messages of a failure to connect and of a broken connection have the host and port of the service")
    void failureMessage_hasHostAndPortOfService() throws Exception {
        RawPeer peer = RawPeer.listening(patience());
        Cloud gone = peer.cloud();
        peer.close();
        try (SupportProfileGateway gateway = openAnother(gone)) {
            PartnerCenterException refused = failureOf(gateway.fetch(context()));
            PartnerCenterException broken = replaceFailure(Fault.drop(Point.AFTER_COMMIT));

            assertCategory(ErrorCategory.CONNECT, refused);
            assertNames(gone, refused);
            assertCategory(ErrorCategory.IO, broken);
            assertNames(fake().cloud(), broken);
        }
    }

    private static void assertNames(Cloud cloud, PartnerCenterException failure) {
        assertTrue(failure.getMessage().contains(cloud.apiBase().getAuthority()), failure.getMessage());
    }

    // --- afterwards ---

    @Test
    @DisplayName("nothing of an exchange stays in memory after its end, although its connection is kept")
    void exchange_afterItsEnd_keepsNothingInMemory() throws Exception {
        WeakReference<AccessToken> spent = spentToken();
        // The HTTP library may have threads for all its clients. Until such a thread works again, its stack may still
        // refer to what it did last, such as opening the connection of this exchange.
        try (SupportProfileGateway other = openAnother(fake().cloud())) {
            valueOf(other.fetch(context()));
        }

        await("the token of an exchange that is over can be collected", () -> {
            System.gc();
            return spent.get() == null;
        });
    }

    /** In a separate method, so that no variable of the sentence keeps the token. */
    private WeakReference<AccessToken> spentToken() throws Exception {
        AccessToken once = AccessToken.of(token().value());
        valueOf(gateway().fetch(contextWith(once)));
        return new WeakReference<>(once);
    }

    // --- threads ---

    @Test
    @DisplayName("all threads of a gateway are daemon threads")
    void threads_areDaemons() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (SupportProfileGateway busy = openAnother(fake().cloud())) {
            List<CompletableFuture<SupportProfileReply>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(busy.fetch(context()));
            }
            for (CompletableFuture<SupportProfileReply> call : calls) {
                valueOf(call);
            }

            List<Thread> holding = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                    .toList();

            assertEquals(List.of(), holding);
        }
    }

    @Test
    @DisplayName("close ends the gateway's threads")
    void close_endsThreads() throws Exception {
        valueOf(gateway().fetch(context()));

        gateway().close();

        await(
                "no thread of the gateway is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("partnercenter4j-")
                                && !thread.getName().startsWith("partnercenter4j-fake")));
    }

    @Test
    @DisplayName("more calls than connections all complete")
    void moreCallsThanConnections_allComplete() throws Exception {
        List<CompletableFuture<SupportProfileReply>> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(gateway().fetch(context()));
        }
        for (CompletableFuture<SupportProfileReply> call : calls) {
            assertEquals("email@sample.com", valueOf(call).profile().email());
        }
        assertEquals(300, fake().journal().total());
    }

    @Test
    @DisplayName("attributes of a profile are sent, including an ETag")
    void attributes_areSent() throws Exception {
        SupportProfile profile = DOCUMENTED.toBuilder()
                .attributes(ProfileAttributes.of("Other", "e1", Map.of("odd", "[1]")))
                .build();

        valueOf(gateway().replace(profile, context()));

        assertTrue(new String(fake().journal().last().requestBody(), StandardCharsets.UTF_8)
                .endsWith("\"Attributes\":{\"ObjectType\":\"Other\",\"Etag\":\"e1\",\"odd\":[1]}}"));
    }
}

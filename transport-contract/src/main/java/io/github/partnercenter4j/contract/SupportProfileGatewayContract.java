package io.github.partnercenter4j.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.Link;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract of every {@link io.github.partnercenter4j.port.SupportProfileGateway}, in memory or over HTTP. Each test
 * is one sentence of the contract and has a new gateway and a new fake. No sentence can be skipped.
 *
 * <p>For a gateway over HTTP, extend {@link HttpGatewayContract}, which has these sentences and more. For another
 * gateway, extend this class, implement {@link #open}, and run the class as a JUnit test. {@link #fake()} returns the
 * fake that the gateway must use.
 */
public abstract class SupportProfileGatewayContract extends ContractFixture {

    private static final String DOCUMENTED_FAULT =
            "{\"code\":2000,\"description\":\"The parameter is invalid.\",\"data\":[\"Email\"],\"source\":\"PartnerFD\"}";

    /** For subclasses. */
    protected SupportProfileGatewayContract() {}

    // --- reading and writing ---

    @Test
    @DisplayName("a fetch returns the stored profile")
    void fetch_returnsStoredProfile() throws Exception {
        SupportProfile profile = fetched().profile();

        assertEquals("email@sample.com", profile.email());
        assertEquals("4255555555", profile.telephone());
        assertEquals("www.microsoft.com", profile.website());
        assertEquals("support_profile", profile.profileType());
        assertEquals("PartnerSupportProfile", profile.attributes().objectType());
        assertEquals(
                Link.of("/v1/profiles/support", "GET", List.of()),
                profile.links().get("self"));
    }

    @Test
    @DisplayName("a replace returns the stored profile, and a fetch reads what was written")
    void fetch_afterReplace_returnsWhatWasWritten() throws Exception {
        SupportProfile stored = replaced(CHANGED).profile();
        SupportProfile read = fetched().profile();

        assertEquals("help@contoso.example", stored.email());
        assertEquals(stored, read);
        assertEquals("4255550100", fake().profile().telephone());
    }

    @Test
    @DisplayName("texts with any Unicode are read as they were written, and empty and missing texts differ")
    void texts_withAnyUnicode_areReadAsWritten() throws Exception {
        SupportProfile odd = SupportProfile.builder()
                .email(" st\u00f6d@\u4f8b\u5b50.example\t")
                .telephone("\ud83d\udcde \"+46\" \\ / \u0001 \u2028")
                .website("")
                .build();

        SupportProfile read = replaced(odd).profile();
        SupportProfile cleared = replaced(odd.withEmail(null)).profile();

        assertEquals(odd.email(), read.email());
        assertEquals(odd.telephone(), read.telephone());
        assertEquals("", read.website());
        assertNull(cleared.email());
        assertEquals("", cleared.website());
    }

    @Test
    @DisplayName("a profile that cannot be written is refused before anything is sent")
    void replace_profileThatCannotBeWritten_failsBeforeSending() throws Exception {
        SupportProfile unwritable =
                CHANGED.toBuilder().unknownMembers(Map.of("fax", "{broken")).build();

        CompletableFuture<SupportProfileReply> call = gateway().replace(unwritable, context());

        await("the call ends", call::isDone);
        Throwable failure = call.handle((reply, thrown) -> thrown).join();
        assertInstanceOf(IllegalArgumentException.class, failure);
        assertEquals(0, fake().journal().total());
    }

    @Test
    @DisplayName("a replace uses the path of the context")
    void replace_usesPathOfContext() throws Exception {
        for (ResourcePath path : ResourcePath.values()) {
            RequestContext context = context().toBuilder().path(path).build();

            valueOf(gateway().replace(CHANGED, context));

            assertTrue(fake().journal().last().target().endsWith(path.path()), path.path());
        }
        assertEquals(2, fake().writesApplied());
    }

    @Test
    @DisplayName("a fetch always uses the path for reading, not the path of the context")
    void fetch_alwaysUsesPathForReading() throws Exception {
        valueOf(gateway()
                .fetch(context().toBuilder().path(ResourcePath.SUPPORT_PROFILE).build()));

        assertTrue(fake().journal().last().target().endsWith("/v1/profiles/support"));
    }

    @Test
    @DisplayName("the reply has the status, both ids as returned, and MS-CV")
    void reply_hasStatusAndIdsOfResponse() throws Exception {
        RequestContext context = RequestContext.builder()
                .requestId("603F3CD9-01B8-48F2-B65D-855A246F5BFD")
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .accessToken(token())
                .build();

        ResponseMetadata metadata = valueOf(gateway().fetch(context)).metadata();

        assertEquals(200, metadata.status());
        assertEquals("603F3CD9-01B8-48F2-B65D-855A246F5BFD", metadata.requestId());
        assertEquals("20604323-50bf-4738-9968-c5486ab32be0", metadata.correlationId());
        assertNotNull(metadata.msCv());
        assertNull(metadata.mfaCompliant());
        assertNull(metadata.etag());
        assertFalse(metadata.bodyAbsent());
    }

    @Test
    @DisplayName("the check for multi-factor authentication is requested if set, and its result is read")
    void mfaCheck_ifSet_isRequestedAndResultIsRead() throws Exception {
        SupportProfileReply reply =
                valueOf(gateway().fetch(context().toBuilder().validateMfa(true).build()));

        assertEquals(true, reply.metadata().mfaCompliant());
    }

    @Test
    @DisplayName("the ETag comes from the header, or else from the profile's attributes")
    void etag_comesFromHeaderOrElseFromAttributes() throws Exception {
        Fault inBody = Fault.overlay().body("{\"attributes\":{\"etag\":\"\\\"b\\\"\"}}");

        fake().next(inBody, inBody.header("ETag", "\"h\""));

        assertEquals("\"b\"", fetched().metadata().etag());
        assertEquals("\"h\"", fetched().metadata().etag());
    }

    @Test
    @DisplayName("a weak ETag is reported but never sent with a write")
    void weakEtag_isNeverSent() throws Exception {
        fake().next(Fault.overlay().header("ETag", "W/\"1\""));
        String etag = fetched().metadata().etag();

        valueOf(gateway().replace(CHANGED, context().toBuilder().ifMatch(etag).build()));

        assertEquals("W/\"1\"", etag);
        assertNull(fake().journal().last().requestHeader("If-Match"));
    }

    @Test
    @DisplayName("a body is JSON for every spelling of the JSON content type")
    void contentType_anySpellingOfJson_isAccepted() throws Exception {
        Fault plain = Fault.overlay().withoutHeader("Content-Type");
        for (Fault answer : List.of(
                plain.header("Content-Type", "application/json"),
                plain.header("Content-Type", "Application/JSON;charset=\"UTF-8\""),
                plain.header("Content-Type", "application/json; charset=utf8"),
                plain.header("Content-Type", "application/json")
                        .header("Content-Type", "application/json; charset=utf-8"))) {
            fake().next(answer);

            assertEquals("email@sample.com", fetched().profile().email(), answer.toString());
        }
    }

    // --- error responses ---

    @Test
    @DisplayName("a refused token is AUTHENTICATION with the service's response as its cause, and nothing is written")
    void refusedToken_isAuthentication() throws Exception {
        record Refused(AccessToken token, String code) {}
        for (Refused refused : List.of(
                new Refused(fake().tokens().expired(), "400"),
                new Refused(fake().tokens().wrongAudience(), "900420"),
                new Refused(fake().tokens().withoutMfa(), "900421"),
                new Refused(AccessToken.of("of-nobody"), "400"))) {
            PartnerCenterException failure = failureOf(gateway().replace(CHANGED, contextWith(refused.token())));

            assertCategory(ErrorCategory.AUTHENTICATION, failure);
            AuthenticationException authentication = assertInstanceOf(AuthenticationException.class, failure);
            assertEquals(AuthenticationReason.TOKEN_REJECTED, authentication.reason());
            ServiceException answer = assertInstanceOf(ServiceException.class, failure.getCause());
            assertEquals(401, answer.status());
            assertEquals(Optional.of(refused.code()), answer.code());
            assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
        }
        assertEquals(0, fake().writesApplied());
    }

    @Test
    @DisplayName("the result of the check for multi-factor authentication is also read from an error response")
    void mfaResult_inErrorResponse_isRead() throws Exception {
        PartnerCenterException failure = failureOf(gateway()
                .fetch(contextWith(fake().tokens().withoutMfa()).toBuilder()
                        .validateMfa(true)
                        .build()));

        ServiceException answer = assertInstanceOf(ServiceException.class, failure.getCause());
        assertEquals(Optional.of("900421"), answer.code());
        assertEquals(Optional.of(false), answer.mfaCompliant());
    }

    @Test
    @DisplayName("an app-only token is FORBIDDEN, with the text of a plain text body as description")
    void appOnlyToken_isForbidden() throws Exception {
        ServiceException failure =
                service(gateway().fetch(contextWith(fake().tokens().appOnly())));

        assertCategory(ErrorCategory.FORBIDDEN, failure);
        assertEquals(403, failure.status());
        assertEquals(Optional.of("This resource can't be accessed by application credentials."), failure.description());
    }

    @Test
    @DisplayName("a user without the role is FORBIDDEN with code 900150")
    void userWithoutRole_isForbidden() throws Exception {
        ServiceException failure =
                service(gateway().replace(CHANGED, contextWith(fake().tokens().withoutRole())));

        assertCategory(ErrorCategory.FORBIDDEN, failure);
        assertEquals(Optional.of("900150"), failure.code());
        assertEquals(0, fake().writesApplied());
    }

    @Test
    @DisplayName("every status has its category and its outcome for a write, and the request is sent once")
    void errorStatus_hasItsCategoryAndWriteOutcome() throws Exception {
        record Expected(int status, ErrorCategory category, WriteOutcome outcome) {}
        for (Expected expected : List.of(
                new Expected(400, ErrorCategory.BAD_REQUEST, WriteOutcome.NOT_APPLIED),
                new Expected(401, ErrorCategory.AUTHENTICATION, WriteOutcome.NOT_APPLIED),
                new Expected(403, ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED),
                new Expected(404, ErrorCategory.NOT_FOUND, WriteOutcome.NOT_APPLIED),
                new Expected(405, ErrorCategory.OTHER_CLIENT, WriteOutcome.NOT_APPLIED),
                new Expected(406, ErrorCategory.OTHER_CLIENT, WriteOutcome.NOT_APPLIED),
                new Expected(407, ErrorCategory.OTHER_CLIENT, WriteOutcome.NOT_APPLIED),
                new Expected(408, ErrorCategory.TIMEOUT, WriteOutcome.UNKNOWN),
                new Expected(409, ErrorCategory.CONFLICT, WriteOutcome.NOT_APPLIED),
                new Expected(412, ErrorCategory.PRECONDITION, WriteOutcome.NOT_APPLIED),
                new Expected(415, ErrorCategory.OTHER_CLIENT, WriteOutcome.NOT_APPLIED),
                new Expected(429, ErrorCategory.THROTTLED, WriteOutcome.NOT_APPLIED),
                new Expected(500, ErrorCategory.SERVER, WriteOutcome.UNKNOWN),
                new Expected(501, ErrorCategory.SERVER, WriteOutcome.UNKNOWN),
                new Expected(502, ErrorCategory.SERVER, WriteOutcome.UNKNOWN),
                new Expected(503, ErrorCategory.SERVER, WriteOutcome.UNKNOWN),
                new Expected(504, ErrorCategory.SERVER, WriteOutcome.UNKNOWN))) {
            long before = fake().journal().total();

            PartnerCenterException failure = replaceFailure(Fault.answer(expected.status()));

            String status = "status " + expected.status();
            assertEquals(expected.category(), failure.category(), status);
            assertEquals(Optional.of(expected.outcome()), failure.writeOutcome(), status);
            assertEquals(before + 1, fake().journal().total(), status + ": the request was sent once");
        }
        assertEquals(0, fake().writesApplied());
    }

    @Test
    @DisplayName("codes for a changed profile are PRECONDITION only with their statuses")
    void codeForChangedProfile_isPreconditionOnlyWithItsStatus() throws Exception {
        assertCategory(
                ErrorCategory.PRECONDITION,
                replaceFailure(Fault.answer(400)
                        .header("Content-Type", "application/json")
                        .body("{\"code\":2055}")));
        assertCategory(
                ErrorCategory.PRECONDITION,
                replaceFailure(Fault.answer(417)
                        .header("Content-Type", "application/json")
                        .body("{\"code\":800036}")));
        assertCategory(
                ErrorCategory.CONFLICT,
                replaceFailure(Fault.answer(409)
                        .header("Content-Type", "application/json")
                        .body("{\"code\":2055}")));
    }

    @Test
    @DisplayName("code, description and data of an error are read from every known format")
    void errorBody_inAnyKnownFormat_isRead() throws Exception {
        assertAll(
                () -> assertErrorIsRead(
                        "the documented fault", DOCUMENTED_FAULT, "2000", "The parameter is invalid.", "Email"),
                () -> assertErrorIsRead("a code as text", "{\"code\":\"900420\",\"description\":\"d\"}", "900420", "d"),
                () -> assertErrorIsRead(
                        "data as text", "{\"code\":1,\"description\":\"d\",\"data\":\"x\"}", "1", "d", "x"),
                () -> assertErrorIsRead(
                        "the API gateway's error",
                        "{ \"statusCode\": 400, \"message\": \"Try again in 57 seconds.\" }",
                        null,
                        "Try again in 57 seconds."),
                () -> assertErrorIsRead(
                        "the newer back ends' error",
                        "{\"code\":600061,\"message\":\"m\",\"description\":\"d\",\"parameters\":{}}",
                        "600061",
                        "d"),
                () -> assertErrorIsRead(
                        "a nested error", "{\"error\":{\"code\":\"Expired\",\"message\":\"m\"}}", "Expired", "m"),
                () -> assertErrorIsRead(
                        "the login service's error",
                        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126\"}",
                        "invalid_grant",
                        "AADSTS50126"),
                () -> assertErrorIsRead("an object without a description", "{\"other\":1}", null, null),
                () -> assertErrorIsRead("an empty body", "", null, null));
    }

    private void assertErrorIsRead(
            String name, String body, @Nullable String code, @Nullable String description, String... data)
            throws Exception {
        fake().next(Fault.answer(400).header("Content-Type", "application/json").body(body));

        ServiceException failure = service(gateway().fetch(context()));

        assertEquals(400, failure.status(), name);
        assertEquals(Optional.ofNullable(code), failure.code(), name);
        assertEquals(Optional.ofNullable(description), failure.description(), name);
        assertEquals(List.of(data), failure.data(), name);
    }

    @Test
    @DisplayName("an error with a broken body is reported by its status")
    void errorWithBrokenBody_isReportedByStatus() throws Exception {
        for (String body : List.of("{\"code\":2000,", "{\"code\":{}}", "[1,", "\"", "\u0000")) {
            fake().next(Fault.answer(404)
                    .header("Content-Type", "application/json")
                    .body(body));

            ServiceException failure = service(gateway().replace(CHANGED, context()));

            assertCategory(ErrorCategory.NOT_FOUND, failure);
            assertEquals(body, failure.rawBody());
        }
    }

    @Test
    @DisplayName("an HTML error page is reported by its status")
    void htmlErrorPage_isReportedByStatus() throws Exception {
        fake().next(Fault.answer(502)
                .header("Content-Type", "text/html")
                .body("<html><body>Bad gateway</body></html>"));

        ServiceException failure = service(gateway().fetch(context()));

        assertCategory(ErrorCategory.SERVER, failure);
        assertEquals(Optional.empty(), failure.code());
        assertTrue(failure.rawBody().contains("Bad gateway"));
    }

    @Test
    @DisplayName("a 429 is reported with its wait, and the request is sent once")
    void throttling_isReportedWithRetryAfter() throws Exception {
        fake().next(Fault.answer(429).header("Retry-After", "57").header("Content-Type", "application/json"));

        ServiceException failure = service(gateway().replace(CHANGED, context()));

        assertCategory(ErrorCategory.THROTTLED, failure);
        assertEquals(Optional.of(Duration.ofSeconds(57)), failure.retryAfter());
        assertTrue(failure.isRetryable());
        assertEquals(1, fake().journal().total());
    }

    @Test
    @DisplayName("a failure has the ids of the request and those of the response")
    void failure_hasIdsOfRequestAndResponse() throws Exception {
        RequestContext context = context();

        ServiceException failure = service(gateway()
                .replace(
                        CHANGED,
                        context.toBuilder()
                                .accessToken(fake().tokens().withoutRole())
                                .build()));

        assertEquals(context.requestId(), failure.requestId());
        assertEquals(context.correlationId(), failure.correlationId());
        assertEquals(Optional.of(context.requestId()), failure.answeredRequestId());
        assertEquals(Optional.of(context.correlationId()), failure.answeredCorrelationId());
    }

    @Test
    @DisplayName("the token is in no failure and in none of its causes")
    void token_isInNoFailure() throws Exception {
        for (Fault fault : List.of(
                Fault.answer(401),
                Fault.answer(500),
                Fault.answer(302).header("Location", "/"),
                Fault.drop(Point.BEFORE_COMMIT),
                Fault.drop(Point.IN_BODY),
                Fault.raw("no HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                Fault.overlay().body("[]"))) {
            StringWriter shown = new StringWriter();
            fetchFailure(fault).printStackTrace(new PrintWriter(shown));

            assertFalse(shown.toString().contains(token().value()), () -> "the token is shown on " + fault);
        }
    }

    // --- responses that are not usable ---

    @Test
    @DisplayName("a success with other ids than the request is PROTOCOL of unknown outcome")
    void success_withOtherIds_isProtocol() throws Exception {
        String other = "00000000-0000-4000-8000-000000000000";

        PartnerCenterException request = replaceFailure(Fault.overlay().header("MS-RequestId", other));
        PartnerCenterException correlation = fetchFailure(Fault.overlay().header("MS-CorrelationId", other));

        assertCategory(ErrorCategory.PROTOCOL, request);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), request.writeOutcome());
        assertCategory(ErrorCategory.PROTOCOL, correlation);
    }

    @Test
    @DisplayName(
            "an error response with other ids counts by its status, the message says so, and the outcome of a write is unknown")
    void errorResponse_withOtherIds_isReportedByStatus() throws Exception {
        String other = "00000000-0000-4000-8000-000000000000";

        fake().next(Fault.answer(404).header("MS-RequestId", other));
        ServiceException missing = service(gateway().replace(CHANGED, context()));
        PartnerCenterException refused =
                replaceFailure(Fault.answer(401).header("MS-CorrelationId", "{" + other + "}"));
        PartnerCenterException busy = fetchFailure(Fault.answer(503).header("MS-CorrelationId", other));

        assertCategory(ErrorCategory.NOT_FOUND, missing);
        assertEquals(Optional.of(other), missing.answeredRequestId());
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), missing.writeOutcome(), "of the response to another request");
        assertTrue(missing.getMessage().contains("another MS-RequestId"), missing.getMessage());
        assertCategory(ErrorCategory.AUTHENTICATION, refused);
        assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), refused.writeOutcome());
        assertTrue(refused.getMessage().contains("another MS-CorrelationId"), refused.getMessage());
        assertCategory(ErrorCategory.SERVER, busy);
        assertTrue(busy.isRetryable());
    }

    @Test
    @DisplayName("an id in the response may have any spelling of the GUID")
    void id_inOtherSpellingOfGuid_isAccepted() throws Exception {
        RequestContext context = context().toBuilder()
                .requestId("603f3cd9-01b8-48f2-b65d-855a246f5bfd")
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .build();
        fake().next(Fault.overlay()
                .header("MS-RequestId", "603F3CD901B848F2B65D855A246F5BFD")
                .header("MS-CorrelationId", "{20604323-50bf-4738-9968-c5486ab32be0}"));

        ResponseMetadata metadata = valueOf(gateway().fetch(context)).metadata();

        assertEquals("603F3CD901B848F2B65D855A246F5BFD", metadata.requestId());
        assertEquals("{20604323-50bf-4738-9968-c5486ab32be0}", metadata.correlationId());
    }

    @Test
    @DisplayName("a response with several ids is accepted if one of them was sent; blank ids are ignored")
    void severalIds_includingSentId_areAccepted() throws Exception {
        String other = "00000000-0000-4000-8000-000000000000";
        RequestContext context = context();
        String ours = context.requestId();

        fake().next(Fault.overlay().header("MS-RequestId", "").header("MS-CorrelationId", " "));
        assertNull(fetched().metadata().requestId());
        for (List<String> ids : List.of(List.of(other + ", " + ours), List.of(ours, other), List.of(other, "", ours))) {
            Fault answer = Fault.answer(204);
            for (String id : ids) {
                answer = answer.header("MS-RequestId", id);
            }
            fake().next(answer);

            assertEquals(
                    ours,
                    valueOf(gateway().replace(CHANGED, context)).metadata().requestId());
        }
        PartnerCenterException failure = replaceFailure(
                Fault.answer(204).header("MS-RequestId", other).header("MS-RequestId", other.replace('4', '5')));
        assertCategory(ErrorCategory.PROTOCOL, failure);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome());
    }

    @Test
    @DisplayName("a response without ids is accepted")
    void response_withoutIds_isAccepted() throws Exception {
        fake().next(Fault.overlay().withoutHeader("MS-RequestId").withoutHeader("MS-CorrelationId"));

        SupportProfileReply reply = fetched();

        assertNull(reply.metadata().requestId());
        assertEquals("email@sample.com", reply.profile().email());
    }

    @Test
    @DisplayName("a success without a body: a replace returns the sent profile, a fetch fails")
    void success_withoutBody_isAcceptedForReplaceOnly() throws Exception {
        for (int status : List.of(200, 204)) {
            fake().next(Fault.answer(status));

            SupportProfileReply reply = replaced(CHANGED);
            PartnerCenterException failure = fetchFailure(Fault.answer(status));

            assertEquals(CHANGED, reply.profile());
            assertTrue(reply.metadata().bodyAbsent());
            assertCategory(ErrorCategory.RESPONSE_FORMAT, failure);
        }
    }

    @Test
    @DisplayName("a replace with 204 or 205 succeeds, even if the response announces a length")
    void replace_204WithContentLength_succeeds() throws Exception {
        for (int status : List.of(204, 205)) {
            for (String length : List.of("5", "0", "1000000")) {
                RequestContext context = context();
                fake().next(Fault.answer(status)
                        .header("MS-RequestId", context.requestId())
                        .header("Content-Length", length));

                SupportProfileReply reply = valueOf(gateway().replace(CHANGED, context));

                assertTrue(reply.metadata().bodyAbsent(), status + " with length " + length);
                assertEquals("email@sample.com", fetched().profile().email());
            }
        }
    }

    @Test
    @DisplayName("a fetch with a success status other than 200 is PROTOCOL")
    void fetch_successStatusOtherThan200_isProtocol() throws Exception {
        for (int status : List.of(201, 202, 206)) {
            assertCategory(
                    ErrorCategory.PROTOCOL,
                    fetchFailure(Fault.answer(status)
                            .header("Content-Type", "application/json")
                            .body("{\"email\":\"part\"}")));
        }
    }

    @Test
    @DisplayName(
            "a web page instead of a profile is RESPONSE_FORMAT and intercepted, and its text is not in the message")
    void webPage_isReportedAsIntercepted() throws Exception {
        Fault page = Fault.answer(200)
                .header("Content-Type", "text/html")
                .body("<html>canary: sign in to the hotel's network</html>");

        MalformedResponseException failure = assertInstanceOf(MalformedResponseException.class, replaceFailure(page));

        assertCategory(ErrorCategory.RESPONSE_FORMAT, failure);
        assertTrue(failure.intercepted());
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome());
        assertFalse(failure.toString().contains("canary"));
        assertTrue(failure.bodyStart().contains("canary"));
    }

    @Test
    @DisplayName("a damaged profile is RESPONSE_FORMAT, and a write counts as applied")
    void damagedProfile_isResponseFormatAndApplied() throws Exception {
        for (String body :
                List.of("{\"email\":", "{\"email\":1}", "{\"email\":\"e\"} {}", "{\"email\":\"e\",\"a\":1,\"a\":2}")) {
            PartnerCenterException failure = replaceFailure(Fault.overlay().body(body));

            assertCategory(ErrorCategory.RESPONSE_FORMAT, failure);
            assertEquals(Optional.of(WriteOutcome.APPLIED), failure.writeOutcome(), body);
        }
    }

    @Test
    @DisplayName("a damaged profile without the ids of the request does not prove that a write was applied")
    void damagedProfile_withoutIds_hasUnknownOutcome() throws Exception {
        Fault anonymous = Fault.overlay().withoutHeader("MS-RequestId").withoutHeader("MS-CorrelationId");
        for (Fault fault : List.of(
                anonymous.body("{\"email\":1}"),
                anonymous.body("{\"email\":\"e\",\"a\":1,\"a\":2}"),
                anonymous.header("Content-Encoding", "canary"),
                anonymous.header("Content-Type", "application/json; charset=iso-8859-1"))) {
            // On a connection whose responses had ids, it would not be read at all.
            PartnerCenterException failure;
            try (SupportProfileGateway fresh = openAnother(fake().cloud())) {
                fake().next(fault);
                failure = failureOf(fresh.replace(CHANGED, context()));
            }

            assertCategory(ErrorCategory.RESPONSE_FORMAT, failure);
            assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome(), fault.toString());
        }
    }

    @Test
    @DisplayName("a success with something other than a support profile is RESPONSE_FORMAT of unknown outcome")
    void success_withoutSupportProfile_isResponseFormat() throws Exception {
        for (String body : List.of(
                "{}",
                "[]",
                "null",
                "\"text\"",
                "login required",
                "{\"error\":\"login required\"}",
                "{\"error\":\"login required\"",
                "{\"error\":\"email\",\"error\":1}",
                DOCUMENTED_FAULT,
                "{\"email\":\"e\",\"profileType\":\"billing_profile\"}",
                "{\"email\":\"e\",\"attributes\":{\"objectType\":\"PartnerBillingProfile\"}}")) {
            PartnerCenterException write = replaceFailure(Fault.overlay().body(body));
            PartnerCenterException read = fetchFailure(Fault.overlay().body(body));

            assertCategory(ErrorCategory.RESPONSE_FORMAT, write);
            assertCategory(ErrorCategory.RESPONSE_FORMAT, read);
            assertEquals(Optional.of(WriteOutcome.UNKNOWN), write.writeOutcome(), body);
        }
        PartnerCenterException text = replaceFailure(
                Fault.overlay().header("Content-Type", "text/plain").body("login required"));
        assertCategory(ErrorCategory.RESPONSE_FORMAT, text);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), text.writeOutcome(), "of plain text");
    }

    @Test
    @DisplayName(
            "one known member is enough for a support profile, and its kind may be missing or have any known spelling")
    void profile_withOneKnownMember_isAccepted() throws Exception {
        for (String body : List.of(
                "{\"email\":null}",
                "{\"Links\":null,\"x\":1}",
                "{\"profileType\":\"Support_Profile\"}",
                "{\"profileType\":\"SupportProfile\",\"attributes\":{\"objectType\":\"SUPPORTPROFILE\"}}",
                "{\"attributes\":{\"objectType\":\"partnersupportprofile\"}}")) {
            fake().next(Fault.overlay().body(body));

            assertNull(fetched().profile().email(), body);
        }
    }

    @Test
    @DisplayName("a connection that breaks before the response is IO of unknown outcome, and the request is sent once")
    void connectionBrokenBeforeResponse_isIoAndSentOnce() throws Exception {
        for (Fault fault : List.of(
                Fault.drop(Point.BEFORE_COMMIT),
                Fault.reset(Point.BEFORE_COMMIT),
                Fault.drop(Point.AFTER_COMMIT),
                Fault.reset(Point.AFTER_COMMIT))) {
            long before = fake().journal().total();

            PartnerCenterException failure = replaceFailure(fault);

            assertCategory(ErrorCategory.IO, failure);
            assertTrue(failure.isRetryable());
            assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome(), fault.toString());
            assertEquals(before + 1, fake().journal().total(), () -> "sends of a replace for " + fault);

            assertCategory(ErrorCategory.IO, fetchFailure(fault));
            assertEquals(before + 2, fake().journal().total(), () -> "sends of a fetch for " + fault);
        }
        assertEquals(2, fake().writesApplied(), "the two writes that were applied before their responses were lost");
    }

    @Test
    @DisplayName(
            "a connection that breaks inside a success response is IO with an applied write, and the request is sent once")
    void connectionBrokenInsideResponse_isIoAndApplied() throws Exception {
        for (Fault fault : List.of(Fault.drop(Point.IN_BODY), Fault.reset(Point.IN_BODY), Fault.truncate(10))) {
            long before = fake().journal().total();

            PartnerCenterException failure = replaceFailure(fault);

            assertCategory(ErrorCategory.IO, failure);
            assertEquals(Optional.of(WriteOutcome.APPLIED), failure.writeOutcome(), fault.toString());
            assertEquals(before + 1, fake().journal().total(), () -> "sends for " + fault);
        }
    }

    @Test
    @DisplayName("an endless response is cut off, and the next call works")
    void endlessResponse_isCutOff() throws Exception {
        PartnerCenterException failure = replaceFailure(Fault.endlessBody());

        assertCategory(ErrorCategory.RESPONSE_FORMAT, failure);
        assertEquals("email@sample.com", fetched().profile().email());
    }

    @Test
    @DisplayName("after any number of failures the next call works")
    void call_afterManyFailures_succeeds() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertCategory(
                    i % 2 == 0 ? ErrorCategory.SERVER : ErrorCategory.IO,
                    fetchFailure(i % 2 == 0 ? Fault.answer(500).body("x".repeat(1000)) : Fault.drop(Point.IN_BODY)));
        }

        assertEquals("email@sample.com", fetched().profile().email());
    }

    // --- ending early ---

    @Test
    @DisplayName("a cancelled call ends at once, and the next call works")
    void cancel_endsCall() throws Exception {
        CompletableFuture<SupportProfileReply> call = stalled();

        assertTrue(call.cancel(true));

        assertTrue(call.isCancelled());
        assertEquals("email@sample.com", fetched().profile().email());
    }

    @Test
    @DisplayName("orTimeout ends the call, and the next call works")
    void orTimeout_endsCall() throws Exception {
        CompletableFuture<SupportProfileReply> call = stalled();

        assertThrows(ExecutionException.class, () -> valueOf(call.orTimeout(1, TimeUnit.MILLISECONDS)));
        assertEquals("email@sample.com", fetched().profile().email());
    }

    /** Starts a call whose request the fake receives but does not answer. */
    final CompletableFuture<SupportProfileReply> stalled() throws Exception {
        fake().next(Fault.stall(Point.BEFORE_COMMIT));
        CompletableFuture<SupportProfileReply> call = gateway().replace(CHANGED, context());
        await("the fake has the request", () -> fake().faultsLeft() == 0);
        assertFalse(call.isDone(), "the call waits");
        return call;
    }

    @Test
    @DisplayName("close fails calls in flight with CLOSED and unknown outcome")
    void close_failsCallsInFlight() throws Exception {
        CompletableFuture<SupportProfileReply> call = stalled();

        gateway().close();

        PartnerCenterException failure = failureOf(call);
        assertCategory(ErrorCategory.CLOSED, failure);
        assertEquals(Optional.of(WriteOutcome.UNKNOWN), failure.writeOutcome());
    }

    @Test
    @DisplayName("a call after close fails with CLOSED, nothing is sent, and closing again does nothing")
    void call_afterClose_failsWithClosed() throws Exception {
        gateway().close();
        gateway().close();

        assertCategory(ErrorCategory.CLOSED, failureOf(gateway().fetch(context())));
        PartnerCenterException failure = failureOf(gateway().replace(CHANGED, context()));
        assertCategory(ErrorCategory.CLOSED, failure);
        assertEquals(Optional.of(WriteOutcome.NOT_APPLIED), failure.writeOutcome());
        assertEquals(0, fake().journal().total());
    }

    @Test
    @DisplayName("many calls, cancellations and closes at once leave no future incomplete")
    void concurrentCallsAndCloses_leaveNoFutureIncomplete() throws Exception {
        int threads = 8;
        // So that some calls are in flight during the close.
        fake().next(Collections.nCopies(10, Fault.stall(Point.BEFORE_COMMIT)).toArray(Fault[]::new));
        List<CompletableFuture<SupportProfileReply>> calls = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> closers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread closer = new Thread(() -> {
                awaitQuietly(go);
                gateway().close();
            });
            closer.start();
            closers.add(closer);
        }
        for (int i = 0; i < 60; i++) {
            if (i == 30) {
                go.countDown();
            }
            CompletableFuture<SupportProfileReply> call = gateway().fetch(context());
            if (i % 10 == 0) {
                call.cancel(true);
            }
            calls.add(call);
        }
        for (Thread closer : closers) {
            closer.join(patience().toMillis());
        }

        for (CompletableFuture<SupportProfileReply> call : calls) {
            await("every call ends", call::isDone);
            if (call.isCompletedExceptionally() && !call.isCancelled()) {
                assertCategory(ErrorCategory.CLOSED, failureOf(call));
            }
        }
    }

    private void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the start was not signalled in time");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    // --- use ---

    @Test
    @DisplayName("cloud() returns the cloud that the gateway was opened for, or null")
    void cloud_returnsCloudOfGatewayOrNull() {
        Cloud named = gateway().cloud();

        assertTrue(named == null || named.equals(fake().cloud()), () -> "cloud() is " + named);
    }

    @Test
    @DisplayName("a gateway has one retry budget for all its clients")
    void retryBudget_isOneForAllClients() {
        RetryBudget budget = gateway().retryBudget();

        assertNotNull(budget, "retryBudget() is null: in an outage each client would have its own budget");
        assertSame(budget, gateway().retryBudget(), "retryBudget() returned another object the second time");
    }

    @Test
    @DisplayName("many threads may call at once, and each gets the response to its own request")
    void concurrentCalls_getTheirOwnResponses() throws Exception {
        Map<RequestContext, CompletableFuture<SupportProfileReply>> calls = new ConcurrentHashMap<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread caller = new Thread(() -> {
                for (int j = 0; j < 25; j++) {
                    RequestContext context = context();
                    calls.put(
                            context,
                            j % 3 == 0
                                    ? gateway().replace(CHANGED, context)
                                    : gateway().fetch(context));
                }
            });
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join(patience().toMillis());
        }

        assertEquals(200, calls.size(), "calls that were made");
        for (Map.Entry<RequestContext, CompletableFuture<SupportProfileReply>> call : calls.entrySet()) {
            ResponseMetadata metadata = valueOf(call.getValue()).metadata();
            assertEquals(call.getKey().requestId(), metadata.requestId());
            assertEquals(call.getKey().correlationId(), metadata.correlationId());
        }
        assertEquals(200, fake().journal().total());
    }

    @Test
    @DisplayName("null is refused at once")
    void nullArgument_isRefusedAtOnce() {
        assertThrows(NullPointerException.class, () -> gateway().fetch(nothing()));
        assertThrows(NullPointerException.class, () -> gateway().replace(CHANGED, nothing()));
        assertThrows(NullPointerException.class, () -> gateway().replace(nothing(), context()));
        assertEquals(0, fake().journal().total());
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // Passes null on purpose.
    private static <T> T nothing() {
        return null;
    }

    /** Returns the failure, which must be a ServiceException. */
    final ServiceException service(CompletableFuture<?> future) throws Exception {
        return assertInstanceOf(ServiceException.class, failureOf(future));
    }
}

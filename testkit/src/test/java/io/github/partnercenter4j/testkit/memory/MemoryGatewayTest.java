package io.github.partnercenter4j.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
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
import io.github.partnercenter4j.testkit.FakeTokens;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.RawHttp;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MemoryGatewayTest {

    private static final SupportProfile CHANGED = SupportProfile.builder()
            .email("new@example.com")
            .telephone(null)
            .website("\u00e4\ud83d\ude00\n\"")
            .build();

    private final FakePartnerCenter fake = FakePartnerCenter.builder()
            .seed(7)
            .behaviour(Behaviour.DOCUMENTED_UPDATE_ROUTE, false)
            .build();
    private final SupportProfileGateway gateway = fake.gateway();

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void fetch_newFake_returnsTheDocumentedProfileAndItsMetadata() {
        RequestContext context = context().validateMfa(true).build();

        SupportProfileReply reply = get(gateway.fetch(context));

        assertThat(reply.profile()).isEqualTo(fake.profile());
        assertThat(reply.profile().email()).isEqualTo("email@sample.com");
        assertThat(reply.profile().links())
                .isEqualTo(Map.of("self", Link.of("/v1/profiles/support", "GET", List.of())));
        assertThat(reply.metadata().status()).isEqualTo(200);
        assertThat(reply.metadata().requestId()).isEqualTo(context.requestId());
        assertThat(reply.metadata().correlationId()).isEqualTo(context.correlationId());
        assertThat(reply.metadata().msCv()).endsWith(".0");
        assertThat(reply.metadata().mfaCompliant()).isTrue();
        assertThat(reply.metadata().etag()).isNull();
        assertThat(gateway.cloud()).isNull();
    }

    @Test
    void replace_profile_storesTheThreeTextsOnly() {
        fake.setProfile(fake.profile().toBuilder()
                .attributes(ProfileAttributes.of("PartnerSupportProfile", "W/\"1\"", Map.of("a", "1.50")))
                .unknownMembers(Map.of("region", "{\"id\":[1e400]}"))
                .build());

        SupportProfileReply reply = get(gateway.replace(CHANGED, context().build()));

        assertThat(reply.profile())
                .isEqualTo(fake.profile())
                .isEqualTo(CHANGED.toBuilder()
                        .profileType("support_profile")
                        .attributes(ProfileAttributes.of("PartnerSupportProfile", "W/\"1\"", Map.of("a", "1.50")))
                        .unknownMembers(Map.of("region", "{\"id\":[1e400]}"))
                        .build());
        assertThat(reply.metadata().etag()).isEqualTo("W/\"1\"");
        assertThat(reply.metadata().mfaCompliant()).isNull();
        assertThat(fake.writesApplied()).isEqualTo(1);
    }

    @Test
    void replace_anyProfile_sendsTheDocumentedBody() {
        get(gateway.replace(
                SupportProfile.builder()
                        .email("email@sample.com")
                        .unknownMembers(Map.of("new", " [ 1 ] "))
                        .build(),
                context().applicationName("app").ifMatch("1").build()));

        RecordedExchange put = fake.journal().last();
        assertThat(put.requestText())
                .isEqualTo("{\"Email\":\"email@sample.com\",\"Telephone\":null,\"Website\":null,"
                        + "\"ProfileType\":\"support_profile\","
                        + "\"Attributes\":{\"ObjectType\":\"PartnerSupportProfile\"},\"new\":[1]}");
        assertThat(put.door()).isEqualTo(RecordedExchange.Door.IN_MEMORY);
        assertThat(put.target()).isEqualTo("/v1/profiles/support");
        assertThat(put.requestHeader("Authorization")).isEqualTo("Bearer <redacted>");
        assertThat(put.requestHeader("If-Match")).isEqualTo("\"1\"");
        assertThat(put.requestHeader("MS-PartnerCenter-Application")).isEqualTo("app");
        assertThat(put.committed()).isTrue();
    }

    @Test
    void replace_unknownMemberWithAKnownName_failsAndSendsNothing() {
        assertThat(gateway.replace(
                        CHANGED.toBuilder().unknownMembers(Map.of("EMAIL", "1")).build(),
                        context().build()))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(IllegalArgumentException.class)
                .withMessageContaining("EMAIL");
        assertThat(fake.journal().total()).isZero();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(FakeTokens::expired, ResourcePath.SUPPORT, 401, "400"),
                refusal(FakeTokens::wrongAudience, ResourcePath.SUPPORT, 401, "900420"),
                refusal(FakeTokens::withoutMfa, ResourcePath.SUPPORT, 401, "900421"),
                refusal(tokens -> AccessToken.of("unknown"), ResourcePath.SUPPORT, 401, "400"),
                refusal(FakeTokens::appOnly, ResourcePath.SUPPORT, 403, null),
                refusal(FakeTokens::withoutRole, ResourcePath.SUPPORT, 403, "900150"),
                refusal(FakeTokens::appPlusUser, ResourcePath.SUPPORT_PROFILE, 404, "1000"));
    }

    private static Arguments refusal(
            Function<FakeTokens, AccessToken> token, ResourcePath path, int status, String code) {
        return Arguments.of(token, path, status, code);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void replace_refused_failsLikeOverHttp(
            Function<FakeTokens, AccessToken> token, ResourcePath path, int status, String code) throws IOException {
        AccessToken used = token.apply(fake.tokens());
        RequestContext context = context().accessToken(used).path(path).build();

        ServiceException failure = answer(failure(gateway.replace(CHANGED, context)));
        RawHttp.Answer answer = RawHttp.send(
                fake.url(),
                "{}",
                "PUT " + path + " HTTP/1.1",
                "Authorization: Bearer " + used.value(),
                "Content-Type: application/json",
                "MS-RequestId: " + context.requestId(),
                "MS-CorrelationId: " + context.correlationId());

        assertThat(failure.status()).isEqualTo(status).isEqualTo(answer.status());
        assertThat(failure.rawBody()).isEqualTo(answer.text());
        assertThat(failure.code().orElse(null)).isEqualTo(code);
        assertThat(failure.answeredRequestId()).contains(context.requestId());
        assertThat(failure.answeredCorrelationId()).contains(context.correlationId());
        assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(fake.writesApplied()).isZero();
        RecordedExchange inMemory = fake.journal().exchanges().get(0);
        RecordedExchange overHttp = fake.journal().exchanges().get(1);
        assertThat(inMemory.status()).isEqualTo(overHttp.status());
        assertThat(inMemory.requestBody()).isEqualTo(overHttp.requestBody()).isEmpty();
        assertThat(inMemory.tenant()).isEqualTo(overHttp.tenant());
        assertThat(inMemory.responseHeader("Allow")).isEqualTo(overHttp.responseHeader("Allow"));
    }

    @Test
    void fetch_plainTextRefusal_isTheDescription() {
        PartnerCenterException failure = failure(
                gateway.fetch(context().accessToken(fake.tokens().appOnly()).build()));

        assertThat(answer(failure).description())
                .contains("This resource can't be accessed by application credentials.");
    }

    /** The fault, the category, the outcome of a write, and whether the write was stored. */
    static Stream<Arguments> brokenExchanges() {
        List<Arguments> all = new ArrayList<>();
        for (Point point : List.of(Point.ACCEPT, Point.AFTER_HEAD, Point.BEFORE_COMMIT)) {
            all.add(Arguments.of(Fault.drop(point), ErrorCategory.IO, WriteOutcome.UNKNOWN, false));
            all.add(Arguments.of(Fault.reset(point), ErrorCategory.IO, WriteOutcome.UNKNOWN, false));
        }
        all.add(Arguments.of(Fault.drop(Point.AFTER_COMMIT), ErrorCategory.IO, WriteOutcome.UNKNOWN, true));
        all.add(Arguments.of(Fault.reset(Point.IN_HEAD), ErrorCategory.IO, WriteOutcome.UNKNOWN, true));
        all.add(Arguments.of(Fault.drop(Point.IN_BODY), ErrorCategory.IO, WriteOutcome.APPLIED, true));
        all.add(Arguments.of(Fault.truncate(10), ErrorCategory.IO, WriteOutcome.APPLIED, true));
        all.add(Arguments.of(
                Fault.raw("garbage".getBytes(StandardCharsets.US_ASCII)),
                ErrorCategory.PROTOCOL,
                WriteOutcome.UNKNOWN,
                false));
        all.add(Arguments.of(
                Fault.endlessBody().at(Point.AFTER_COMMIT), ErrorCategory.RESPONSE_FORMAT, WriteOutcome.UNKNOWN, true));
        all.add(Arguments.of(
                Fault.overlay().header("MS-RequestId", "07029132-385d-416f-a9a6-df5e9e4c78d3"),
                ErrorCategory.PROTOCOL,
                WriteOutcome.UNKNOWN,
                true));
        all.add(Arguments.of(
                Fault.overlay().header("Content-Length", "9999"), ErrorCategory.IO, WriteOutcome.APPLIED, true));
        all.add(Arguments.of(
                Fault.overlay().header("Content-Length", "30"),
                ErrorCategory.RESPONSE_FORMAT,
                WriteOutcome.APPLIED,
                true));
        all.add(Arguments.of(Fault.overlay().body("[]"), ErrorCategory.RESPONSE_FORMAT, WriteOutcome.UNKNOWN, true));
        for (String twins :
                List.of("{\"email\":\"a\",\"email\":\"b\"}", "{\"email\":\"a\",\"odd\":[{\"a\":1,\"a\":1}]}")) {
            all.add(Arguments.of(
                    Fault.overlay().body(twins), ErrorCategory.RESPONSE_FORMAT, WriteOutcome.APPLIED, true));
        }
        all.add(Arguments.of(
                Fault.overlay().header("Content-Type", "application/json; charset=iso-8859-1"),
                ErrorCategory.RESPONSE_FORMAT,
                WriteOutcome.APPLIED,
                true));
        all.add(Arguments.of(
                Fault.overlay().body("{\"email\":1}"), ErrorCategory.RESPONSE_FORMAT, WriteOutcome.APPLIED, true));
        all.add(Arguments.of(
                Fault.overlay().header("Content-Encoding", "gzip"),
                ErrorCategory.RESPONSE_FORMAT,
                WriteOutcome.APPLIED,
                true));
        all.add(Arguments.of(Fault.answer(304), ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN, false));
        all.add(Arguments.of(
                Fault.answer(302).header("Location", "https://example.org/secret"),
                ErrorCategory.REDIRECT_REFUSED,
                WriteOutcome.NOT_APPLIED,
                false));
        all.add(Arguments.of(Fault.answer(503), ErrorCategory.SERVER, WriteOutcome.UNKNOWN, false));
        all.add(Arguments.of(
                Fault.answer(500).at(Point.AFTER_COMMIT), ErrorCategory.SERVER, WriteOutcome.UNKNOWN, true));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("brokenExchanges")
    void replace_fault_failsLikeOnARealTransport(
            Fault fault, ErrorCategory category, WriteOutcome outcome, boolean applied) {
        fake.next(fault);

        PartnerCenterException failure =
                failure(gateway.replace(CHANGED, context().build()));

        assertThat(failure.category()).isEqualTo(category);
        assertThat(failure.writeOutcome()).contains(outcome);
        assertThat(failure.getMessage()).doesNotContain("secret");
        assertThat(fake.writesApplied()).isEqualTo(applied ? 1 : 0);
        assertThat(fake.journal().last().fault()).isSameAs(fault);
        assertThat(fake.journal().last().committed()).isEqualTo(applied);
        assertThat(fake.faultsLeft()).isZero();
        assertThat(get(gateway.fetch(context().build())).metadata().status()).isEqualTo(200);
    }

    @Test
    void replace_faultAfterTheAnswer_succeeds() {
        fake.next(Fault.reset(Point.AFTER_ANSWER));

        assertThat(get(gateway.replace(CHANGED, context().build())).profile().email())
                .isEqualTo("new@example.com");
    }

    @Test
    void replace_successWithoutBody_returnsTheSentProfile() {
        fake.next(Fault.answer(204), Fault.overlay().body(""));

        for (int i = 0; i < 2; i++) {
            SupportProfileReply reply = get(gateway.replace(CHANGED, context().build()));
            assertThat(reply.profile()).isSameAs(CHANGED);
            assertThat(reply.metadata().bodyAbsent()).isTrue();
        }
    }

    @Test
    void fetch_webPage_isIntercepted() {
        fake.next(Fault.answer(200).header("Content-Type", "text/html").body("<html>Log in</html>"));

        MalformedResponseException failure =
                (MalformedResponseException) failure(gateway.fetch(context().build()));

        assertThat(failure.intercepted()).isTrue();
        assertThat(failure.bodyStart()).isEqualTo("<html>Log in</html>");
    }

    @Test
    void fetch_successWithoutBodyOrWithAnotherStatus_fails() {
        fake.next(Fault.answer(204), Fault.answer(206).body("{}"));

        assertThat(failure(gateway.fetch(context().build())).category()).isEqualTo(ErrorCategory.RESPONSE_FORMAT);
        assertThat(failure(gateway.fetch(context().build())).category()).isEqualTo(ErrorCategory.PROTOCOL);
    }

    static Stream<Arguments> faultBodies() {
        return Stream.of(
                Arguments.of(
                        "{\"code\":2000,\"description\":\"d\",\"data\":[\"a\",1]}", "2000", "d", List.of("a", "1")),
                Arguments.of(
                        "{\"code\":\"x\",\"description\":\"\",\"data\":{\"k\":\"v\"}}", "x", null, List.of("k : v")),
                Arguments.of("{ \"statusCode\": 429, \"message\": \"Rate limit\" }", null, "Rate limit", List.of()),
                Arguments.of("{\"error\":{\"code\":\"E\",\"message\":\"m\"}}", "E", "m", List.of()),
                Arguments.of("{\"error\":\"e\",\"error_description\":\"m\"}", "e", "m", List.of()),
                Arguments.of("Plain words.", null, "Plain words.", List.of()),
                Arguments.of("<html/>", null, null, List.of()),
                Arguments.of("{\"code\":", null, null, List.of()),
                Arguments.of("", null, null, List.of()));
    }

    @ParameterizedTest
    @MethodSource("faultBodies")
    void fetch_errorBodyOfAnyShape_isRead(String body, String code, String description, List<String> data) {
        fake.next(Fault.answer(429).body("\uFEFF" + body));

        ServiceException failure = answer(failure(gateway.fetch(context().build())));

        assertThat(failure.code().orElse(null)).isEqualTo(code);
        assertThat(failure.description().orElse(null)).isEqualTo(description);
        assertThat(failure.data()).isEqualTo(data);
        assertThat(failure.rawBody()).isEqualTo(body);
    }

    static Stream<Arguments> hints() {
        Fault answer = Fault.answer(429).header("Date", "Wed, 03 Jun 2015 01:02:03 GMT");
        return Stream.of(
                Arguments.of(answer.header("Retry-After", "57"), Duration.ofSeconds(57), "57"),
                Arguments.of(
                        answer.header("Retry-After", "Wed, 03 Jun 2015 01:03:03 GMT"),
                        Duration.ofMinutes(1),
                        "Wed, 03 Jun 2015 01:03:03 GMT"),
                Arguments.of(
                        answer.header("Retry-After", "Wed, 03 Jun 2015 01:01:03 GMT"),
                        Duration.ZERO,
                        "Wed, 03 Jun 2015 01:01:03 GMT"),
                Arguments.of(answer.header("Retry-After", "-1"), null, "-1"),
                Arguments.of(answer.header("Retry-After", "1").header("Retry-After", "2"), null, "1, 2"),
                Arguments.of(answer, null, null));
    }

    @ParameterizedTest
    @MethodSource("hints")
    void fetch_retryAfter_isReadOrKeptAsText(Fault fault, Duration delay, String text) {
        fake.next(fault);

        ServiceException failure = answer(failure(gateway.fetch(context().build())));

        assertThat(failure.retryAfter().orElse(null)).isEqualTo(delay);
        assertThat(failure.retryAfterText().orElse(null)).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"AFTER_ANSWER"},
            mode = EnumSource.Mode.EXCLUDE)
    void replace_stalled_endsByCancelOrCloseOfTheFake(Point point) {
        fake.next(Fault.stall(point), Fault.stall(point));
        CompletableFuture<SupportProfileReply> first =
                gateway.replace(CHANGED, context().build());
        CompletableFuture<SupportProfileReply> second =
                gateway.replace(CHANGED, context().build());
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();

        first.cancel(true);
        fake.close();

        assertThat(first).isCancelled();
        assertThat(failure(second).category()).isEqualTo(ErrorCategory.CLOSED);
    }

    @Test
    void call_afterClose_failsWithCategoryClosedAndIsNotSent() {
        gateway.close();
        gateway.close();

        PartnerCenterException failure = failure(gateway.fetch(context().build()));

        assertThat(failure.category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(fake.journal().total()).isZero();
        assertThat(get(fake.gateway().fetch(context().build())).metadata().status())
                .isEqualTo(200);
    }

    private RequestContext.Builder context() {
        return RequestContext.builder()
                .requestId("603F3CD9-01b8-48f2-b65d-855a246f5bfd")
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .accessToken(fake.tokens().appPlusUser());
    }

    private static SupportProfileReply get(CompletableFuture<SupportProfileReply> future) {
        assertThat(future).isDone();
        return future.join();
    }

    private static PartnerCenterException failure(CompletableFuture<SupportProfileReply> future) {
        ExecutionException thrown =
                catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        return (PartnerCenterException) thrown.getCause();
    }

    private static ServiceException answer(PartnerCenterException failure) {
        return (ServiceException) (failure instanceof AuthenticationException ? failure.getCause() : failure);
    }
}

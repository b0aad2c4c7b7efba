package io.github.partnercenter4j.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId(ID)
            .correlationId(ID)
            .accessToken(AccessToken.of("canary-token"))
            .build();
    private static final CallFacts CALL = CallFacts.of("r", "c", 3, Duration.ofSeconds(2), WriteOutcome.NOT_APPLIED);

    static Stream<PartnerCenterException> all() {
        return Stream.of(
                PartnerCenterException.cancelled(CONTEXT),
                PartnerCenterException.closed(CONTEXT, WriteOutcome.NOT_APPLIED),
                TransportException.connect(CONTEXT, "m", null),
                TransportException.proxyCredentials(CONTEXT),
                TransportException.tls(CONTEXT, "m", null),
                TransportException.timeout(CONTEXT, WriteOutcome.UNKNOWN, "m", null),
                TransportException.io(CONTEXT, WriteOutcome.APPLIED, "m", new java.io.IOException("x")),
                TransportException.protocol(CONTEXT, WriteOutcome.UNKNOWN, "m", null),
                MalformedResponseException.of(CONTEXT, "m", "canary-body"),
                MalformedResponseException.intercepted(CONTEXT, "m", "canary-body"),
                AuthenticationException.of(AuthenticationReason.CREDENTIAL_REJECTED, "m", null),
                ServiceException.builder(CONTEXT, 401).code("900420").build(),
                ServiceException.builder(CONTEXT, 429)
                        .code("canary body text")
                        .description("canary-description")
                        .data(List.of("canary-data"))
                        .rawBody("canary-body")
                        .retryAfter(Duration.ofSeconds(57), "57")
                        .answeredIds(ID, ID)
                        .msCv("cv.0")
                        .build());
    }

    @ParameterizedTest
    @MethodSource("all")
    void inCall_always_keepsTheTypeAndHasTheFactsOfTheCall(PartnerCenterException failure) {
        failure.addSuppressed(new IllegalStateException("earlier"));

        PartnerCenterException completed = failure.inCall(CALL);

        assertThat(completed).isExactlyInstanceOf(failure.getClass());
        assertThat(completed.category()).isEqualTo(failure.category());
        assertThat(completed.isRetryable()).isEqualTo(failure.isRetryable());
        if (failure.getCause() instanceof ServiceException answer) {
            assertThat(completed.getCause()).isInstanceOfSatisfying(ServiceException.class, cause -> {
                assertThat(cause.code()).isEqualTo(answer.code());
                assertThat(cause.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
                assertThat(cause.attempts()).isEqualTo(3);
            });
        } else {
            assertThat(completed.getCause()).isSameAs(failure.getCause());
        }
        assertThat(completed.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(completed.getSuppressed()).isEqualTo(failure.getSuppressed());
        assertThat(completed.attempts()).isEqualTo(3);
        assertThat(completed.elapsed()).isEqualTo(Duration.ofSeconds(2));
        assertThat(completed.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(completed)
                .hasMessageContaining("[request id r, correlation id c, 3 attempts]")
                .hasMessageContaining("Nothing was written.");
        assertThat(failure.inCall(CallFacts.of("r", "c", 1, Duration.ZERO, null))
                        .getMessage())
                .endsWith("[request id r, correlation id c, 1 attempt]")
                .doesNotContain("written");
    }

    @ParameterizedTest
    @MethodSource("all")
    void failure_serialised_isReadBackWithoutSecrets(PartnerCenterException failure) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(failure);

        Object back = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(back).hasToString(failure.toString());
        assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("canary-token");
    }

    @ParameterizedTest
    @MethodSource("all")
    void message_always_hasNoTextOfTheBody(PartnerCenterException failure) {
        assertThat(failure.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({
        "301, , REDIRECT_REFUSED",
        "308, , REDIRECT_REFUSED",
        "304, , PROTOCOL",
        "300, , PROTOCOL",
        "199, , PROTOCOL",
        "400, 2000, BAD_REQUEST",
        "400, 2055, PRECONDITION",
        "401, 400, AUTHENTICATION",
        "403, , FORBIDDEN",
        "404, 1000, NOT_FOUND",
        "405, , OTHER_CLIENT",
        "408, , TIMEOUT",
        "409, , CONFLICT",
        "412, , PRECONDITION",
        "417, 800036, PRECONDITION",
        "417, , OTHER_CLIENT",
        "429, , THROTTLED",
        "499, , OTHER_CLIENT",
        "500, 800003, SERVER",
        "501, 0, SERVER",
        "599, , SERVER",
        "600, , PROTOCOL"
    })
    void category_isChosenByStatusAndCode(int status, String code, ErrorCategory expected) {
        assertThat(ErrorCategory.of(status, code)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void isRetryable_byStatus_isTrueForTemporaryFailures(int status) {
        assertThat(ServiceException.builder(CONTEXT, status).build().isRetryable())
                .isTrue();
        assertThat(ServiceException.builder(CONTEXT, 501).build().isRetryable()).isFalse();
        assertThat(ServiceException.builder(CONTEXT, 400).build().isRetryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "302, NOT_APPLIED",
        "303, UNKNOWN",
        "400, NOT_APPLIED",
        "408, UNKNOWN",
        "429, NOT_APPLIED",
        "503, UNKNOWN"
    })
    void outcome_ofARefusal_dependsOnTheStatus(int status, WriteOutcome expected) {
        assertThat(ServiceException.builder(CONTEXT, status).build().writeOutcome())
                .contains(expected);
    }

    @Test
    void retryAfterOfTheLogin_anyLength_isAtMostAnHourAndKeepsTheOtherFacts() {
        AuthenticationException busy =
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "m", null);

        assertThat(busy.retryAfter()).isEmpty();
        assertThat(busy.withRetryAfter(Duration.ofDays(3650)).retryAfter()).contains(Duration.ofHours(1));
        assertThat(busy.withRetryAfter(Duration.ZERO).retryAfter()).isEmpty();
        assertThat(busy.withRetryAfter(Duration.ofSeconds(-1)).retryAfter()).isEmpty();
        AuthenticationException both =
                busy.withRetryAfter(Duration.ofSeconds(7)).notRetryable();
        assertThat(both.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(both.isRetryable()).isFalse();
        assertThat(both.inCall(CallFacts.NONE)).isInstanceOfSatisfying(AuthenticationException.class, copy -> {
            assertThat(copy.retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(copy.isRetryable()).isFalse();
        });
    }

    @Test
    void proxyCredentials_wrong_isNotRetryable() {
        TransportException refused = TransportException.proxyCredentials(CONTEXT);

        assertThat(refused.category()).isEqualTo(ErrorCategory.CONNECT);
        assertThat(refused.isRetryable()).isFalse();
        assertThat(refused.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void outcome_ofTwoExchanges_isUnknownIfEitherIs() {
        assertThat(WriteOutcome.NOT_APPLIED.and(WriteOutcome.APPLIED)).isEqualTo(WriteOutcome.APPLIED);
        assertThat(WriteOutcome.UNKNOWN.and(WriteOutcome.APPLIED)).isEqualTo(WriteOutcome.UNKNOWN);
        assertThat(WriteOutcome.NOT_APPLIED.and(WriteOutcome.NOT_APPLIED)).isEqualTo(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void build_401_isAuthenticationWithTheAnswerAsCause() {
        PartnerCenterException failure = ServiceException.builder(CONTEXT, 401).build();

        assertThat(failure).isInstanceOf(AuthenticationException.class).hasCauseInstanceOf(ServiceException.class);
        assertThat(failure.category()).isEqualTo(ErrorCategory.AUTHENTICATION);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    @ParameterizedTest
    @CsvSource({
        "400, 2000, A parameter of the request is invalid",
        "400, 3000, A property of the profile is invalid",
        "400, 800002, input of the request is invalid",
        "400, 800042, does not support this operation",
        "400, 900141, does not support this operation",
        "400, 900127, in this environment",
        "401, 400, for this cloud",
        "401, 800001, names no partner",
        "401, 900420, another audience",
        "401, 900421, multi-factor",
        "403, 1002, authorization failed",
        "403, 2032, Access is denied",
        "403, 800039, reseller program is not active",
        "403, 900149, reseller program is not active",
        "403, 900124, Partner Agreement is not accepted",
        "403, 900150, role does not allow this",
        "403, , needs an App+User token",
        "404, 60003, does not know the token's tenant",
        "404, 1000, check the cloud's address and the update route",
        "405, , check the update route",
        "409, , conflicts",
        "415, , was refused",
        "500, 900192, try again later",
        "501, 0, cannot do this"
    })
    void message_knownCode_saysWhatToDo(int status, String code, String sentence) {
        String message =
                ServiceException.builder(CONTEXT, status).code(code).build().getMessage();

        assertThat(message).contains(sentence).doesNotContain("()").contains("HTTP " + status);
        if (code != null) {
            assertThat(message).contains("service code " + code);
        }
        if (code != null && !code.equals("2032")) {
            assertThat(ServiceException.builder(CONTEXT, 418).code(code).build())
                    .as("a code has a meaning with its status only")
                    .hasMessageContaining("was refused");
        }
    }

    @Test
    void message_data_showsTheNamesOfFieldsAndNothingElse() {
        String message = ServiceException.builder(CONTEXT, 400)
                .code("3000")
                .data(List.of(
                        "email : canary@contoso.example", "profile.Telephone", "Email", "canary", ":", "website2"))
                .build()
                .getMessage();

        assertThat(message)
                .contains("service code 3000, fields Email, Telephone.")
                .doesNotContain("canary");
        assertThat(ServiceException.builder(CONTEXT, 400)
                        .data(List.of("Website"))
                        .build())
                .hasMessageContaining("HTTP 400, field Website.");
    }

    @Test
    void mfaCompliant_ofARefusedToken_isInTheCause() {
        PartnerCenterException refused =
                ServiceException.builder(CONTEXT, 401).mfaCompliant(false).build();

        assertThat(refused.getCause())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        answer -> assertThat(answer.mfaCompliant()).contains(false));
        assertThat(refused.inCall(CALL).getCause())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        answer -> assertThat(answer.mfaCompliant()).contains(false));
    }

    @ParameterizedTest
    @CsvSource({"900150, true", "invalid_grant, true", "4255555555, false", "a@b.example, false"})
    void message_code_isShownOnlyIfItIsAPlainCode(String code, boolean shown) {
        String message =
                ServiceException.builder(CONTEXT, 403).code(code).build().getMessage();

        assertThat(message.contains(code)).isEqualTo(shown);
    }

    @Test
    void builder_impossibleStatus_isRefused() {
        assertThatThrownBy(() -> ServiceException.builder(CONTEXT, 200)).isInstanceOf(IllegalArgumentException.class);
    }
}

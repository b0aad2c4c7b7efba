package io.github.partnercenter4j.wire;

import static io.github.partnercenter4j.wire.Golden.CONTEXT;
import static io.github.partnercenter4j.wire.Golden.body;
import static io.github.partnercenter4j.wire.Golden.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.WriteOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error responses: the status decides the category, the body adds details. */
class ErrorAnswerTest {

    // Formats of error bodies

    @Test
    void mapped_fault_givesCodeDescriptionAndData() {
        ServiceException answer = refused(
                400,
                "{\"code\":2000,\"description\":\"Bad e-mail.\",\"data\":[\"a : b\",\"c\"],\"source\":\"PartnerFD\"}");

        assertThat(answer.category()).isEqualTo(ErrorCategory.BAD_REQUEST);
        assertThat(answer.code()).contains("2000");
        assertThat(answer.description()).contains("Bad e-mail.");
        assertThat(answer.data()).containsExactly("a : b", "c");
        assertThat(answer.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    @ParameterizedTest
    @CsvSource({"900420,900420", "\"900420\",900420", "-1,-1", "1.0E+2,1.0E+2", "null,", "true,", "{},", "[],", "\" \","
    })
    void mapped_codeOfAnyType_isText(String json, String code) {
        assertThat(refused(400, "{\"code\":" + json + ",\"description\":\"d\"}").code())
                .isEqualTo(Optional.ofNullable(code));
    }

    @Test
    void mapped_dataOfAnyType_isTexts() {
        assertThat(refused(400, "{\"data\":[\"t\",1.50,{\"a\": [null]},null,true]}")
                        .data())
                .containsExactly("t", "1.50", "{\"a\":[null]}", "null", "true");
        assertThat(refused(400, "{\"data\":{\"key\":\"value\",\"n\":{\"x\": 1}}}")
                        .data())
                .containsExactly("key : value", "n : {\"x\":1}");
        assertThat(refused(400, "{\"data\":\"one\"}").data()).containsExactly("one");
        assertThat(refused(400, "{\"data\":null}").data()).isEmpty();
        assertThat(refused(400, "{}").data()).isEmpty();
    }

    @Test
    void mapped_faultInOtherCaseOrWithMark_isRead() {
        ServiceException answer = refused(400, "\uFEFF{\"Code\":2000,\"DESCRIPTION\":\"d\"}");

        assertThat(answer.code()).contains("2000");
        assertThat(answer.description()).contains("d");
        assertThat(answer.rawBody()).startsWith("{");
    }

    @Test
    void mapped_sentence_isTheDescription() {
        ServiceException answer = refused(403, "  Access denied for app-only tokens.\r\n");

        assertThat(answer.category()).isEqualTo(ErrorCategory.FORBIDDEN);
        assertThat(answer.description()).contains("Access denied for app-only tokens.");
        assertThat(answer.code()).isEmpty();
    }

    @Test
    void mapped_sentenceAsJsonText_isTheDescription() {
        assertThat(refused(403, "\"Access denied\"").description()).contains("Access denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"other\":1}", "{\"description\":null}", "{\"description\":\"\"}", "\uFEFF"})
    void mapped_noDescription_hasNone(String text) {
        ServiceException answer = refused(403, text);

        assertThat(answer.category()).isEqualTo(ErrorCategory.FORBIDDEN);
        assertThat(answer.description()).isEmpty();
    }

    @Test
    void mapped_throttlingGateway_givesMessageAndDelay() {
        String text = "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 57 seconds.\" }";
        assertThat(text).hasSize(84);

        ServiceException answer = service(failure(429, new Golden.Headers().with("Retry-After", "57"), body(text)));

        assertThat(answer.category()).isEqualTo(ErrorCategory.THROTTLED);
        assertThat(answer.description()).contains("Rate limit is exceeded. Try again in 57 seconds.");
        assertThat(answer.code()).isEmpty();
        assertThat(answer.retryAfter()).contains(Duration.ofSeconds(57));
        assertThat(answer.retryAfterText()).contains("57");
        assertThat(answer.answeredRequestId()).isEmpty();
    }

    @Test
    void mapped_newerFault_prefersTheDescription() {
        ServiceException answer = refused(
                400,
                "{\"code\":600061,\"message\":\"m\",\"description\":\"d\",\"errorName\":\"E\",\"isRetryable\":false,"
                        + "\"parameters\":{},\"errorMessageExtended\":\"InternalErrorCode=600061\"}");

        assertThat(answer.code()).contains("600061");
        assertThat(answer.description()).contains("d");
    }

    @Test
    void mapped_nestedError_givesCodeAndMessage() {
        ServiceException answer = refused(
                404,
                "{\"error\":{\"code\":\"ResourceGone\",\"message\":\"m\",\"error\":{\"code\":\"inner\"}},\"x\":1}");

        assertThat(answer.code()).contains("ResourceGone");
        assertThat(answer.description()).contains("m");
    }

    @Test
    void mapped_oauthError_givesErrorAndItsDescription() {
        ServiceException answer =
                refused(400, "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS1\",\"error_codes\":[1]}");

        assertThat(answer.code()).contains("invalid_grant");
        assertThat(answer.description()).contains("AADSTS1");
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,<html>x</html>",
        "text/html,Bad Gateway",
        "'',<!DOCTYPE html>",
        "text/xml,<?xml version='1.0'?>"
    })
    void mapped_markup_isNoDescription(String type, String page) {
        ServiceException answer = service(failure(502, new Golden.Headers().with("Content-Type", type), body(page)));

        assertThat(answer.category()).isEqualTo(ErrorCategory.SERVER);
        assertThat(answer.description()).isEmpty();
        assertThat(answer.rawBody()).isEqualTo(page);
    }

    @Test
    void mapped_binaryBody_isNoDescription() {
        assertThat(refused(500, "a\u0000b").description()).isEmpty();
        assertThat(service(failure(500, headers(), body(new byte[] {'a', (byte) 0xff})))
                        .description())
                .isEmpty();
        assertThat(service(failure(500, headers().with("Content-Encoding", "gzip"), body("text")))
                        .description())
                .isEmpty();
    }

    @Test
    void mapped_longSentence_isCutAt1024CharactersBetweenCodePoints() {
        assertThat(refused(500, "x".repeat(5000)).description().orElseThrow()).hasSize(1024);
        assertThat(refused(500, "x".repeat(1023) + "\uD83D\uDE00").description().orElseThrow())
                .isEqualTo("x".repeat(1023));
    }

    // Bodies that cannot be read

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"code\":", "[1", "[{}]", "{\"code\":tru", "nul", "{\"a\":1}}", "{'code':1}"})
    void mapped_brokenJson_keepsTheCategoryOfTheStatus(String text) {
        for (int status : new int[] {400, 403, 404, 409, 429, 500, 503}) {
            assertThat(refused(status, text).category()).isEqualTo(ErrorCategory.of(status, null));
        }
    }

    @Test
    void mapped_incompleteJson_keepsTheReadMembers() {
        ServiceException answer = refused(400, "{\"code\":2055,\"description\":\"d\",\"data\":[\"one\",\"tw");

        assertThat(answer.category()).isEqualTo(ErrorCategory.PRECONDITION);
        assertThat(answer.code()).contains("2055");
        assertThat(answer.description()).contains("d");
        assertThat(answer.data()).containsExactly("one");
    }

    @Test
    void mapped_brokenOrCutBody_usesTheReceivedPart() {
        WireBody broken =
                WireBody.read(new BrokenStream(Golden.utf8("{\"code\":2000,\"desc"), new IOException("reset")), 65_536);
        WireBody cut = WireBody.read(new ByteArrayInputStream(Golden.utf8("\u00fc".repeat(40_000))), 65_535);

        assertThat(service(failure(400, headers(), broken)).code()).contains("2000");
        assertThat(service(failure(400, headers(), cut)).description().orElseThrow())
                .isEqualTo("\u00fc".repeat(1024));
    }

    @Test
    void mapped_dataDeeperThanTheLimit_isLeftOut() {
        String deepest = "[".repeat(30) + "]".repeat(30);

        assertThat(refused(400, "{\"data\":[" + deepest + "]}").data()).containsExactly(deepest);
        assertThat(refused(400, "{\"data\":[\"a\",[" + deepest + "]]}").data()).containsExactly("a");
    }

    @Test
    void mapped_hugeOrDeepBody_keepsTheCategoryOfTheStatus() {
        assertThat(refused(500, "{\"data\":" + "[".repeat(60_000)).data()).isEmpty();
        assertThat(refused(500, "{\"x\":" + "{\"x\":".repeat(10_000)).category())
                .isEqualTo(ErrorCategory.SERVER);
        assertThat(refused(500, "{\"error\":".repeat(7_000)).category()).isEqualTo(ErrorCategory.SERVER);
        assertThat(refused(500, "{\"code\":" + "9".repeat(60_000) + "}").category())
                .isEqualTo(ErrorCategory.SERVER);
    }

    @Test
    void mapped_errorWithAnotherLength_keepsItsCategory() {
        assertThat(failure(404, headers().with("Content-Length", "9999"), body("{}"))
                        .category())
                .isEqualTo(ErrorCategory.NOT_FOUND);
    }

    // Statuses

    @ParameterizedTest
    @CsvSource({
        "400,BAD_REQUEST,NOT_APPLIED",
        "401,AUTHENTICATION,NOT_APPLIED",
        "403,FORBIDDEN,NOT_APPLIED",
        "404,NOT_FOUND,NOT_APPLIED",
        "405,OTHER_CLIENT,NOT_APPLIED",
        "406,OTHER_CLIENT,NOT_APPLIED",
        "408,TIMEOUT,UNKNOWN",
        "409,CONFLICT,NOT_APPLIED",
        "412,PRECONDITION,NOT_APPLIED",
        "415,OTHER_CLIENT,NOT_APPLIED",
        "417,OTHER_CLIENT,NOT_APPLIED",
        "429,THROTTLED,NOT_APPLIED",
        "499,OTHER_CLIENT,NOT_APPLIED",
        "500,SERVER,UNKNOWN",
        "502,SERVER,UNKNOWN",
        "503,SERVER,UNKNOWN",
        "504,SERVER,UNKNOWN",
        "599,SERVER,UNKNOWN",
        "301,REDIRECT_REFUSED,NOT_APPLIED",
        "302,REDIRECT_REFUSED,NOT_APPLIED",
        "303,REDIRECT_REFUSED,UNKNOWN",
        "307,REDIRECT_REFUSED,NOT_APPLIED",
        "308,REDIRECT_REFUSED,NOT_APPLIED"
    })
    void mapped_status_decidesCategoryAndOutcome(int status, ErrorCategory category, WriteOutcome outcome) {
        for (String text : new String[] {"", "text", "<html>", "{\"code\":1}", "[", Golden.ANSWER}) {
            PartnerCenterException failure = failure(status, headers(), body(text));

            assertThat(failure.category()).isEqualTo(category);
            assertThat(failure.writeOutcome()).contains(outcome);
        }
    }

    @Test
    void mapped_preconditionByCode_isPrecondition() {
        assertThat(refused(417, "{\"code\":\"800036\"}").category()).isEqualTo(ErrorCategory.PRECONDITION);
        assertThat(refused(400, "{\"code\":2055}").category()).isEqualTo(ErrorCategory.PRECONDITION);
    }

    @Test
    void mapped_unauthorized_isAnAuthenticationFailureCausedByTheAnswer() {
        PartnerCenterException failure = failure(401, headers(), body("{\"code\":900421,\"description\":\"d\"}"));

        assertThat(failure).isInstanceOf(AuthenticationException.class);
        assertThat(((AuthenticationException) failure).reason()).isEqualTo(AuthenticationReason.TOKEN_REJECTED);
        assertThat(((ServiceException) failure.getCause()).code()).contains("900421");
    }

    // Headers

    @Test
    void mapped_idsAndVector_areKept() {
        ServiceException answer = service(failure(404, headers().with("MS-CV", "cv.0"), body("{}")));

        assertThat(answer.answeredRequestId()).contains(Golden.REQUEST_ID);
        assertThat(answer.answeredCorrelationId()).contains(Golden.CORRELATION_ID);
        assertThat(answer.msCv()).contains("cv.0");
    }

    @Test
    void fetched_error_isTheSameFailureAsOfAWrite() {
        PartnerCenterException failure = catchThrowableOfType(
                PartnerCenterException.class,
                () -> ResponseMapper.fetched(CONTEXT, 404, headers(), body("{\"code\":1000}")));

        assertThat(service(failure).code()).contains("1000");
    }

    @Test
    void mapped_retryAfterAsDate_countsFromNow() {
        String inAnHour = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(1));

        PartnerCenterException failure = failure(503, headers().with("Retry-After", inAnHour), body(""));

        assertThat(service(failure).retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(50), Duration.ofMinutes(60));
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:canary@evil.example:8443/canary?canary=1#canary,https://evil.example:8443",
        "http://other.example/v1/profiles/support,http://other.example",
        "https://[::1]:99/x,https://[::1]:99"
    })
    void mapped_redirect_namesTheOriginOnly(String location, String origin) {
        ServiceException answer = service(failure(302, headers().with("Location", location), body("")));

        assertThat(answer)
                .hasMessageContaining("(it pointed to " + origin + ")")
                .hasMessageNotContaining("canary");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/canary",
                "//canary.example/x",
                "file:/etc/canary",
                "http://",
                "ht tp://canary",
                "https:canary",
                "::canary"
            })
    void mapped_redirectToNoOrigin_namesNone(String location) {
        Golden.Headers headers = location == null ? headers() : headers().with("Location", location);

        ServiceException answer = service(failure(307, headers, body("")));

        assertThat(answer).hasMessageNotContaining("pointed").hasMessageNotContaining("canary");
    }

    @Test
    void mapped_redirectToALongOrTwoOrigins_namesNone() {
        Golden.Headers endless = headers().with("Location", "https://" + "a".repeat(300) + ".example/");
        Golden.Headers two = headers().with("Location", "https://a.example/").with("Location", "https://b.example/");

        assertThat(failure(302, endless, body(""))).hasMessageNotContaining("pointed");
        assertThat(failure(302, two, body(""))).hasMessageNotContaining("pointed");
    }

    private static ServiceException refused(int status, String text) {
        return service(failure(status, headers(), body(text)));
    }

    private static PartnerCenterException failure(int status, HeaderLookup headers, WireBody body) {
        return catchThrowableOfType(
                PartnerCenterException.class,
                () -> ResponseMapper.replaced(CONTEXT, Golden.PROFILE, status, headers, body));
    }

    private static ServiceException service(PartnerCenterException failure) {
        assertThat(failure).isInstanceOf(ServiceException.class);
        return (ServiceException) failure;
    }
}

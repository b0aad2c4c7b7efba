package io.github.partnercenter4j.wire;

import static io.github.partnercenter4j.wire.Golden.ANSWER;
import static io.github.partnercenter4j.wire.Golden.BOM;
import static io.github.partnercenter4j.wire.Golden.CONTEXT;
import static io.github.partnercenter4j.wire.Golden.PROFILE;
import static io.github.partnercenter4j.wire.Golden.body;
import static io.github.partnercenter4j.wire.Golden.headers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses with 2xx, except for the JSON itself. */
class SuccessAnswerTest {

    // Empty bodies

    @ParameterizedTest
    @CsvSource({"200,''", "204,''", "201,''", "202,''", "200,\uFEFF"})
    void replaced_successWithoutBody_givesTheProfileAsSent(int status, String text) {
        SupportProfileReply reply = replaced(status, headers().without("Content-Type"), body(text));

        assertThat(reply.profile()).isSameAs(PROFILE);
        assertThat(reply.metadata().bodyAbsent()).isTrue();
        assertThat(reply.metadata().status()).isEqualTo(status);
        assertThat(reply.metadata().requestId()).isEqualTo(Golden.REQUEST_ID);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205})
    void replaced_noContentWithALength_succeeds(int status) {
        Golden.Headers lying = headers().without("Content-Type").with("Content-Length", "5");

        assertThat(replaced(status, lying, WireBody.empty()).metadata().bodyAbsent())
                .isTrue();
        assertThat(replaced(status, lying, body("{\"a")).metadata().bodyAbsent())
                .isTrue();
        assertThat(replaced(status, lying, broken(new SocketException()))
                        .metadata()
                        .bodyAbsent())
                .isTrue();
        assertThat(refusedReplace(status, lying.with("Content-Length", "6"), WireBody.empty())
                        .writeOutcome())
                .contains(WriteOutcome.APPLIED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"error\":\"login required\"}",
                "{\"code\":2000,\"description\":\"d\",\"data\":[],\"source\":\"PartnerFD\"}",
                "[]",
                "null",
                "login required",
                "{\"email\":\"e\",\"profileType\":\"BillingProfile\"}",
                "{\"email\":\"e\",\"profileType\":\"support_profile\",\"attributes\":{\"objectType\":\"PartnerBillingProfile\"}}"
            })
    void replaced_notAProfile_outcomeIsUnknown(String text) {
        MalformedResponseException failure = malformed(refusedReplace(200, headers(), body(text)));

        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(failure.intercepted()).isFalse();
        assertThat(malformed(refusedFetch(200, headers(), body(text)))).hasMessageNotContaining("login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Email\":null}",
                "{\"links\":null}",
                "{\"profileType\":\"SUPPORT_PROFILE\"}",
                "{\"profileType\":\"SupportProfile\",\"attributes\":{\"objectType\":\"supportprofile\"}}",
                "{\"profileType\":\"\",\"attributes\":{\"objectType\":\"partnerSupportProfile\"}}"
            })
    void fetched_oneMemberOfAProfile_isAProfile(String text) {
        assertThat(fetched(headers(), body(text)).profile().telephone()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"200,''", "204,''", "200,\uFEFF", "204,{}"})
    void fetched_emptyBody_isAFormatFailure(int status, String text) {
        assertThat(malformed(refusedFetch(status, headers(), body(text)))).hasMessageContaining("is empty");
    }

    @Test
    void replaced_blankBody_isAFormatFailure() {
        assertThat(malformed(refusedReplace(200, headers(), body(" "))).writeOutcome())
                .contains(WriteOutcome.UNKNOWN);
    }

    // Statuses

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 203, 205, 206, 226, 299})
    void fetched_otherSuccess_isAProtocolFailure(int status) {
        assertThat(refusedFetch(status, headers(), body(ANSWER)).category()).isEqualTo(ErrorCategory.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 203, 299})
    void replaced_otherSuccessWithBody_readsIt(int status) {
        SupportProfileReply reply = replaced(status, headers(), body(ANSWER));

        assertThat(reply.profile().attributes().objectType()).isEqualTo("PartnerSupportProfile");
        assertThat(reply.metadata().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 99, 100, 101, 102, 103, 199, 300, 304, 305, 306, 309, 399, 600, 999})
    void mapped_impossibleStatus_isAProtocolFailure(int status) {
        for (PartnerCenterException failure : new PartnerCenterException[] {
            refusedFetch(status, headers(), body(ANSWER)), refusedReplace(status, headers(), body(ANSWER))
        }) {
            assertThat(failure).isInstanceOf(TransportException.class);
            assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
            assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        }
    }

    // Ids

    @ParameterizedTest
    @CsvSource({"MS-RequestId,200", "MS-CorrelationId,200", "MS-RequestId,201"})
    void mapped_echoOfAnotherId_isAProtocolFailureOfUnknownOutcome(String header, int status) {
        Golden.Headers mixedUp = headers().without(header).with(header, "00000000-0000-0000-0000-000000000001");

        PartnerCenterException failure = refusedReplace(status, mixedUp, body(ANSWER));

        assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(failure).hasMessageContaining(header).hasMessageNotContaining("00000001");
    }

    @ParameterizedTest
    @CsvSource({
        "MS-RequestId,404,NOT_FOUND,UNKNOWN",
        "MS-CorrelationId,404,NOT_FOUND,NOT_APPLIED",
        "MS-RequestId,401,AUTHENTICATION,UNKNOWN",
        "MS-CorrelationId,401,AUTHENTICATION,NOT_APPLIED",
        "MS-CorrelationId,503,SERVER,UNKNOWN"
    })
    void mapped_errorWithAnotherId_keepsItsCategoryAndNamesTheId(
            String header, int status, ErrorCategory category, WriteOutcome outcome) {
        Golden.Headers doors = headers().without(header).with(header, "00000000-0000-0000-0000-000000000001");

        PartnerCenterException failure = refusedReplace(status, doors, body(""));

        assertThat(failure.category()).isEqualTo(category);
        assertThat(failure.writeOutcome()).contains(outcome);
        assertThat(failure).hasMessageContaining("another " + header).hasMessageNotContaining("00000001");
    }

    @ParameterizedTest
    @CsvSource({
        "MS-RequestId,{603F3CD9-01B8-48F2-B65D-855A246F5BFD},true",
        "MS-RequestId,603f3cd901b848f2b65d855a246f5bfd,true",
        "MS-RequestId,{603f3cd901b848f2b65d855a246f5bfd},true",
        "MS-RequestId,603f3cd9-01b848f2b65d855a246f5bfd,false",
        "MS-RequestId,{603f3cd9-01b8-48f2-b65d-855a246f5bfd,false",
        "MS-RequestId,00000000-0000-0000-0000-000000000001,false",
        "MS-CorrelationId,00000000-0000-0000-0000-000000000001,false",
        "MS-RequestId,603F3CD9-01B8-48F2-B65D-855A246F5BFD,true",
        "X-Other,x,true",
    })
    void answers_anyId_isFalseForAnotherIdOnly(String header, String value, boolean ours) {
        Golden.Headers echoed = headers().without(header).with(header, value);

        assertThat(ResponseMapper.answers(CONTEXT, echoed)).isEqualTo(ours);
        assertThat(ResponseMapper.answers(CONTEXT, headers().without(header))).isTrue();
    }

    @Test
    void fetched_idInAnotherCase_isAccepted() {
        Golden.Headers upper =
                headers().without("MS-RequestId").with("MS-RequestId", Golden.REQUEST_ID.toUpperCase(Locale.ROOT));

        assertThat(fetched(upper, body(ANSWER)).metadata().requestId())
                .isEqualTo("603F3CD9-01B8-48F2-B65D-855A246F5BFD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , "})
    void fetched_noId_isAcceptedWithoutId(String value) {
        Golden.Headers without = headers().without("MS-RequestId").with("MS-RequestId", value);

        assertThat(fetched(without, body(ANSWER)).metadata().requestId()).isNull();
    }

    /** An API gateway may add its own id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000001;603f3cd9-01b8-48f2-b65d-855a246f5bfd",
                "00000000-0000-0000-0000-000000000001, 603f3cd9-01b8-48f2-b65d-855a246f5bfd",
                "603f3cd9-01b8-48f2-b65d-855a246f5bfd,;00000000-0000-0000-0000-000000000001",
                "603f3cd9-01b8-48f2-b65d-855a246f5bfd, {603F3CD9-01B8-48F2-B65D-855A246F5BFD}",
                ";603f3cd9-01b8-48f2-b65d-855a246f5bfd;x"
            })
    void fetched_sentIdAmongOthers_isAccepted(String lines) {
        Golden.Headers several = headers().without("MS-RequestId").without("MS-CorrelationId");
        for (String line : lines.split(";", -1)) {
            several = several.with("MS-RequestId", line);
        }

        assertThat(fetched(several, body(ANSWER)).metadata().requestId()).isEqualTo(Golden.REQUEST_ID);
        assertThat(AnswerHead.arrived(CONTEXT, 200, several, true).echoes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MS-RequestId", "MS-CorrelationId"})
    void mapped_severalOtherIds_isAProtocolFailureOfUnknownOutcome(String header) {
        Golden.Headers others = headers()
                .without(header)
                .with(header, "00000000-0000-0000-0000-000000000001")
                .with(header, "00000000-0000-0000-0000-000000000002");

        PartnerCenterException failure = refusedReplace(200, others, body(ANSWER));

        assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(refusedReplace(404, others, body(""))).hasMessageContaining("another " + header);
    }

    @Test
    void fetched_sentIdTwice_isAccepted() {
        Golden.Headers twice = headers().with("MS-RequestId", Golden.REQUEST_ID);

        assertThat(fetched(twice, body(ANSWER)).metadata().requestId()).isEqualTo(Golden.REQUEST_ID);
    }

    // Lengths

    @ParameterizedTest
    @ValueSource(
            strings = {"243,244", "243, 243", "", "-1", "+243", "abc", "0x10", "9999999999999999999", "243.0", "\u0661"
            })
    void replaced_contradictoryLength_isAProtocolFailureAfterTheWrite(String length) {
        PartnerCenterException failure = refusedReplace(200, headers().with("Content-Length", length), body(ANSWER));

        assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.APPLIED);
    }

    @Test
    void mapped_contradictoryLengthOfAnError_isAProtocolFailureOfUnknownOutcome() {
        Golden.Headers twice = headers().with("Content-Length", "1").with("Content-Length", "2");

        PartnerCenterException failure = refusedReplace(400, twice, body("{}"));

        assertThat(failure.category()).isEqualTo(ErrorCategory.PROTOCOL);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"243", " 243 "})
    void fetched_rightLength_succeeds(String length) {
        assertThat(fetched(headers().with("Content-Length", length), body(ANSWER))
                        .metadata()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"242", "244", "502", "0"})
    void replaced_anotherLength_isABrokenConnectionAfterTheWrite(String length) {
        PartnerCenterException failure = refusedReplace(200, headers().with("Content-Length", length), body(ANSWER));

        assertThat(failure.category()).isEqualTo(ErrorCategory.IO);
        assertThat(failure.isRetryable()).isTrue();
        assertThat(failure.writeOutcome()).contains(WriteOutcome.APPLIED);
    }

    @Test
    void replaced_emptyBodyWithAnAnnouncedLength_isABrokenConnection() {
        assertThat(refusedReplace(200, headers().with("Content-Length", "243"), WireBody.empty())
                        .category())
                .isEqualTo(ErrorCategory.IO);
    }

    @Test
    void fetched_lengthWithATransferCoding_isIgnored() {
        Golden.Headers both = headers().with("Content-Length", "5").with("Transfer-Encoding", "chunked");

        assertThat(fetched(both, body(ANSWER)).profile().email()).isEqualTo("email@sample.com");
    }

    // Broken and cut bodies

    @Test
    void replaced_brokenBody_isABrokenConnectionAfterTheWrite() {
        SocketException reset = new SocketException("Connection reset");

        PartnerCenterException failure = refusedReplace(200, headers(), broken(reset));

        assertThat(failure.category()).isEqualTo(ErrorCategory.IO);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.APPLIED);
        assertThat(failure.getCause())
                .as("written by this test, not by the JDK")
                .hasMessage(SocketException.class.getName());
    }

    @Test
    void replaced_brokenBodyWithoutIds_outcomeIsUnknown() {
        Golden.Headers anonymous = headers().without("MS-RequestId").without("MS-CorrelationId");
        WireBody broken = broken(new SocketException("Connection reset"));

        for (PartnerCenterException failure : List.of(
                refusedReplace(200, anonymous, broken),
                refusedReplace(200, anonymous, broken(new SocketTimeoutException("slow"))),
                refusedReplace(200, anonymous.with("Content-Length", "9999"), body(ANSWER)),
                refusedReplace(200, anonymous.with("Content-Encoding", "gzip"), body(ANSWER)),
                refusedReplace(200, anonymous, body(ANSWER.substring(0, 100))))) {
            assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        }
        assertThat(refusedReplace(200, headers().without("MS-RequestId"), broken)
                        .writeOutcome())
                .as("one id is enough")
                .contains(WriteOutcome.APPLIED);
    }

    @Test
    void replaced_bodyThatTookTooLong_isATimeout() {
        PartnerCenterException failure = refusedReplace(200, headers(), broken(new SocketTimeoutException("slow")));

        assertThat(failure.category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(failure.writeOutcome()).contains(WriteOutcome.APPLIED);
    }

    @Test
    void replaced_brokenBodyWithALibrarysMessage_isABrokenConnectionWithoutTheMessage() {
        for (IOException thrown : new IOException[] {
            new ProtocolException("expected chunk size but was canary"),
            new EOFException("content=canary"),
            new IOException("canary", new IOException("canary"))
        }) {
            PartnerCenterException failure = refusedReplace(200, headers(), broken(thrown));

            assertThat(failure.category()).isEqualTo(ErrorCategory.IO);
            assertThat(failure.getCause()).hasMessage(thrown.getClass().getName());
            StringWriter shown = new StringWriter();
            failure.printStackTrace(new PrintWriter(shown));
            assertThat(shown.toString()).doesNotContain("canary");
        }
    }

    @Test
    void replaced_bodyOverTheLimit_isAFormatFailureThatNamesIt() {
        String big = "{\"email\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}";

        MalformedResponseException failure =
                malformed(refusedReplace(200, headers().with("Content-Length", "2097164"), body(big)));

        assertThat(failure).hasMessageContaining("limit of 1 MiB");
        assertThat(failure.writeOutcome()).contains(WriteOutcome.APPLIED);
        assertThat(failure.bodyStart()).hasSize(256).startsWith("{\"email\":\"xxx");
    }

    @Test
    void fetched_bodyOfExactlyTheLimit_isRead() {
        String padded = ANSWER + " ".repeat(1024 * 1024 - ANSWER.length());

        assertThat(fetched(headers(), body(padded)).profile().email()).isEqualTo("email@sample.com");
        assertThat(malformed(refusedFetch(200, headers(), body(padded + " ")))).hasMessageContaining("limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"login required\"",
                "{\"error\":\"email\",\"error\":2}",
                "{\"code\":2000,\"description\":TRUE}",
                "{}{}",
                "{\"error\":\"\t\"}"
            })
    void replaced_brokenJsonWithoutMembersOfAProfile_outcomeIsUnknown(String json) {
        MalformedResponseException failure = malformed(refusedReplace(200, typed("application/json"), body(json)));

        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(failure).hasMessageContaining("another server may have answered");
    }

    @Test
    void replaced_bodyThatEndsInsideTheJson_isAFormatFailureAfterTheWrite() {
        MalformedResponseException failure = malformed(refusedReplace(200, headers(), body(ANSWER.substring(0, 100))));

        assertThat(failure).hasMessageContaining("not complete JSON").hasNoCause();
        assertThat(failure.writeOutcome()).contains(WriteOutcome.APPLIED);
    }

    // Types, charsets, codings

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/json; charset=utf8",
                "application/json, application/json; charset=utf-8",
                "application/json; odata=minimal; charset=us-ascii",
                "application/problem+json",
                "application/vnd.microsoft+json; v=1"
            })
    void fetched_jsonType_isRead(String type) {
        assertThat(fetched(typed(type), body(ANSWER)).profile().telephone()).isEqualTo("4255555555");
    }

    @Test
    void fetched_typesTwice_countIfTheyAgree() {
        Golden.Headers agree = typed("application/json").with("Content-Type", "application/json; charset=utf8");
        Golden.Headers differ = typed("application/json").with("Content-Type", "text/plain");
        Golden.Headers foreign = typed("application/json").with("Content-Type", "application/json; charset=utf-16");

        assertThat(fetched(agree, body(ANSWER)).profile().telephone()).isEqualTo("4255555555");
        assertThat(malformed(refusedFetch(200, differ, body(ANSWER))))
                .hasMessageContaining("has a content type that is not JSON");
        assertThat(malformed(refusedFetch(200, foreign, body(ANSWER)))).hasMessageContaining("charset");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "text/plain", "application/xml", "text/json", "json", "+json", "/+json", "application/jsonx"
            })
    void replaced_otherOrNoType_isAFormatFailure(String type) {
        MalformedResponseException failure = malformed(refusedReplace(200, typed(type), body(ANSWER)));

        assertThat(failure).hasMessageContaining("has a content type that is not JSON");
        assertThat(failure.intercepted()).isFalse();
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,hello",
        "text/html; charset=utf-8,<html>",
        "application/xhtml+xml,{}",
        "text/plain,<html>",
        "'', <!doctype html>",
        "'','\uFEFF <a>'"
    })
    void replaced_webPage_isInterceptedAndOutcomeIsUnknown(String type, String page) {
        MalformedResponseException failure = malformed(refusedReplace(200, typed(type), body(page)));

        assertThat(failure.intercepted()).isTrue();
        assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(failure.bodyStart()).isEqualTo(page.replace(BOM, ""));
    }

    @Test
    void replaced_webPageBrokenOrOfWrongLength_outcomeIsUnknown() {
        Golden.Headers html = typed("text/html");

        assertThat(refusedReplace(200, html, broken(new SocketException())).writeOutcome())
                .contains(WriteOutcome.UNKNOWN);
        assertThat(refusedReplace(200, html.with("Content-Length", "9"), body("<html>"))
                        .writeOutcome())
                .contains(WriteOutcome.UNKNOWN);
        assertThat(refusedReplace(200, html.with("Content-Length", "8"), body("<html>"))
                        .writeOutcome())
                .contains(WriteOutcome.UNKNOWN);
    }

    @Test
    void replaced_hugeWebPage_isIntercepted() {
        assertThat(malformed(refusedReplace(200, typed("text/html"), body("<".repeat(2_000_000))))
                        .intercepted())
                .isTrue();
    }

    @Test
    void fetched_markupDeclaredAsJson_isAnOrdinaryFormatFailure() {
        assertThat(malformed(refusedFetch(200, headers(), body("<html>"))).intercepted())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iso-8859-1",
                "utf-16",
                "windows-1252",
                "",
                "utf-8\"; charset=\"utf-7",
                "utf-7\"; charset=\"utf-8"
            })
    void fetched_foreignCharset_isAFormatFailure(String charset) {
        Golden.Headers foreign = typed("application/json; charset=\"" + charset + "\"");

        assertThat(malformed(refusedFetch(200, foreign, body(ANSWER)))).hasMessageContaining("charset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip", "x-unknown"})
    void fetched_codedBody_isRefusedUndecoded(String coding) {
        assertThat(malformed(refusedFetch(200, headers().with("Content-Encoding", coding), body(ANSWER))))
                .hasMessageContaining("content coding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", ""})
    void fetched_identityCoding_isRead(String coding) {
        assertThat(fetched(headers().with("Content-Encoding", coding), body(ANSWER))
                        .profile()
                        .email())
                .isEqualTo("email@sample.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void fetched_utf16OrUtf32_isRefusedByName(String charset) {
        String text = charset.equals("UTF-16") ? ANSWER : BOM + ANSWER;

        assertThat(malformed(refusedFetch(200, headers(), body(text.getBytes(Charset.forName(charset))))))
                .hasMessageContaining("UTF-16 or UTF-32");
    }

    @Test
    void fetched_utf16WithoutMark_isAFormatFailure() {
        assertThat(malformed(refusedFetch(200, headers(), body(ANSWER.getBytes(StandardCharsets.UTF_16LE)))))
                .hasMessageContaining("control character");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c080", "eda080", "f8888080", "e282"})
    void fetched_invalidUtf8_isAFormatFailure(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] bytes = Golden.utf8("{\"email\":\"" + "?".repeat(bad.length) + "\"}");
        System.arraycopy(bad, 0, bytes, 10, bad.length);

        assertThat(malformed(refusedFetch(200, headers(), body(bytes)))).hasMessageContaining("not valid UTF-8");
    }

    @Test
    void fetched_secondMark_isNotDropped() {
        assertThat(malformed(refusedFetch(200, headers(), body(BOM + BOM + ANSWER))))
                .hasMessageContaining("is not JSON");
    }

    // Metadata

    @Test
    void fetched_allHeaders_areInTheMetadata() {
        Golden.Headers full = headers()
                .with("MS-CV", "AAAAAAAAAAAAAAAA.0")
                .with("isMfaCompliant", "True")
                .with("ETag", "\"7\"");

        ResponseMetadata metadata = fetched(full, body(ANSWER)).metadata();

        assertThat(metadata.msCv()).isEqualTo("AAAAAAAAAAAAAAAA.0");
        assertThat(metadata.mfaCompliant()).isTrue();
        assertThat(metadata.etag()).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "false,false", "False,false", "yes,", "'',"})
    void fetched_mfaResult_isReadInAnyCase(String header, Boolean verdict) {
        assertThat(fetched(headers().with("isMfaCompliant", header), body(ANSWER))
                        .metadata()
                        .mfaCompliant())
                .isEqualTo(verdict);
    }

    @Test
    void fetched_etagInTheBodyOnly_isInTheMetadata() {
        WireBody tagged = body("{\"attributes\":{\"etag\":\"abc\"}}");

        assertThat(fetched(headers(), tagged).metadata().etag()).isEqualTo("abc");
        assertThat(fetched(headers().with("ETag", "\"h\""), tagged).metadata().etag())
                .isEqualTo("\"h\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\\\"b", "\\u00fc", "a\\nb"})
    void fetched_etagNotAllowedInAHeader_isDropped(String etag) {
        WireBody tagged = body("{\"attributes\":{\"etag\":\"" + etag + "\"}}");

        SupportProfileReply reply = fetched(headers(), tagged);

        assertThat(reply.metadata().etag()).isNull();
        assertThat(reply.profile().attributes().etag()).isNotNull();
    }

    @Test
    void replaced_emptyBody_hasNoEtag() {
        SupportProfile sent = ProfileReader.read("{\"attributes\":{\"etag\":\"old\"}}");

        ResponseMetadata metadata = ResponseMapper.replaced(CONTEXT, sent, 204, headers(), WireBody.empty())
                .metadata();

        assertThat(metadata.etag()).isNull();
    }

    // bodyStart

    @Test
    void bodyStart_longBody_isItsFirst256PrintableCharacters() {
        String page = "<\u0007a\u200b\n\uD83D\uDE00>" + "x".repeat(1000);

        MalformedResponseException failure = malformed(refusedFetch(200, typed("text/html"), body(page)));

        assertThat(failure.bodyStart()).isEqualTo("<a\uD83D\uDE00>" + "x".repeat(251));
    }

    private static Golden.Headers typed(String type) {
        Golden.Headers headers = headers().without("Content-Type");
        return type == null ? headers : headers.with("Content-Type", type);
    }

    private static WireBody broken(IOException failure) {
        return WireBody.read(new BrokenStream(Golden.utf8(ANSWER.substring(0, 50)), failure), WireBody.limitFor(200));
    }

    private static SupportProfileReply fetched(HeaderLookup headers, WireBody body) {
        return ResponseMapper.fetched(CONTEXT, 200, headers, body);
    }

    private static SupportProfileReply replaced(int status, HeaderLookup headers, WireBody body) {
        return ResponseMapper.replaced(CONTEXT, PROFILE, status, headers, body);
    }

    private static PartnerCenterException refusedFetch(int status, HeaderLookup headers, WireBody body) {
        return catchThrowableOfType(
                PartnerCenterException.class, () -> ResponseMapper.fetched(CONTEXT, status, headers, body));
    }

    private static PartnerCenterException refusedReplace(int status, HeaderLookup headers, WireBody body) {
        return catchThrowableOfType(PartnerCenterException.class, () -> replaced(status, headers, body));
    }

    private static MalformedResponseException malformed(PartnerCenterException failure) {
        assertThat(failure).isInstanceOf(MalformedResponseException.class);
        assertThat(failure.category()).isEqualTo(ErrorCategory.RESPONSE_FORMAT);
        assertThat(failure.isRetryable()).isFalse();
        return (MalformedResponseException) failure;
    }
}

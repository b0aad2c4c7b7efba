package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeadTest {

    private static final String ID = "07029132-385d-416f-a9a6-df5e9e4c78d3";
    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId(ID)
            .correlationId(ID)
            .accessToken(AccessToken.of("t"))
            .build();

    @ParameterizedTest
    @CsvSource({
        "200, Content-Length=5, true",
        "200, Content-Length=5;Connection=keep-alive, true",
        "200, Content-Length=5;Connection=close, false",
        "200, 'Content-Length=5;Connection=x, Close', false",
        "200, Transfer-Encoding=chunked, true",
        "200, Transfer-Encoding=gzip, false",
        "200, Transfer-Encoding=chunked;Content-Length=5, false",
        "200, , false",
        "204, , true",
        "204, Content-Length=0, true",
        "204, Content-Length=5, false",
        "304, , true",
        "304, Content-Length=5, false",
        "304, Transfer-Encoding=chunked, false",
        "101, Content-Length=0, false",
        "200, Content-Length=5;MS-RequestId=00000000-0000-4000-8000-000000000001, false",
    })
    void arrived_framing_decidesWhetherTheConnectionIsReused(int status, String fields, boolean usable) {
        AnswerHead head = AnswerHead.arrived(CONTEXT, status, lookup(fields), false);

        assertThat(head.leavesTheConnectionUsable()).isEqualTo(usable);
    }

    @Test
    void arrived_success_isAcceptedOnlyWithAnIdOfTheRequest() {
        for (String id : List.of("X=1", "MS-RequestId=" + CONTEXT.requestId())) {
            RequestContext context = CONTEXT.toBuilder().build();

            AnswerHead.arrived(context, 200, lookup("Content-Type=application/json;" + id), false);

            assertThat(context.progress().writeOutcome())
                    .isEqualTo(id.startsWith("MS") ? WriteOutcome.APPLIED : WriteOutcome.UNKNOWN);
        }
    }

    /** Otherwise a transport would wait for an unknown number of bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"5, 5", "5, 6", "-1", "+5", "", "five"})
    void arrived_invalidLength_isRefusedAtOnce(String length) {
        for (int status : new int[] {200, 503}) {
            assertThatThrownBy(() -> AnswerHead.arrived(
                            CONTEXT,
                            status,
                            lookup("Content-Type=application/json;MS-RequestId=" + CONTEXT.requestId()
                                    + ";Content-Length=" + length),
                            false))
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            failure -> assertThat(failure.writeOutcome())
                                    .contains(status == 200 ? WriteOutcome.APPLIED : WriteOutcome.UNKNOWN));
        }
    }

    @Test
    void arrived_refusal_isUsedBeforeItsBodyArrives() {
        RequestContext throttled = CONTEXT.toBuilder().build();

        AnswerHead.arrived(throttled, 429, lookup("Content-Length=5;Retry-After=7"), false);

        assertThat(throttled.progress().refusal()).isInstanceOfSatisfying(ServiceException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(7));
        });
        RequestContext context = CONTEXT.toBuilder().build();
        AnswerHead.arrived(context, 304, lookup("Content-Length=0"), false);
        assertThat(context.progress().refusal()).isNull();
    }

    @Test
    void arrived_invalidLengthInAForeignResponse_outcomeIsUnknown() {
        assertThatThrownBy(() -> AnswerHead.arrived(
                        CONTEXT,
                        200,
                        lookup("Content-Type=application/json;Content-Length=x;MS-RequestId=" + ID.replace('0', '1')),
                        false))
                .isInstanceOfSatisfying(
                        TransportException.class,
                        failure -> assertThat(failure.writeOutcome()).contains(WriteOutcome.UNKNOWN));
    }

    @Test
    void arrived_ids_areEchoed() {
        assertThat(AnswerHead.arrived(CONTEXT, 200, lookup("MS-RequestId=" + ID), false)
                        .echoes())
                .isTrue();
        assertThat(AnswerHead.arrived(CONTEXT, 200, lookup("MS-CorrelationId=" + ID), true)
                        .echoes())
                .isTrue();
        assertThat(AnswerHead.arrived(CONTEXT, 200, lookup(null), false).echoes())
                .isFalse();
    }

    @Test
    void arrived_successWithoutExpectedIds_isRefused() {
        for (String fields : new String[] {null, "Content-Type=application/json", "MS-RequestId="}) {
            assertThatThrownBy(() -> AnswerHead.arrived(CONTEXT, 200, lookup(fields), true))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("has no request id");
        }
    }

    @Test
    void arrived_notASuccess_needsNoIds() {
        assertThat(AnswerHead.arrived(CONTEXT, 503, lookup("Content-Length=0"), true)
                        .leavesTheConnectionUsable())
                .isTrue();
        assertThat(AnswerHead.arrived(CONTEXT, 200, lookup("Content-Type=text/html"), true)
                        .echoes())
                .isFalse();
    }

    private static HeaderLookup lookup(String fields) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field : fields == null ? new String[0] : fields.split(";")) {
            headers.put(field.substring(0, field.indexOf('=')), List.of(field.substring(field.indexOf('=') + 1)));
        }
        return name -> headers.getOrDefault(name, List.of());
    }
}

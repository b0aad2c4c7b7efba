package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    @Test
    void toString_showsTheFaultAndItsPoint() {
        assertThat(List.of(
                        Fault.answer(429),
                        Fault.answer(599),
                        Fault.answer(504).reason("Gone").at(Point.AFTER_COMMIT),
                        Fault.raw(new byte[3]),
                        Fault.drop(Point.ACCEPT),
                        Fault.reset(Point.IN_BODY),
                        Fault.stall(Point.AFTER_HEAD),
                        Fault.truncate(7),
                        Fault.endlessBody(),
                        Fault.overlay().header("A", "1").withoutHeader("B").body("xy")))
                .extracting(Fault::toString)
                .containsExactly(
                        "answer(429 Too Many Requests)",
                        "answer(599)",
                        "answer(504 Gone, AFTER_COMMIT)",
                        "raw(3 bytes)",
                        "drop(ACCEPT)",
                        "reset(IN_BODY)",
                        "stall(AFTER_HEAD)",
                        "truncate(7 bytes)",
                        "endlessBody()",
                        "overlay(A: 1, -B, body of 2 bytes)");
    }

    @Test
    void answer_keepsReasonHeadersAndBody() {
        Fault fault = Fault.answer(403)
                .reason("No role")
                .header("X-a", "1")
                .header("X-A", "2")
                .body("{}");
        FaultPlan.Replace plan = (FaultPlan.Replace) fault.plan();
        assertThat(plan.answer().reason()).isEqualTo("No role");
        assertThat(plan.answer().headers().list()).extracting("name").containsExactly("X-a", "X-A");
        assertThat(plan.answer().body()).asString().isEqualTo("{}");
        assertThat(plan.point()).isEqualTo(Point.BEFORE_COMMIT);
    }

    @Test
    void bytes_areCopied() throws IOException {
        byte[] bytes = "a".getBytes(StandardCharsets.US_ASCII);
        Fault raw = Fault.raw(bytes);
        Fault answer = Fault.answer(200).body(bytes);
        bytes[0] = 'b';
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            fake.next(raw);
            try (Socket client = new Socket(fake.url().getHost(), fake.url().getPort())) {
                client.getOutputStream().write("GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("a");
            }
        }
        assertThat(((FaultPlan.Replace) answer.plan()).answer().body())
                .asString()
                .isEqualTo("a");
    }

    static Stream<Arguments> invalidChanges() {
        Fault drop = Fault.drop(Point.IN_BODY);
        return Stream.of(
                change("a reason for a drop", drop, fault -> fault.reason("x")),
                change("a header for a drop", drop, fault -> fault.header("a", "b")),
                change("a body for a drop", drop, fault -> fault.body("x")),
                change("another point for a drop", drop, fault -> fault.at(Point.AFTER_HEAD)),
                change("a reason for an overlay", Fault.overlay(), fault -> fault.reason("x")),
                change("another point for an overlay", Fault.overlay(), fault -> fault.at(Point.AFTER_HEAD)),
                change("an answer without a header", Fault.answer(200), fault -> fault.withoutHeader("x")),
                change("a body for raw bytes", Fault.raw(new byte[0]), fault -> fault.body("x")),
                change("a header for a truncation", Fault.truncate(1), fault -> fault.header("a", "b")),
                change("an answer at ACCEPT", Fault.answer(200), fault -> fault.at(Point.ACCEPT)),
                change("raw bytes in the head of an answer", Fault.raw(new byte[0]), fault -> fault.at(Point.IN_HEAD)),
                change("an endless body after the answer", Fault.endlessBody(), fault -> fault.at(Point.AFTER_ANSWER)),
                change("a header value with a line break", Fault.answer(200), fault -> fault.header("a", "b\r\nc: d")),
                change("a header name with a line break", Fault.overlay(), fault -> fault.header("a\n", "b")),
                change("a reason with a line break", Fault.answer(200), fault -> fault.reason("a\nb")),
                change("a header name with a colon", Fault.answer(200), fault -> fault.header("a:b", "c")),
                change("an empty header name", Fault.overlay(), fault -> fault.header("", "c")),
                change("a character above U+00FF", Fault.answer(200), fault -> fault.header("a", "\u20AC")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidChanges")
    void invalidChange_isRefusedAtOnce(String what, Fault fault, UnaryOperator<Fault> change) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(fault))
                .satisfies(refusal -> assertThat(refusal.getMessage()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 199, 1000})
    void answer_statusNotFinal_isRefused(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.answer(status));
    }

    @Test
    void truncate_negativeLength_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.truncate(-1));
    }

    @Test
    void nullArgument_throwsWithItsName() {
        assertThatNullPointerException().isThrownBy(() -> Fault.drop(null)).withMessage("point");
        assertThatNullPointerException().isThrownBy(() -> Fault.raw(null)).withMessage("bytes");
        assertThatNullPointerException()
                .isThrownBy(() -> Fault.answer(200).reason(null))
                .withMessage("reason");
    }

    private static Arguments change(String what, Fault fault, UnaryOperator<Fault> change) {
        return Arguments.of(what, fault, change);
    }
}

package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadBytesTest {

    private final HeadBytes head = new HeadBytes();

    private boolean came(String text) {
        byte[] bytes = ("-" + text).getBytes(StandardCharsets.ISO_8859_1);
        return head.came(bytes, 1, bytes.length - 1);
    }

    @Test
    void came_httpInPieces_isAccepted() {
        assertThat(came("HT")).isTrue();
        assertThat(came("TP/1.1 200 OK")).isTrue();
        assertThat(came("\r\nanything")).isTrue();

        assertThat(head.mayGoOn()).isTrue();
    }

    @Test
    void came_oneWrongByte_isRefusedAtOnce() {
        assertThat(came("HTT")).isTrue();

        assertThat(came("Q")).isFalse();
    }

    @Test
    void came_afterAnInterimResponse_mustBeHttpToo() {
        assertThat(came("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHT")).isTrue();

        assertThat(came("NO")).isFalse();
    }

    @Test
    void came_afterTheHead_isNotChecked() {
        assertThat(came("HTTP/1.1 403 Forbidden\r\nX: 1\r\n\r\n{}")).isTrue();

        assertThat(head.refusal()).isEqualTo(403);
    }

    @Test
    void refusal_afterTheStatusLine_isKnown() {
        came("HTTP/1.1 40");
        assertThat(head.refusal()).isZero();

        came("3 ");

        assertThat(head.refusal()).isEqualTo(403);
    }

    @Test
    void refusal_severalResponses_isThatOfTheLast() {
        came("HTTP/1.1 100 Continue\r\n\r\n");
        assertThat(head.refusal()).isZero();

        came("HTTP/1.0 503 \r\nX: HTTP/1.1 404 \r\n");

        assertThat(head.refusal()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK", "HTTP/1.1 4o3 x", "HTTP/1.1 4033 x", "HTTP/1.1  403", "HTTP/1.1 999 x"})
    void refusal_otherStatus_isZero(String line) {
        came(line + "\r\n");

        assertThat(head.refusal()).isZero();
    }

    @Test
    void mayGoOn_beyondTheLimit_isFalse() {
        came("HTTP/" + "x".repeat(256 * 1024 - 5));
        assertThat(head.mayGoOn()).isTrue();

        came("x");

        assertThat(head.mayGoOn()).isFalse();
    }
}

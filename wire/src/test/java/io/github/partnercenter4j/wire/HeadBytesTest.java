package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadBytesTest {

    private final HeadBytes head = new HeadBytes();

    private boolean came(String text) {
        byte[] bytes = ("-" + text).getBytes(StandardCharsets.ISO_8859_1);
        return head.came(bytes, 1, bytes.length - 1);
    }

    @Test
    void came_inPiecesOfHttp_isTaken() {
        assertThat(came("HT")).isTrue();
        assertThat(came("TP/1.1 200 OK")).isTrue();
        assertThat(came("\r\nanything")).isTrue();

        assertThat(head.mayGoOn()).isTrue();
    }

    @Test
    void came_withOneWrongByte_isRefusedAtOnce() {
        assertThat(came("HTT")).isTrue();

        assertThat(came("Q")).isFalse();
    }

    @Test
    void mayGoOn_beyondTheBound_isFalse() {
        came("HTTP/" + "x".repeat(256 * 1024 - 5));
        assertThat(head.mayGoOn()).isTrue();

        came("x");

        assertThat(head.mayGoOn()).isFalse();
    }
}

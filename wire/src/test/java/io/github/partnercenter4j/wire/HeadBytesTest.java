package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeadBytesTest {

    private final HeadBytes head = new HeadBytes();

    private void came(String text) throws ProtocolException {
        byte[] bytes = ("-" + text).getBytes(StandardCharsets.ISO_8859_1);
        head.came(bytes, 1, bytes.length - 1);
    }

    @Test
    void came_inPiecesOfHttp_isTaken() throws Exception {
        came("HT");
        came("TP/1.1 200 OK");
        came("\r\nanything");

        assertThatCode(head::more).doesNotThrowAnyException();
    }

    @Test
    void came_withOneWrongByte_isRefusedAtOnce() throws Exception {
        came("HTT");

        assertThatThrownBy(() -> came("Q")).isInstanceOf(ProtocolException.class);
    }

    @Test
    void more_beyondTheBound_isRefused() throws Exception {
        came("HTTP/" + "x".repeat(256 * 1024 - 5));
        head.more();
        came("x");

        assertThatThrownBy(head::more).isInstanceOf(ProtocolException.class).hasMessageContaining("262144 bytes");
    }
}

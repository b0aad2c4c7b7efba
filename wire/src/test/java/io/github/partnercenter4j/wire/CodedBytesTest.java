package io.github.partnercenter4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodedBytesTest {

    @Test
    void came_beyondTheLimit_isFalse() {
        CodedBytes body = new CodedBytes();

        assertThat(body.came(8 * 1024 * 1024 - 1)).isTrue();
        assertThat(body.came(1)).isTrue();
        assertThat(body.came(1)).isFalse();
    }
}

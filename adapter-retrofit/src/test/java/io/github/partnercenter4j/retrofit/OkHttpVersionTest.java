package io.github.partnercenter4j.retrofit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** {@code consumers/old-okhttp} asks for the same with an OkHttp 4 on its class path. */
class OkHttpVersionTest {

    /** What a chain was before 5.4. */
    private interface OldChain {
        @SuppressWarnings("unused") // As there.
        int connectTimeoutMillis();
    }

    @Test
    void require_withTheOkHttpOfThisBuild_isContent() {
        assertThatCode(OkHttpVersion::require).doesNotThrowAnyException();
    }

    @Test
    void require_withAnOlderOne_saysWhichAndWhatToDo() {
        assertThatThrownBy(() -> OkHttpVersion.require(OldChain.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("OkHttp \\S+ in file:\\S+ is too old: 5\\.4 or newer is needed\\. Declare .*")
                .hasMessageContaining("okhttp-jvm")
                .hasMessageContaining("exclude");
    }
}

package io.github.partnercenter4j.retrofit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** {@code consumers/old-okhttp} tests the same with OkHttp 4 on the class path. */
class OkHttpVersionTest {

    /** The interface of a chain before 5.4. */
    private interface OldChain {
        @SuppressWarnings("unused") // As in the old interface.
        int connectTimeoutMillis();
    }

    @Test
    void require_okHttpOfThisBuild_passes() {
        assertThatCode(OkHttpVersion::require).doesNotThrowAnyException();
    }

    @Test
    void require_olderOkHttp_throwsWithVersionAndAdvice() {
        assertThatThrownBy(() -> OkHttpVersion.require(OldChain.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("OkHttp \\S+ in file:\\S+ is too old: 5\\.4 or newer is needed\\. Declare .*")
                .hasMessageContaining("okhttp-jvm")
                .hasMessageContaining("exclude");
    }
}

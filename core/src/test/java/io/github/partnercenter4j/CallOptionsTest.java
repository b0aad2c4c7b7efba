package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallOptionsTest {

    @Test
    void toBuilder_startsFromTheOptions() {
        CallOptions all = CallOptions.builder()
                .locale(Locale.GERMANY)
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .timeout(Duration.ofSeconds(3))
                .validateMfa(true)
                .build();

        assertThat(all.toBuilder().build()).isEqualTo(all);
        assertThat(all.toBuilder().timeout(Duration.ofSeconds(4)).build()).isNotEqualTo(all);
        assertThat(CallOptions.defaults().toBuilder().build()).isEqualTo(CallOptions.defaults());
    }

    @Test
    void correlationIdFromTraceId_setsTheHyphens() {
        CallOptions options = CallOptions.builder()
                .correlationIdFromTraceId("4bf92f3577b34da6a3ce929d0e0e4736")
                .build();

        assertThat(options.correlationId()).isEqualTo("4bf92f35-77b3-4da6-a3ce-929d0e0e4736");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000000000000000000000000000000",
                "4bf92f3577b34da6a3ce929d0e0e473",
                "4bf92f3577b34da6a3ce929d0e0e47361",
                "4bf92f3577b34da6a3ce929d0e0e473g",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "4bf92f35-77b3-4da6-a3ce-929d0e0e4736",
                "4bf92f3577b34da6a3ce929d0e0e4736\n"
            })
    void correlationIdFromTraceId_anythingElse_isRefused(String traceId) {
        assertThatThrownBy(() -> CallOptions.builder().correlationIdFromTraceId(traceId))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("traceId must be 32 hexadecimal digits");
    }
}

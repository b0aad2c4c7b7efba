package io.github.partnercenter4j.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.WriteOutcome;
import org.junit.jupiter.api.Test;

class ExchangeProgressTest {

    private final ExchangeProgress progress = new ExchangeProgress();

    @Test
    void abandon_whileConnecting_letsNothingBeSent() {
        progress.connecting();

        assertThat(progress.abandon()).isEqualTo(WriteOutcome.NOT_APPLIED);
        assertThat(progress.sending()).isFalse();
        assertThat(progress.writeOutcome()).isEqualTo(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void abandon_whenTheRequestMayHaveBeenSeen_comesTooLate() {
        progress.connecting();

        assertThat(progress.sending()).isTrue();
        assertThat(progress.abandon()).isEqualTo(WriteOutcome.UNKNOWN);
        assertThat(progress.sending()).isTrue();
    }

    @Test
    void abandon_ofAGatewayThatReportsNothing_isUnknown() {
        assertThat(progress.abandon()).isEqualTo(WriteOutcome.UNKNOWN);
        assertThat(progress.sending()).isTrue();
    }
}

package io.github.partnercenter4j.port;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.WriteOutcome;
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
    void abandon_afterSending_isUnknown() {
        progress.connecting();

        assertThat(progress.sending()).isTrue();
        assertThat(progress.abandon()).isEqualTo(WriteOutcome.UNKNOWN);
        assertThat(progress.sending()).isTrue();
    }

    @Test
    void abandon_afterARefusal_hasTheOutcomeOfTheRefusal() {
        progress.connecting();
        progress.sending();
        assertThat(progress.refusal()).isNull();
        RequestContext context = RequestContext.builder()
                .requestId("603f3cd9-01b8-48f2-b65d-855a246f5bfd")
                .correlationId("20604323-50bf-4738-9968-c5486ab32be0")
                .accessToken(AccessToken.of("t"))
                .build();
        PartnerCenterException forbidden =
                ServiceException.builder(context, 403).build();

        progress.refused(forbidden, WriteOutcome.NOT_APPLIED);

        assertThat(progress.refusal()).isSameAs(forbidden);
        assertThat(progress.abandon()).isEqualTo(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void abandon_ofAGatewayThatReportsNothing_isUnknown() {
        assertThat(progress.abandon()).isEqualTo(WriteOutcome.UNKNOWN);
        assertThat(progress.sending()).isTrue();
    }
}

package io.github.partnercenter4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that nothing is sent after a caller was told NOT_APPLIED, even if the connection opens at the same moment. */
@Timeout(60)
class AbandonedWriteTest {

    @ParameterizedTest
    @EnumSource(AnyTransport.class)
    void replace_abandonedBeforeFirstByte_sendsNothing(AnyTransport transport) {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            assertSendsNothing(fake, transport.open(fake, ProxySelector.of(null)));
        }
    }

    @Test
    void replace_inMemoryAbandoned_sendsNothing() {
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            assertSendsNothing(fake, fake.gateway());
        }
    }

    private static void assertSendsNothing(FakePartnerCenter fake, SupportProfileGateway opened) {
        try (SupportProfileGateway gateway = opened) {
            RequestContext context = RequestContext.builder()
                    .requestId("0b0d0f10-0000-4000-8000-000000000001")
                    .correlationId("0b0d0f10-0000-4000-8000-000000000002")
                    .accessToken(fake.tokens().appPlusUser())
                    .path(ResourcePath.SUPPORT)
                    .locale(Locale.US)
                    .timeLeft(Duration.ofSeconds(30))
                    .build();
            context.progress().connecting();
            assertThat(context.progress().abandon()).isEqualTo(WriteOutcome.NOT_APPLIED);

            assertThat(gateway.replace(fake.profile().withTelephone("4255550199"), context))
                    .failsWithin(Duration.ofSeconds(30));

            assertThat(fake.writesApplied()).isZero();
            assertThat(fake.journal().requests("PUT")).isEmpty();
        }
    }
}

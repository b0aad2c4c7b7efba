package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OwnedGatewayTest {

    /** A gateway that never answers. It counts its closes; close does not complete any future. */
    private static final class Silent implements SupportProfileGateway {

        private final AtomicInteger closes = new AtomicInteger();
        private final RetryBudget budget = new RetryBudget();

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return new CompletableFuture<>();
        }

        @Override
        public RetryBudget retryBudget() {
            return budget;
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    private final Silent gateway = new Silent();

    private static PartnerCenter.Builder builder() {
        return PartnerCenter.builder().tokens(AccessTokenProvider.fixed(AccessToken.of("t")));
    }

    @Test
    void close_ownedGateway_isClosedAfterTheCalls() {
        PartnerCenter partnerCenter = builder().ownedGateway(gateway).build();
        CompletableFuture<SupportProfile> call =
                partnerCenter.profiles().supportProfile().getAsync();

        partnerCenter.close();

        assertThat(gateway.closes).hasValue(1);
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        PartnerCenterException.class,
                        closed -> assertThat(closed.category()).isEqualTo(ErrorCategory.CLOSED));
    }

    @Test
    void close_borrowedGateway_staysOpen() {
        builder().gateway(gateway).build().close();

        assertThat(gateway.closes).hasValue(0);
    }

    @Test
    void builder_ownedAndBorrowed_lastCallCounts() {
        builder().ownedGateway(gateway).gateway(gateway).build().close();
        assertThat(gateway.closes).hasValue(0);

        builder().gateway(gateway).ownedGateway(gateway).build().close();
        assertThat(gateway.closes).hasValue(1);
    }

    @Test
    void build_fails_doesNotCloseTheGateway() {
        assertThatThrownBy(() -> PartnerCenter.builder().ownedGateway(gateway).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tokens is missing. Call tokens(..) before build().");
        assertThat(gateway.closes).hasValue(0);
    }
}

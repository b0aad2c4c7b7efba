package io.github.partnercenter4j.examples.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests that the record of an exchange is true at every moment at which the storm may read it. */
class StormExchangeTest {

    private final RequestContext context = RequestContext.builder()
            .requestId("10000000-0000-4000-8000-000000000000")
            .correlationId("20000000-0000-4000-8000-000000000000")
            .accessToken(AccessToken.of("token", Duration.ofHours(1)))
            .build();
    private final StormExchange exchange = new StormExchange(context, null, 0);
    private final CompletableFuture<SupportProfileReply> result = new CompletableFuture<>();
    private final List<Boolean> accepted = new ArrayList<>();

    @Test
    void isAccepted_whileCallReadsRefusal_isFalse() {
        var unused = exchange.watched(result, new StormJournal())
                .whenComplete((reply, failure) -> accepted.add(exchange.isAccepted()));

        result.completeExceptionally(
                ServiceException.builder(context, 401).code(null).build());

        assertThat(accepted).containsExactly(false);
        assertThat(exchange.refusal()).isNotNull();
    }

    @Test
    void isAccepted_callCancelledBeforeResponse_isFalse() {
        CompletableFuture<SupportProfileReply> handedOn = exchange.watched(result, new StormJournal());

        handedOn.cancel(true);

        assertThat(result).isCancelled();
        assertThat(exchange.isAccepted()).isFalse();
    }
}

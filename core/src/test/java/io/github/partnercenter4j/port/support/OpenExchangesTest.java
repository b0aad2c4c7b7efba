package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class OpenExchangesTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    private final RequestContext context = RequestContext.builder()
            .requestId(ID)
            .correlationId(ID)
            .accessToken(AccessToken.of("t"))
            .build();
    private final OpenExchanges exchanges = new OpenExchanges();
    private final AtomicInteger aborts = new AtomicInteger();

    private OpenExchanges.Exchange<String> open() {
        OpenExchanges.Exchange<String> exchange = exchanges.open(context);
        exchange.onAbort(aborts::incrementAndGet);
        return exchange;
    }

    private static PartnerCenterException failure(CompletableFuture<?> future) {
        return (PartnerCenterException)
                catchThrowableOfType(ExecutionException.class, () -> future.get(5, TimeUnit.SECONDS))
                        .getCause();
    }

    @Test
    void succeed_always_completesWithoutAbort() {
        OpenExchanges.Exchange<String> exchange = open();

        exchange.succeed("done");

        assertThat(exchange.future()).isCompletedWithValue("done");
        assertThat(aborts).hasValue(0);
        assertThat(exchanges.size()).isZero();
    }

    @Test
    void future_completedEarly_abortsOnce() throws Exception {
        open().future().cancel(true);
        open().future().complete("by hand");
        CompletableFuture<String> timed = open().future().orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> timed.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);

        assertThat(aborts).hasValue(3);
        assertThat(exchanges.size()).isZero();
    }

    @Test
    void onAbort_afterTheEnd_runsAtOnce() {
        OpenExchanges.Exchange<String> exchange = exchanges.open(context);
        exchange.future().cancel(true);

        exchange.onAbort(aborts::incrementAndGet);

        assertThat(aborts).hasValue(1);
        assertThat(exchange.isOver()).isTrue();
    }

    @Test
    void close_always_failsOpenExchangesWithUnknownOutcome() {
        OpenExchanges.Exchange<String> exchange = open();

        exchanges.close();
        exchanges.close();

        assertThat(failure(exchange.future()).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(failure(exchange.future()).writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(aborts).hasValue(1);
    }

    @Test
    void open_afterClose_hasFailedWithNothingSent() {
        exchanges.close();

        OpenExchanges.Exchange<String> late = exchanges.open(context);

        assertThat(late.isOver()).isTrue();
        assertThat(failure(late.future()).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(failure(late.future()).writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void map_cancelled_cancelsTheSource() {
        CompletableFuture<String> source = new CompletableFuture<>();

        Futures.map(source, String::length).cancel(true);

        assertThat(source).isCancelled();
    }

    @Test
    void map_failure_isNotWrapped() {
        CompletableFuture<String> source = new CompletableFuture<>();
        IllegalStateException failure = new IllegalStateException("x");
        CompletableFuture<Integer> mapped = Futures.map(source.thenApply(value -> value), String::length);

        source.completeExceptionally(failure);

        assertThat(catchThrowableOfType(ExecutionException.class, mapped::get).getCause())
                .isSameAs(failure);
        assertThat(Futures.map(CompletableFuture.completedFuture("four"), String::length))
                .isCompletedWithValue(4);
    }
}

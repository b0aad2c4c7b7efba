package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.BlockingExchanges;
import io.github.partnercenter4j.port.support.TransportThreads;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls in the queue of a gateway with one place. */
@Timeout(20)
class GatewayQueueTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final SupportProfileReply REPLY =
            SupportProfileReply.of(PROFILE, ResponseMetadata.builder(200).build());

    private final FakeTime time = new FakeTime();
    private final OneExchangeGateway gateway = new OneExchangeGateway();
    private final PartnerCenter client = PartnerCenter.builder()
            .gateway(gateway)
            .tokens(AccessTokenProvider.fixed(AccessToken.of("t")))
            .time(time)
            .threads(time.threads())
            .retryPolicy(RetryPolicy.none())
            .attemptTimeout(Duration.ofSeconds(1))
            .updateRoute(UpdateRoute.DOCUMENTED)
            .build();

    @AfterEach
    void close() {
        client.close();
        gateway.close();
    }

    /** A gateway for one exchange at a time. The test completes each exchange. */
    private static final class OneExchangeGateway implements SupportProfileGateway {

        final List<RequestContext> asked = new CopyOnWriteArrayList<>();
        final List<RequestContext> sent = new CopyOnWriteArrayList<>();
        final Queue<CompletableFuture<SupportProfileReply>> running = new ConcurrentLinkedQueue<>();
        private final BlockingExchanges exchanges = new BlockingExchanges(TransportThreads.platform("one-place"), 1);

        @Override
        public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
            asked.add(context);
            CompletableFuture<SupportProfileReply> answer = new CompletableFuture<>();
            return exchanges.submit(
                    context,
                    () -> {
                        running.removeIf(one -> one == answer);
                        answer.completeExceptionally(new InterruptedIOException("aborted"));
                    },
                    () -> {
                        if (!context.progress().sending()) {
                            throw new InterruptedIOException("cut short before anything was sent");
                        }
                        running.add(answer);
                        sent.add(context);
                        return answer.get();
                    },
                    thrown -> new IllegalStateException(thrown));
        }

        @Override
        public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
            return fetch(context);
        }

        /** Completes the running exchange, after it has begun. */
        void answer() {
            await(() -> !running.isEmpty());
            running.remove().complete(REPLY);
        }

        @Override
        public void close() {
            exchanges.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within ten seconds").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static PartnerCenterException failure(CompletableFuture<?> future) {
        return (PartnerCenterException)
                catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS))
                        .getCause();
    }

    private CompletableFuture<SupportProfile> update(Duration timeout) {
        return client.profiles()
                .supportProfile()
                .with(CallOptions.builder().timeout(timeout).build())
                .updateAsync(PROFILE);
    }

    @Test
    void writes_withTooLittleTimeAfterTheQueue_doNotBegin() throws Exception {
        CompletableFuture<SupportProfile> first = update(Duration.ofMillis(900));
        await(() -> gateway.sent.size() == 1);
        CompletableFuture<SupportProfile> second = update(Duration.ofMillis(920));
        CompletableFuture<SupportProfile> third = update(Duration.ofMillis(940));
        CompletableFuture<SupportProfile> patient = update(Duration.ofSeconds(30));

        time.advance(Duration.ofMillis(900));

        assertThat(failure(first).writeOutcome()).contains(WriteOutcome.UNKNOWN);
        gateway.answer();
        assertThat(patient.get(10, TimeUnit.SECONDS)).isEqualTo(PROFILE);
        for (CompletableFuture<SupportProfile> late : List.of(second, third)) {
            assertThat(failure(late).category()).isEqualTo(ErrorCategory.TIMEOUT);
            assertThat(failure(late).writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
            assertThat(failure(late)).hasMessageContaining("maxConnections");
        }
        assertThat(gateway.sent).hasSize(2);
    }

    @Test
    void write_withNoTimeLeftBeforeSending_isNotSent() {
        CompletableFuture<SupportProfile> blocker = update(Duration.ofSeconds(30));
        CompletableFuture<SupportProfile> late = update(Duration.ofMillis(800));
        await(() -> gateway.sent.size() == 1);
        RequestContext waiting = gateway.asked.get(1);

        time.advance(Duration.ofMillis(790));

        assertThat(waiting.progress().sending()).isFalse();
        gateway.answer();
        assertThat(failure(late).writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(blocker).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void attemptTimeout_ofAQueuedCall_startsAfterTheQueue() throws Exception {
        CompletableFuture<SupportProfile> first = update(Duration.ofSeconds(30));
        CompletableFuture<SupportProfile> second = update(Duration.ofSeconds(30));
        CompletableFuture<SupportProfile> third =
                client.profiles().supportProfile().getAsync();
        await(() -> gateway.sent.size() == 1);

        for (CompletableFuture<SupportProfile> call : List.of(first, second)) {
            time.advance(Duration.ofMillis(800));
            gateway.answer();
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo(PROFILE);
        }
        await(() -> gateway.sent.size() == 3);
        time.advance(Duration.ofSeconds(1));

        assertThat(failure(third)).hasMessageContaining("timeout of 1000 ms");
    }

    @Test
    void deadline_ofAQueuedCall_includesTheQueue() {
        update(Duration.ofSeconds(30));
        await(() -> gateway.sent.size() == 1);
        CompletableFuture<SupportProfile> second = update(Duration.ofMillis(600));

        time.advance(Duration.ofMillis(600));

        assertThat(failure(second).category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(failure(second).writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(gateway.sent).hasSize(1);
    }

    @Test
    void closeOfTheGateway_duringAQueuedWrite_isNotAppliedAndNotReconciled() {
        CompletableFuture<SupportProfile> sent = update(Duration.ofSeconds(30));
        await(() -> gateway.sent.size() == 1);
        CompletableFuture<SupportProfile> waiting = update(Duration.ofSeconds(30));

        gateway.close();

        assertThat(failure(waiting).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(failure(waiting).writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
        assertThat(failure(sent).category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(failure(sent).writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(gateway.asked).hasSize(2);
    }
}

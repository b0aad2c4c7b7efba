package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs on virtual time: the executor runs tasks on the thread that advances the clock. */
@Timeout(20)
class RetryPipelineTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final SupportProfile CHANGED = PROFILE.withEmail("c@d");

    private final FakeTime time = new FakeTime();
    private final ScriptedGateway gateway = new ScriptedGateway();
    private final List<CallListener.Retry> retries = new CopyOnWriteArrayList<>();

    private static SupportProfileReply reply(SupportProfile profile) {
        return reply(profile, null);
    }

    private static SupportProfileReply reply(SupportProfile profile, @Nullable String etag) {
        return SupportProfileReply.of(
                profile, ResponseMetadata.builder(200).etag(etag).build());
    }

    private PartnerCenter.Builder builder() {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(AccessTokenProvider.fixed(AccessToken.of("t")))
                .time(time)
                .threads(time.threads())
                .random(half())
                .updateRoute(UpdateRoute.DOCUMENTED)
                .listener(new CallListener() {
                    @Override
                    public void retryWaitStarted(Retry retry) {
                        retries.add(retry);
                    }
                });
    }

    /** Makes every wait half of its limit. Ids still differ. */
    private static RandomGenerator half() {
        AtomicInteger ids = new AtomicInteger();
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return ids.incrementAndGet();
            }

            @Override
            public double nextDouble() {
                return 0.5;
            }
        };
    }

    private SupportProfileOperations support() {
        return builder().build().profiles().supportProfile();
    }

    private static PartnerCenterException failure(CompletableFuture<?> call) {
        ExecutionException wrapper =
                catchThrowableOfType(ExecutionException.class, () -> call.get(5, TimeUnit.SECONDS));
        return (PartnerCenterException) wrapper.getCause();
    }

    private static Function<RequestContext, PartnerCenterException> status(int status) {
        return context -> ServiceException.builder(context, status).build();
    }

    private static Function<RequestContext, PartnerCenterException> echoed(int status) {
        return context -> ServiceException.builder(context, status)
                .answeredIds(context.requestId(), context.correlationId())
                .build();
    }

    private static PartnerCenterException broken(RequestContext context) {
        return TransportException.io(context, WriteOutcome.UNKNOWN, "broken", null);
    }

    private List<String> requestIds() {
        return gateway.asked.stream().map(asked -> asked.context().requestId()).toList();
    }

    private long puts() {
        return gateway.asked.stream()
                .filter(asked -> asked.method().equals("PUT"))
                .count();
    }

    // --- retries ---

    @Test
    void read_failsTwice_succeedsAtTheThirdAttempt() {
        gateway.thenFail(status(503)).thenFail(RetryPipelineTest::broken).thenReply(reply(PROFILE));

        CompletableFuture<SupportProfile> call = support().getAsync();
        assertThat(gateway.asked).hasSize(1);
        time.advance(Duration.ofMillis(124));
        assertThat(gateway.asked).hasSize(1);
        time.advance(Duration.ofMillis(1));
        assertThat(gateway.asked).hasSize(2);
        time.advance(Duration.ofMillis(250));

        assertThat(call).isCompletedWithValue(PROFILE);
        assertThat(retries)
                .extracting(CallListener.Retry::delay)
                .containsExactly(Duration.ofMillis(125), Duration.ofMillis(250));
        assertThat(retries.get(1).attempts()).isEqualTo(2);
        assertThat(time.waiting()).isZero();
    }

    @Test
    void failure_afterAllAttempts_isTheLastWithTheOthersSuppressed() {
        gateway.thenFail(status(503)).thenFail(RetryPipelineTest::broken).thenFail(status(500));

        CompletableFuture<SupportProfile> call = support().getAsync();
        time.advance(Duration.ofMillis(125));
        time.advance(Duration.ofMillis(250));

        PartnerCenterException thrown = failure(call);
        assertThat(((ServiceException) thrown).status()).isEqualTo(500);
        assertThat(thrown.attempts()).isEqualTo(3);
        assertThat(thrown.retryStop()).contains(RetryStop.ATTEMPTS);
        assertThat(thrown.getSuppressed()).hasSize(2);
        assertThat(thrown.getSuppressed()[0]).isInstanceOf(ServiceException.class);
        assertThat(thrown.getSuppressed()[1]).isInstanceOf(TransportException.class);
    }

    @Test
    void requestId_withoutEchoOfTheService_isReused() {
        gateway.thenFail(RetryPipelineTest::broken).thenFail(echoed(503)).thenReply(reply(PROFILE));

        CompletableFuture<SupportProfile> call = support().getAsync();
        time.advance(Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));

        assertThat(call).isCompleted();
        assertThat(requestIds().get(1)).isEqualTo(requestIds().get(0));
        assertThat(requestIds().get(2)).isNotEqualTo(requestIds().get(0));
        assertThat(gateway.asked.stream()
                        .map(asked -> asked.context().correlationId())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void retryAfter_isWaitedFor() {
        gateway.thenFail(context -> ServiceException.builder(context, 429)
                        .retryAfter(Duration.ofSeconds(3), "3")
                        .build())
                .thenReply(reply(PROFILE));

        CompletableFuture<SupportProfile> call = support().getAsync();
        time.advance(Duration.ofSeconds(3));
        assertThat(gateway.asked).hasSize(1);
        time.advance(Duration.ofMillis(150));

        assertThat(call).isCompletedWithValue(PROFILE);
    }

    @Test
    void retryAfter_longerThanTheCall_failsAtOnceWithTheWait() {
        gateway.thenFail(context -> ServiceException.builder(context, 429)
                .retryAfter(Duration.ofHours(1), "3600")
                .build());

        PartnerCenterException thrown = failure(support().getAsync());

        assertThat(thrown.category()).isEqualTo(ErrorCategory.THROTTLED);
        assertThat(thrown.retryStop()).contains(RetryStop.RETRY_AFTER);
        assertThat(((ServiceException) thrown).retryAfter()).contains(Duration.ofHours(1));
        assertThat(thrown).hasMessageContaining("the service asks for a longer wait");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void deadline_tooNearForARetry_failsWithTheFailureOfTheAttempt() {
        gateway.thenFail(status(500));

        PartnerCenterException thrown = failure(support()
                .with(CallOptions.builder().timeout(Duration.ofMillis(100)).build())
                .getAsync());

        assertThat(thrown.category()).isEqualTo(ErrorCategory.SERVER);
        assertThat(thrown.isRetryable()).isTrue();
        assertThat(thrown.retryStop()).contains(RetryStop.DEADLINE);
    }

    @Test
    void failure_notRetryable_isNotRetriedAndHasNoRetryStop() {
        gateway.thenFail(status(400));

        assertThat(failure(support().getAsync()).retryStop()).isEmpty();
        assertThat(gateway.asked).hasSize(1);
    }

    // --- timeouts ---

    @Test
    void attempt_neverEnds_timesOutAndIsRetried() throws Exception {
        gateway.thenNothing().thenReply(reply(PROFILE));

        CompletableFuture<SupportProfile> call = support().getAsync();
        assertThat(gateway.asked.get(0).context().timeLeft()).isEqualTo(Duration.ofSeconds(20));
        time.advance(Duration.ofSeconds(20));
        // The timeout runs on another thread.
        assertThat(gateway.given.get(0).handle((reply, cut) -> cut).get(5, TimeUnit.SECONDS))
                .isNotNull();
        awaitWaiting(2);
        time.advance(Duration.ofMillis(125));

        assertThat(call.get(5, TimeUnit.SECONDS)).isEqualTo(PROFILE);
        assertThat(retries.get(0).failure().category()).isEqualTo(ErrorCategory.TIMEOUT);
    }

    @Test
    void attemptTimeoutAndDeadline_messageNamesTheAddress() throws Exception {
        gateway.then(asked -> {
            asked.context().progress().takes(Route.to(URI.create("https://api.example")));
            return new CompletableFuture<>();
        });
        gateway.then(asked -> {
            asked.context().progress().takes(Route.to(URI.create("https://other.example:8443")));
            return new CompletableFuture<>();
        });

        CompletableFuture<SupportProfile> call = builder()
                .timeout(Duration.ofSeconds(30))
                .build()
                .profiles()
                .supportProfile()
                .getAsync();
        time.advance(Duration.ofSeconds(20));
        assertThat(gateway.given.get(0).handle((reply, cut) -> cut).get(5, TimeUnit.SECONDS))
                .hasMessageContaining("from Partner Center (api.example:443) within");
        awaitWaiting(2);
        time.advance(Duration.ofMillis(125));
        time.advance(Duration.ofSeconds(10));

        assertThat(failure(call)).hasMessageContaining("from Partner Center (other.example:8443) within");
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 10})
    void refusalOfAForeignKind_atTheAttemptsTimeoutOrTheDeadline_isATimeout(int deadlineSeconds) {
        gateway.then(asked -> {
            asked.context().progress().sending();
            asked.context().progress().refused(new IllegalStateException("foreign"), WriteOutcome.NOT_APPLIED);
            return new CompletableFuture<>();
        });

        CompletableFuture<SupportProfile> call = builder()
                .timeout(Duration.ofSeconds(deadlineSeconds))
                .retryPolicy(RetryPolicy.none())
                .build()
                .profiles()
                .supportProfile()
                .updateAsync(CHANGED);
        time.advance(Duration.ofSeconds(20));

        PartnerCenterException failure = failure(call);
        assertThat(failure.category()).isEqualTo(ErrorCategory.TIMEOUT);
        assertThat(failure.writeOutcome()).hasValue(WriteOutcome.NOT_APPLIED);
    }

    private void awaitWaiting(int tasks) {
        long end = System.nanoTime() + 5_000_000_000L;
        while (time.waiting() != tasks && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(time.waiting()).isEqualTo(tasks);
    }

    @Test
    void cancel_duringAWait_removesTheTimerTaskAndSendsNothing() {
        gateway.thenFail(status(503));
        CompletableFuture<SupportProfile> call = support().updateAsync(CHANGED);
        assertThat(time.waiting()).isEqualTo(2);

        call.cancel(true);

        assertThat(time.waiting()).isZero();
        time.advance(Duration.ofMinutes(1));
        assertThat(gateway.asked).hasSize(1);
    }

    @Test
    void aThousandCalls_waitingForARetry_blockNoThread() {
        AtomicInteger asked = new AtomicInteger();
        PartnerCenter client = builder()
                .tokens(request -> {
                    asked.incrementAndGet();
                    return CompletableFuture.failedFuture(new IllegalStateException("down"));
                })
                .callbackExecutor(task -> new Thread(task).start())
                .build();
        int before = Thread.activeCount();

        for (int i = 0; i < 1000; i++) {
            client.profiles().supportProfile().getAsync();
        }

        assertThat(time.waiting()).isEqualTo(2000);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 1);
        assertThat(asked).hasValue(1);
        client.close();
        time.advance(Duration.ZERO);
        assertThat(time.waiting()).isZero();
    }

    // --- writes ---

    @Test
    void write_ofUnknownOutcome_isSentAgainOnceAndThenReconciled() {
        gateway.thenFail(RetryPipelineTest::broken)
                .thenFail(RetryPipelineTest::broken)
                .thenReply(reply(CHANGED));

        CompletableFuture<SupportProfileReply> call = support().updateReplyAsync(CHANGED);
        time.advance(Duration.ofMillis(125));

        assertThat(call).isCompleted();
        assertThat(call.join().profile()).isEqualTo(CHANGED);
        assertThat(call.join().metadata().reconciled()).isTrue();
        assertThat(puts()).isEqualTo(2);
        assertThat(gateway.asked).hasSize(3);
        assertThat(requestIds().get(2)).isNotEqualTo(requestIds().get(0));
    }

    @Test
    void write_ofUnknownOutcomeNotShownByTheRead_failsAsUnknown() {
        gateway.thenFail(RetryPipelineTest::broken)
                .thenFail(RetryPipelineTest::broken)
                .thenReply(reply(PROFILE));

        CompletableFuture<SupportProfile> call = support().updateAsync(CHANGED);
        time.advance(Duration.ofMillis(125));

        PartnerCenterException thrown = failure(call);
        assertThat(thrown.category()).isEqualTo(ErrorCategory.IO);
        assertThat(thrown.writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(thrown.retryStop()).contains(RetryStop.ATTEMPTS);
        assertThat(thrown.attempts()).isEqualTo(3);
    }

    @Test
    void write_ofUnknownOutcomeAndTheReadFails_readFailureIsSuppressed() {
        gateway.thenFail(RetryPipelineTest::broken)
                .thenFail(RetryPipelineTest::broken)
                .thenFail(status(500));

        CompletableFuture<SupportProfile> call = support().updateAsync(CHANGED);
        time.advance(Duration.ofMillis(125));

        PartnerCenterException thrown = failure(call);
        assertThat(thrown.category()).isEqualTo(ErrorCategory.IO);
        assertThat(thrown.getSuppressed()).hasSize(2);
        assertThat(gateway.asked).hasSize(3);
    }

    @Test
    void write_ofUnknownOutcomeWithoutReconcile_isNotRead() {
        gateway.thenFail(RetryPipelineTest::broken).thenFail(RetryPipelineTest::broken);

        CompletableFuture<SupportProfile> call =
                builder().reconcile(false).build().profiles().supportProfile().updateAsync(CHANGED);
        time.advance(Duration.ofMillis(125));

        assertThat(failure(call).writeOutcome()).contains(WriteOutcome.UNKNOWN);
        assertThat(gateway.asked).hasSize(2);
    }

    @Test
    void write_succeedsAtTheSecondAttempt_isNotRead() {
        gateway.thenFail(RetryPipelineTest::broken).thenReply(reply(CHANGED));

        CompletableFuture<SupportProfileReply> call = support().updateReplyAsync(CHANGED);
        time.advance(Duration.ofMillis(125));

        assertThat(call.join().metadata().reconciled()).isFalse();
        assertThat(gateway.asked).hasSize(2);
    }

    @Test
    void conditionalWrite_appliedButResponseLost_isReconciledByTheRead() {
        gateway.thenReply(reply(PROFILE, "\"1\""))
                .thenFail(RetryPipelineTest::broken)
                .thenFail(status(412))
                .thenReply(reply(CHANGED, "\"2\""));

        CompletableFuture<SupportProfileReply> call = support().editReplyAsync(profile -> profile.withEmail("c@d"));
        time.advance(Duration.ofMillis(125));

        assertThat(call.join().metadata().reconciled()).isTrue();
        assertThat(puts()).isEqualTo(2);
    }

    @Test
    void write_aborted_hasTheOutcomeOfTheProgressReports() {
        gateway.then(asked -> {
            asked.context().progress().connecting();
            return new CompletableFuture<>();
        });
        gateway.then(asked -> {
            asked.context().progress().connecting();
            asked.context().progress().sending();
            return new CompletableFuture<>();
        });
        gateway.then(asked -> {
            asked.context().progress().sending();
            asked.context().progress().accepted();
            return new CompletableFuture<>();
        });
        gateway.thenNothing();

        for (WriteOutcome expected :
                List.of(WriteOutcome.NOT_APPLIED, WriteOutcome.UNKNOWN, WriteOutcome.APPLIED, WriteOutcome.UNKNOWN)) {
            PartnerCenter client = builder().build();
            CompletableFuture<SupportProfile> call =
                    client.profiles().supportProfile().updateAsync(CHANGED);
            client.close();
            assertThat(failure(call).writeOutcome()).contains(expected);
        }
    }

    // --- the budget ---

    @Test
    @Timeout(60)
    void outage_always_costsTenRetriesInTotal() {
        PartnerCenter client = builder().build();
        for (int i = 0; i < 10_010; i++) {
            gateway.thenFail(status(503));
        }
        for (int i = 0; i < 10_000; i++) {
            CompletableFuture<SupportProfile> call = i % 2 == 0
                    ? client.profiles().supportProfile().getAsync()
                    : client.profiles().supportProfile().updateAsync(CHANGED);
            time.advance(Duration.ofMillis(125));
            time.advance(Duration.ofMillis(250));
            PartnerCenterException thrown = failure(call);
            assertThat(thrown.category()).isEqualTo(ErrorCategory.SERVER);
            if (i > 10) {
                assertThat(thrown.retryStop()).contains(RetryStop.BUDGET);
            }
        }

        assertThat(gateway.asked).hasSize(10_010);
    }

    @Test
    void outage_withManyClientsOfOneGateway_costsTenRetriesInTotal() {
        int partners = 200;
        for (int i = 0; i < 3 * partners; i++) {
            gateway.thenFail(status(503));
        }

        for (int i = 0; i < partners; i++) {
            CompletableFuture<SupportProfile> call = support().getAsync();
            time.advance(Duration.ofMillis(125));
            time.advance(Duration.ofMillis(250));
            assertThat(failure(call).category()).isEqualTo(ErrorCategory.SERVER);
        }

        assertThat(gateway.asked).hasSize(partners + 10);
    }

    @Test
    void client_withItsOwnBudget_doesNotUseTheBudgetOfOthers() {
        for (int i = 0; i < 200; i++) {
            gateway.thenFail(status(503));
        }
        for (int i = 0; i < 20; i++) {
            builder()
                    .retryBudget(new RetryBudget())
                    .build()
                    .profiles()
                    .supportProfile()
                    .getAsync();
            time.advance(Duration.ofMillis(125));
            time.advance(Duration.ofMillis(250));
        }

        assertThat(gateway.asked).hasSize(60);
    }

    @Test
    void gateway_withoutBudget_eachClientHasItsOwn() {
        SupportProfileGateway without = new SupportProfileGateway() {
            @Override
            public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                return gateway.fetch(context);
            }

            @Override
            public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                return gateway.replace(profile, context);
            }

            @Override
            public void close() {}
        };
        for (int i = 0; i < 60; i++) {
            gateway.thenFail(status(503));
        }

        for (int i = 0; i < 20; i++) {
            builder().gateway(without).build().profiles().supportProfile().getAsync();
            time.advance(Duration.ofMillis(125));
            time.advance(Duration.ofMillis(250));
        }

        assertThat(gateway.asked).hasSize(60);
    }

    @Test
    void retry_succeeds_isReturnedToTheBudget() {
        PartnerCenter client = builder().build();
        for (int i = 0; i < 50; i++) {
            gateway.thenFail(RetryPipelineTest::broken).thenReply(reply(PROFILE));
            CompletableFuture<SupportProfile> call =
                    client.profiles().supportProfile().getAsync();
            time.advance(Duration.ofMillis(125));
            assertThat(call).isCompleted();
        }
        assertThat(gateway.asked).hasSize(100);
    }

    @Test
    void retry_succeedsAfterOverload_isNotReturnedToTheBudget() {
        PartnerCenter client = builder().build();
        for (int i = 0; i < 10; i++) {
            gateway.thenFail(status(429)).thenReply(reply(PROFILE));
            CompletableFuture<SupportProfile> call =
                    client.profiles().supportProfile().getAsync();
            time.advance(Duration.ofMillis(500));
            assertThat(call).isCompleted();
        }

        gateway.thenFail(status(429));
        assertThat(failure(client.profiles().supportProfile().getAsync()).retryStop())
                .contains(RetryStop.BUDGET);
    }

    // --- tokens ---

    @Test
    void tokenSource_isDown_getsOneRequestPerWindowForAllCalls() {
        AtomicInteger asked = new AtomicInteger();
        PartnerCenter client = builder()
                .tokens(request -> asked.incrementAndGet() < 3
                        ? CompletableFuture.failedFuture(new IllegalStateException("down"))
                        : CompletableFuture.completedFuture(AccessToken.of("t")))
                .build();
        List<CompletableFuture<SupportProfile>> calls = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 50; i++) {
            gateway.thenReply(reply(PROFILE));
            calls.add(client.profiles().supportProfile().getAsync());
        }
        assertThat(asked).hasValue(1);

        time.advance(Duration.ofMillis(600));
        assertThat(asked).hasValue(2);
        time.advance(Duration.ofMillis(1200));

        assertThat(asked).hasValue(3);
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue(PROFILE));
        assertThat(gateway.asked).hasSize(50);
    }
}

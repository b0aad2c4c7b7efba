package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.ResponseMetadata;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.Time;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One caller's code must neither hold up another caller's call nor see what belongs to another. */
@Timeout(30)
class CallerIsolationTest {

    private static final SupportProfile PROFILE =
            SupportProfile.builder().email("a@b").telephone("1").website("w").build();
    private static final SupportProfileReply REPLY =
            SupportProfileReply.of(PROFILE, ResponseMetadata.builder(200).build());
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CALLS = 10;

    private final ScriptedGateway gateway = new ScriptedGateway();
    private final CountDownLatch blocked = new CountDownLatch(1);

    @AfterEach
    void release() {
        blocked.countDown();
    }

    private void block() {
        try {
            blocked.await(15, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private PartnerCenter.Builder builder(AccessTokenProvider tokens) {
        return PartnerCenter.builder().gateway(gateway).tokens(tokens).retryPolicy(RetryPolicy.none());
    }

    /** Calls whose callbacks all block. */
    private List<CompletableFuture<SupportProfile>> callsThatBlock(PartnerCenter client) {
        List<CompletableFuture<SupportProfile>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            CompletableFuture<SupportProfile> call =
                    client.profiles().supportProfile().getAsync();
            call.whenComplete((value, failure) -> block());
            calls.add(call);
        }
        return calls;
    }

    /** Without a get, which would help with the callbacks. */
    private static void awaitEnds(List<CompletableFuture<SupportProfile>> calls) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!calls.stream().allMatch(CompletableFuture::isDone)) {
            assertThat(System.nanoTime()).as("ended in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void token_severalCallsWait_reachesAllEvenIfTheirCallbacksBlock() {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        for (int i = 0; i < CALLS; i++) {
            gateway.thenReply(REPLY);
        }
        List<CompletableFuture<SupportProfile>> calls =
                callsThatBlock(builder(request -> token).build());

        token.complete(AccessToken.of("t"));

        awaitEnds(calls);
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue(PROFILE));
    }

    /** However few wait: what follows is the caller's, and the provider may hold a lock or have one thread only. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void token_oneCallWaits_callbackDoesNotRunOnTheThreadOfTheProvider(boolean succeeds) throws Exception {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        gateway.thenReply(REPLY);
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        var unused = builder(request -> token)
                .build()
                .profiles()
                .supportProfile()
                .getAsync()
                .whenComplete((value, failure) -> ranOn.complete(Thread.currentThread()));

        if (succeeds) {
            token.complete(AccessToken.of("t"));
        } else {
            token.completeExceptionally(new IllegalStateException("down"));
        }

        assertThat(ranOn.get(15, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void token_blockingCallWaits_continuesOnTheThreadOfTheCaller() throws Exception {
        CompletableFuture<AccessToken> token = new CompletableFuture<>();
        CompletableFuture<Thread> sentOn = new CompletableFuture<>();
        gateway.then(asked -> {
            sentOn.complete(Thread.currentThread());
            return CompletableFuture.completedFuture(REPLY);
        });
        CountDownLatch asked = new CountDownLatch(1);
        PartnerCenter client = builder(request -> {
                    asked.countDown();
                    return token;
                })
                .build();
        Thread caller = new Thread(() -> client.profiles().supportProfile().get());
        caller.start();
        assertThat(asked.await(15, TimeUnit.SECONDS)).isTrue();

        token.complete(AccessToken.of("t"));

        assertThat(sentOn.get(15, TimeUnit.SECONDS)).isSameAs(caller);
        caller.join(15_000);
    }

    @Test
    void close_callbacksBlock_returnsAndEndsAllCalls() {
        PartnerCenter client = builder(request -> new CompletableFuture<>()).build();
        List<CompletableFuture<SupportProfile>> calls = callsThatBlock(client);

        client.close();

        awaitEnds(calls);
        assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedExceptionally());
    }

    /** A second client's deadline, on the same timer, while an application's executor or token source blocks. */
    private void deadlineIsKept(Executor executor, Runnable source) {
        Time time = Time.system();
        AtomicInteger runs = new AtomicInteger();
        PartnerCenter hanging = builder(AccessTokenProvider.of(() -> {
                    if (runs.getAndIncrement() == 0) {
                        throw new IllegalStateException("once");
                    }
                    source.run();
                    return AccessToken.of("t");
                }))
                .callbackExecutor(executor)
                .blockingExecutor(executor)
                .time(time)
                .retryPolicy(
                        RetryPolicy.builder().firstWait(Duration.ofMillis(1)).build())
                .build();
        PartnerCenter other =
                builder(request -> new CompletableFuture<>()).time(time).build();
        gateway.thenReply(REPLY);

        CompletableFuture<SupportProfile> first =
                hanging.profiles().supportProfile().getAsync();
        CompletableFuture<SupportProfile> second = other.profiles()
                .supportProfile()
                .with(CallOptions.builder().timeout(Duration.ofMillis(300)).build())
                .getAsync();

        assertThat(second).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
        assertThat(first).isNotDone();
        blocked.countDown();
        assertThat(first).succeedsWithin(PATIENCE);
    }

    @Test
    void executor_runsInline_tokenSourceNeverRunsOnTheTimersThread() {
        deadlineIsKept(Runnable::run, this::block);
    }

    @Test
    void executor_blocks_timersThreadDoesNotWait() {
        AtomicInteger tasks = new AtomicInteger();
        deadlineIsKept(
                task -> {
                    if (tasks.getAndIncrement() > 0) {
                        block();
                    }
                    task.run();
                },
                () -> {});
    }

    /** As the two threads of a web server are, that are lent for callbacks as well. */
    @Test
    void callbackExecutor_allThreadsInBlockingCalls_causesNoDeadlock() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            PartnerCenter client = builder(AccessTokenProvider.of(() -> AccessToken.of("t")))
                    .callbackExecutor(two)
                    .retryPolicy(RetryPolicy.builder()
                            .firstWait(Duration.ofMillis(1))
                            .build())
                    .build();
            for (int i = 0; i < 2; i++) {
                gateway.thenFail(
                        context -> ServiceException.builder(context, 503).build());
            }
            for (int i = 0; i < 2; i++) {
                gateway.thenReply(REPLY);
            }
            List<Future<SupportProfile>> calls = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                calls.add(two.submit(() -> client.profiles().supportProfile().get()));
            }

            for (Future<SupportProfile> call : calls) {
                assertThat(call.get(15, TimeUnit.SECONDS)).isNotNull();
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void blockingCall_executorBlocks_endsAtItsDeadline() {
        PartnerCenter client = builder(AccessTokenProvider.of(() -> AccessToken.of("t")))
                .callbackExecutor(task -> block())
                .blockingExecutor(task -> block())
                .timeout(Duration.ofMillis(200))
                .build();
        CompletableFuture<SupportProfile> call = CompletableFuture.supplyAsync(
                () -> client.profiles().supportProfile().get(), task -> new Thread(task).start());

        assertThat(call).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
    }

    @Test
    void tokenSource_seesTheClassLoaderOfTheClientsBuilderAndNoThreadLocals() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0], before);
        InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        gateway.thenReply(REPLY);
        try {
            Thread.currentThread().setContextClassLoader(application);
            PartnerCenter client = builder(AccessTokenProvider.of(() -> {
                        seen.complete(Arrays.asList(
                                tenant.get(), Thread.currentThread().getContextClassLoader()));
                        return AccessToken.of("t");
                    }))
                    .build();
            Thread.currentThread().setContextClassLoader(before);
            tenant.set("alice");

            client.profiles().supportProfile().get();

            assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly(null, application);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            tenant.remove();
        }
    }
}

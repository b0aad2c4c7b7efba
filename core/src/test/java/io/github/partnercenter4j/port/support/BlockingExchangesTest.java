package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class BlockingExchangesTest {

    private static final String ID = "603f3cd9-01b8-48f2-b65d-855a246f5bfd";
    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId(ID)
            .correlationId(ID)
            .accessToken(AccessToken.of("t"))
            .build();

    private final BlockingExchanges exchanges = new BlockingExchanges(TransportThreads.platform("test"), 2);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        exchanges.close();
    }

    private <T> CompletableFuture<T> submit(Callable<T> exchange) {
        return exchanges.submit(CONTEXT, () -> {}, exchange, thrown -> thrown);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return catchThrowableOfType(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void submit_moreThanTheLimit_runsAllButNeverMoreThanTheLimitAtOnce() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            calls.add(submit(() -> {
                highest.accumulateAndGet(running.incrementAndGet(), Math::max);
                gate.await(10, TimeUnit.SECONDS);
                running.decrementAndGet();
                return number;
            }));
        }
        gate.countDown();

        for (int i = 0; i < 20; i++) {
            assertThat(calls.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(highest).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void callbacks_blockOnFurtherCalls_theirPlaceIsFree() throws Exception {
        List<CompletableFuture<String>> outer = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            outer.add(submit(() -> {
                        gate.await(10, TimeUnit.SECONDS);
                        return "outer";
                    })
                    .thenApply(value -> submit(() -> "inner").join()));
        }
        gate.countDown();

        for (CompletableFuture<String> call : outer) {
            assertThat(call.get(10, TimeUnit.SECONDS)).isEqualTo("inner");
        }
    }

    @Test
    void threads_ofSequentialCalls_areReused() throws Exception {
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 50; i++) {
            submit(() -> names.add(Thread.currentThread().getName())).get(10, TimeUnit.SECONDS);
        }

        assertThat(names).hasSizeLessThan(10).allMatch(name -> name.startsWith("partnercenter4j-test-"));
    }

    private static RequestContext calledFrom(Executor thread) {
        return CONTEXT.toBuilder().callerThread(thread).build();
    }

    @Test
    void submit_withABlockingCaller_runsOnTheCallersThread() {
        CompletableFuture<Thread> ranOn =
                exchanges.submit(calledFrom(Runnable::run), () -> {}, Thread::currentThread, thrown -> thrown);

        assertThat(ranOn).isCompletedWithValue(Thread.currentThread());
    }

    @Test
    void submit_onCallersFalse_runsOnAnotherThread() throws Exception {
        try (BlockingExchanges apart = new BlockingExchanges(TransportThreads.platform("apart"), 1, false)) {
            CompletableFuture<Thread> ranOn =
                    apart.submit(calledFrom(Runnable::run), () -> {}, Thread::currentThread, thrown -> thrown);

            assertThat(ranOn.get(10, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
        }
    }

    /** Some libraries clear the interrupt flag, for example while they wait in their own queue. */
    @Test
    void interrupt_clearedByTheLibrary_isSeenByTheCaller() {
        exchanges.submit(
                calledFrom(Runnable::run),
                () -> {},
                () -> {
                    throw new InterruptedException();
                },
                thrown -> thrown);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aside_onACallersThread_goesOnAfterTheExchangeWasAborted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread caller = new Thread(() -> exchanges.submit(
                calledFrom(Runnable::run),
                () -> {},
                () -> exchanges.aside(() -> {
                    asked.countDown();
                    return gate.await(10, TimeUnit.SECONDS);
                }),
                failure -> {
                    thrown.complete(failure);
                    return failure;
                }));
        caller.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

        exchanges.close();

        assertThat(thrown.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedIOException.class);
    }

    @Test
    void aside_onAnotherThread_runsDirectlyAndThrowsTheExceptionOfTheTask() {
        assertThat(exchanges.<Thread>aside(Thread::currentThread)).isSameAs(Thread.currentThread());
        assertThatThrownBy(() -> exchanges.aside(() -> {
                    throw new UnknownHostException("nowhere");
                }))
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void cancel_whileWaiting_neverRunsTheExchange() throws Exception {
        CompletableFuture<Boolean> first = submit(() -> gate.await(10, TimeUnit.SECONDS));
        CompletableFuture<Boolean> second = submit(() -> gate.await(10, TimeUnit.SECONDS));
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<Integer> third = submit(ran::incrementAndGet);

        third.cancel(true);
        gate.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(second.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(submit(() -> "last").get(10, TimeUnit.SECONDS)).isEqualTo("last");
        assertThat(ran).hasValue(0);
    }

    /** Cancelled exchanges in the queue must not stay in memory. */
    @Test
    void cancel_whileWaiting_releasesTheExchangeAtOnce() {
        submit(() -> gate.await(10, TimeUnit.SECONDS));
        submit(() -> gate.await(10, TimeUnit.SECONDS));
        WeakReference<Object> given = submitAndCancel();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (given.get() != null) {
            assertThat(System.nanoTime()).as("released within ten seconds").isLessThan(end);
            System.gc();
        }
    }

    private WeakReference<Object> submitAndCancel() {
        byte[] given = new byte[1];
        submit(() -> given).cancel(true);
        return new WeakReference<>(given);
    }

    /** Callbacks run on these threads: the callback of one caller must not see thread-locals of another. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callbacks_always_seeNoThreadLocalsOfTheThreadsCreator(boolean virtual) throws Exception {
        assumeTrue(!virtual || TransportThreads.virtualAvailable());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader application = new URLClassLoader(new URL[0], before);
        InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
        Thread.currentThread().setContextClassLoader(application);
        ExecutorService threads = virtual ? TransportThreads.virtual("test") : TransportThreads.platform("test");
        Thread.currentThread().setContextClassLoader(null);
        tenant.set("alice");
        try (BlockingExchanges one = new BlockingExchanges(threads, 1)) {
            one.submit(CONTEXT, () -> {}, () -> gate.await(10, TimeUnit.SECONDS), thrown -> thrown);
            tenant.set("bob");
            CompletableFuture<List<Object>> seen = one.submit(CONTEXT, () -> {}, () -> "x", thrown -> thrown)
                    .thenApply(value ->
                            Arrays.asList(tenant.get(), Thread.currentThread().getContextClassLoader()));
            gate.countDown();

            assertThat(seen.get(10, TimeUnit.SECONDS)).containsExactly(null, application);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            tenant.remove();
        }
    }

    /** A callback that blocks must delay neither the other callers nor close. */
    @Test
    void close_withACallbackThatBlocks_returnsAndEndsTheOthers() {
        CountDownLatch blocked = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> calls = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                CompletableFuture<Boolean> call = submit(() -> gate.await(10, TimeUnit.SECONDS));
                call.whenComplete((value, failure) -> awaitQuietly(blocked));
                calls.add(call);
            }

            exchanges.close();

            // Does not use get, which would run callbacks on this thread.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (!calls.stream().allMatch(CompletableFuture::isCompletedExceptionally)) {
                assertThat(System.nanoTime()).as("ended within five seconds").isLessThan(end);
                Thread.onSpinWait();
            }
        } finally {
            blocked.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void failure_isMapped_anErrorIsNot() {
        IllegalStateException mapped = new IllegalStateException("ours");

        assertThat(failure(exchanges.submit(
                        CONTEXT,
                        () -> {},
                        () -> {
                            throw new IOException("theirs");
                        },
                        thrown -> mapped)))
                .isSameAs(mapped);
        assertThat(failure(exchanges.submit(
                        CONTEXT,
                        () -> {},
                        () -> {
                            throw new NoClassDefFoundError("gone");
                        },
                        thrown -> mapped)))
                .isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void close_always_failsRunningAndWaitingExchanges() {
        AtomicInteger aborts = new AtomicInteger();
        List<CompletableFuture<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(exchanges.submit(
                    CONTEXT, aborts::incrementAndGet, () -> gate.await(10, TimeUnit.SECONDS), thrown -> thrown));
        }

        exchanges.close();
        exchanges.close();

        for (CompletableFuture<Boolean> call : calls) {
            assertThat(((PartnerCenterException) failure(call)).category()).isEqualTo(ErrorCategory.CLOSED);
        }
        assertThat(aborts).hasValue(5);
        PartnerCenterException late = (PartnerCenterException) failure(submit(() -> "late"));
        assertThat(late.category()).isEqualTo(ErrorCategory.CLOSED);
        assertThat(late.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
    }

    @Test
    void threads_cannotBeCreated_callsFailAndKeepNoPlace() {
        AtomicInteger refusals = new AtomicInteger();
        ExecutorService none = new WithoutThreads(refusals);
        try (BlockingExchanges poor = new BlockingExchanges(none, 1)) {
            for (int i = 0; i < 3; i++) {
                assertThat(failure(poor.submit(CONTEXT, () -> {}, () -> "never", thrown -> thrown)))
                        .isInstanceOf(OutOfMemoryError.class);
            }
        }
        assertThat(refusals).hasValue(3);
    }

    /** A system without free threads. */
    private static final class WithoutThreads extends AbstractExecutorService {

        private final AtomicInteger refusals;

        WithoutThreads(AtomicInteger refusals) {
            this.refusals = refusals;
        }

        @Override
        public void execute(Runnable task) {
            refusals.incrementAndGet();
            throw new OutOfMemoryError("unable to create native thread");
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}

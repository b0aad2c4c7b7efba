package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    void submit_moreThanMay_runsNoMoreAtOnceAndAllInTheEnd() throws Exception {
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
    void callbacks_thatBlockOnFurtherCalls_findTheirPlaceFree() throws Exception {
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
    void threads_ofCallsOneAfterAnother_areUsedAgain() throws Exception {
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 50; i++) {
            submit(() -> names.add(Thread.currentThread().getName())).get(10, TimeUnit.SECONDS);
        }

        assertThat(names).hasSizeLessThan(10).allMatch(name -> name.startsWith("partnercenter4j-test-"));
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
    void close_always_endsWhatRunsAndWhatWaits() {
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
    void threads_thatCannotBeMade_failTheCallsAndKeepNoPlace() {
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

    /** A system that has no thread left to give. */
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

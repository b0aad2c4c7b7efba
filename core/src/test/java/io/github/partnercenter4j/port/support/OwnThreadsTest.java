package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OwnThreadsTest {

    private static final int MOST = 256;

    private final OwnThreads threads = new OwnThreads("own");

    @Test
    void execute_thousandsOfTasksAtOnce_runsThemAllOnAFewThreads() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(20_000);

        for (int i = 0; i < 20_000; i++) {
            threads.execute(() -> {
                used.add(Thread.currentThread());
                done.countDown();
            });
        }

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(used).hasSizeLessThanOrEqualTo(MOST).allMatch(Thread::isDaemon);
    }

    @Test
    void execute_whileOtherTasksBlock_runsAtOnce() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        for (int i = 0; i < MOST - 1; i++) {
            threads.execute(() -> awaitQuietly(hold));
        }

        threads.execute(ran::countDown);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        hold.countDown();
    }

    @Test
    void execute_moreTasksThanThreads_runsTheRestWhenThreadsAreFree() throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(3);
        for (int i = 0; i < MOST; i++) {
            threads.execute(() -> awaitQuietly(hold));
        }
        for (int i = 0; i < 3; i++) {
            threads.execute(ran::countDown);
        }
        assertThat(ran.getCount()).isEqualTo(3);

        hold.countDown();

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void unbounded_manyTasksBlock_noTaskWaits() throws Exception {
        OwnThreads unbounded = OwnThreads.unbounded("unbounded");
        CountDownLatch together = new CountDownLatch(MOST + 50);

        for (int i = 0; i < MOST + 50; i++) {
            unbounded.execute(() -> {
                together.countDown();
                awaitQuietly(together);
            });
        }

        assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void threads_idle_end() throws Exception {
        Thread[] ranOn = new Thread[1];
        CountDownLatch ran = new CountDownLatch(1);
        threads.execute(() -> {
            ranOn[0] = Thread.currentThread();
            ran.countDown();
        });
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();

        ranOn[0].join(10_000);

        assertThat(ranOn[0].isAlive()).isFalse();
    }

    @Test
    void threads_idleAtTheSameTime_allEnd() throws Exception {
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 500; i++) {
            OwnThreads impatient = new OwnThreads("impatient", MOST, Duration.ofMillis(1));
            CountDownLatch done = new CountDownLatch(3);
            for (int task = 0; task < 3; task++) {
                impatient.execute(() -> {
                    used.add(Thread.currentThread());
                    done.countDown();
                });
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        }

        for (Thread thread : used) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void execute_taskThrowsAndLeavesAnInterrupt_theThreadGoesOn() throws Exception {
        OwnThreads single = new OwnThreads("single", 1, Duration.ofDays(1));
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        CompletableFuture<Thread> first = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        single.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
                reported.complete(thrown);
                throw new IllegalStateException("of the handler");
            });
            first.complete(Thread.currentThread());
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("of the task");
        });
        single.execute(() -> interrupted.complete(Thread.currentThread().isInterrupted()));

        assertThat(reported.get(10, TimeUnit.SECONDS)).hasMessage("of the task");
        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(threadOf(single)).isSameAs(first.get(10, TimeUnit.SECONDS));
        single.rest();
    }

    @Test
    void rest_aThreadIsIdle_theThreadEnds() throws Exception {
        OwnThreads patient = new OwnThreads("patient", 1, Duration.ofDays(1));
        Thread idle = threadOf(patient);

        patient.rest();
        idle.join(10_000);

        assertThat(idle.isAlive()).isFalse();
    }

    @Test
    void rest_aThreadIsBusy_theTaskGoesOnAndThenTheThreadEnds() throws Exception {
        OwnThreads patient = new OwnThreads("patient", 1, Duration.ofDays(1));
        CountDownLatch hold = new CountDownLatch(1);
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        patient.execute(() -> {
            awaitQuietly(hold);
            ran.complete(Thread.currentThread());
        });

        patient.rest();
        hold.countDown();
        Thread busy = ran.get(10, TimeUnit.SECONDS);
        busy.join(10_000);

        assertThat(busy.isAlive()).isFalse();
    }

    @Test
    void execute_afterRest_runsTheTask() throws Exception {
        threads.rest();

        assertThat(threadOf(threads).isDaemon()).isTrue();
    }

    private static Thread threadOf(OwnThreads threads) throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        threads.execute(() -> ran.complete(Thread.currentThread()));
        return ran.get(10, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}

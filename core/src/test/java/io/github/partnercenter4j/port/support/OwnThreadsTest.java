package io.github.partnercenter4j.port.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.github.partnercenter4j.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemTimeTest {

    @Test
    void after_delay_runsOnADaemonThreadWithoutContextClassLoader() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        Time.system().after(Duration.ofMillis(1), () -> ran.complete(Thread.currentThread()));

        Thread thread = ran.get(10, TimeUnit.SECONDS);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).startsWith("partnercenter4j-timer");
        assertThat(thread.getContextClassLoader()).isNull();
    }

    @Test
    void cancel_beforeTheTime_taskDoesNotRun() throws Exception {
        Time time = Time.system();
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        CompletableFuture<Void> taken = new CompletableFuture<>();

        // The timer has one thread. While this task blocks it, no other task begins.
        time.after(Duration.ZERO, () -> awaitQuietly(hold));
        time.after(Duration.ofMillis(1), () -> taken.complete(null)).cancel();
        time.after(Duration.ofMillis(2), later::countDown);
        hold.countDown();

        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).isNotDone();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void thread_whenIdle_endsAndStartsAgainForTheNextTask() throws Exception {
        Time time = new SystemTime(Duration.ofMillis(10), Duration.ofMillis(10));

        for (int round = 0; round < 2; round++) {
            CompletableFuture<Thread> ran = new CompletableFuture<>();
            time.after(Duration.ZERO, () -> ran.complete(Thread.currentThread()));

            Thread thread = ran.get(10, TimeUnit.SECONDS);
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** For a closed client: tests that count threads should not have to wait nine seconds. */
    @Test
    void rest_afterUse_endsTheThread() throws Exception {
        Time time = Time.system();
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        time.after(Duration.ofDays(1), () -> {}).cancel();
        time.after(Duration.ZERO, () -> ran.complete(Thread.currentThread()));
        Thread thread = ran.get(10, TimeUnit.SECONDS);

        time.rest();

        thread.join(5_000);
        assertThat(thread.isAlive()).isFalse();
        CountDownLatch again = new CountDownLatch(1);
        time.after(Duration.ZERO, again::countDown);
        assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void after_centuries_isAcceptedAndCancellable() {
        Time.Cancellable task = Time.system().after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});

        task.cancel();

        assertThat(task).isNotNull();
    }
}

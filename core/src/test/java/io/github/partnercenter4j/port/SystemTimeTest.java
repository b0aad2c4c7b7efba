package io.github.partnercenter4j.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SystemTimeTest {

    @Test
    void after_delay_runsOnADaemonThreadThatPinsNoClassLoader() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        Time.system().after(Duration.ofMillis(1), () -> ran.complete(Thread.currentThread()));

        Thread thread = ran.get(10, TimeUnit.SECONDS);
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).startsWith("partnercenter4j-timer");
        assertThat(thread.getContextClassLoader()).isNull();
    }

    @Test
    void cancel_beforeTheTime_takesTheTaskBack() throws Exception {
        Time time = Time.system();
        CountDownLatch hold = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        CompletableFuture<Void> taken = new CompletableFuture<>();

        // The timer has one thread: while it is held, nothing else can begin.
        time.after(Duration.ZERO, () -> awaitQuietly(hold));
        time.after(Duration.ofMillis(1), () -> taken.complete(null)).cancel();
        time.after(Duration.ofMillis(2), later::countDown);
        hold.countDown();

        assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).isNotDone();
    }

    @Test
    void after_dueBeforeWhatTheThreadSleepsFor_wakesIt() throws Exception {
        Time time = Time.system();
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch sooner = new CountDownLatch(1);

        Time.Cancellable later = time.after(Duration.ofHours(1), () -> {});
        time.after(Duration.ZERO, asleep::countDown);
        assertThat(asleep.await(10, TimeUnit.SECONDS)).isTrue();
        time.after(Duration.ofMillis(50), sooner::countDown);

        assertThat(sooner.await(10, TimeUnit.SECONDS)).isTrue();
        later.cancel();
    }

    @Test
    void after_severalAreDue_theEarliestRunsFirst() throws Exception {
        Time time = Time.system();
        CountDownLatch hold = new CountDownLatch(1);
        Queue<String> order = new ConcurrentLinkedQueue<>();
        CountDownLatch all = new CountDownLatch(2);

        time.after(Duration.ZERO, () -> awaitQuietly(hold));
        time.after(Duration.ofMillis(2), () -> {
            order.add("second");
            all.countDown();
        });
        time.after(Duration.ofMillis(1), () -> {
            order.add("first");
            all.countDown();
        });
        hold.countDown();

        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(order).containsExactly("first", "second");
    }

    @Test
    void after_aTaskThatFailsOrLeavesAnInterrupt_takesNothingFromTheOthers() throws Exception {
        Time time = Time.system();
        CountDownLatch ran = new CountDownLatch(1);

        time.after(Duration.ZERO, () -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("expected");
        });
        time.after(Duration.ofMillis(20), ran::countDown);

        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void idle_theThreadGoes_andAnotherComesWithTheNextTask() throws Exception {
        Time time = new SystemTime(Duration.ofMillis(1));
        Thread first = threadOf(time);
        first.join(10_000);
        Thread second = threadOf(time);

        assertThat(first.isAlive()).isFalse();
        assertThat(second).isNotSameAs(first);
    }

    @Test
    void after_asTheThreadIsAboutToGo_runsAllTheSame() throws Exception {
        // So short an idle time that many of the tasks come while the thread makes up its mind.
        Time time = new SystemTime(Duration.ofNanos(1));
        for (int i = 0; i < 2_000; i++) {
            CountDownLatch ran = new CountDownLatch(1);

            time.after(Duration.ofNanos(i), ran::countDown);

            assertThat(ran.await(10, TimeUnit.SECONDS)).as("task %d", i).isTrue();
        }
    }

    private static Thread threadOf(Time time) throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        time.after(Duration.ZERO, () -> ran.complete(Thread.currentThread()));
        return ran.get(10, TimeUnit.SECONDS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void after_centuries_isAcceptedAndCancellable() {
        Time.Cancellable task = Time.system().after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});

        task.cancel();

        assertThat(task).isNotNull();
    }
}

package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.port.Time.Cancellable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class VirtualClockTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final VirtualClock clock = VirtualClock.startingAt(NOON);
    private final List<String> ran = new ArrayList<>();

    private Runnable note(String name) {
        return () -> ran.add(name + " at " + Duration.between(NOON, clock.now()).toSeconds());
    }

    @Test
    void clock_withoutAdvance_doesNotMove() {
        assertThat(clock.now()).isEqualTo(NOON).isEqualTo(clock.instant());
        assertThat(clock.nanos()).isEqualTo(clock.nanos());
        assertThat(VirtualClock.start().now()).isEqualTo(VirtualClock.start().now());
    }

    @Test
    void advance_movesWallClockAndNanosEqually() {
        long before = clock.nanos();

        clock.advance(Duration.ofHours(1));

        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(clock.nanos() - before).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void advance_runsDueTasksInTheOrderOfTime() {
        clock.after(Duration.ofSeconds(3), note("third"));
        clock.after(Duration.ofSeconds(1), note("first"));
        clock.after(Duration.ofSeconds(1), note("second"));
        clock.after(Duration.ofSeconds(-5), note("at once"));
        clock.after(Duration.ofSeconds(9), note("later"));

        clock.advance(Duration.ofSeconds(5));

        assertThat(ran).containsExactly("at once at 0", "first at 1", "second at 1", "third at 3");
        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(5));
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void advance_runsDueTasksThatOtherTasksSchedule() {
        clock.after(Duration.ofSeconds(2), () -> {
            note("outer").run();
            clock.after(Duration.ofSeconds(1), note("inner"));
            clock.after(Duration.ofSeconds(2), note("edge"));
            clock.after(Duration.ofSeconds(3), note("beyond"));
        });

        clock.advance(Duration.ofSeconds(4));

        assertThat(ran).containsExactly("outer at 2", "inner at 3", "edge at 4");
        clock.advance(Duration.ZERO);
        assertThat(ran).hasSize(3);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).endsWith("beyond at 5");
    }

    @Test
    void after_centuries_doesNotRun() {
        clock.advance(Duration.ofDays(1));
        clock.after(Duration.ofSeconds(Long.MAX_VALUE), note("never"));

        clock.advance(Duration.ofDays(36_500));

        assertThat(ran).isEmpty();
        assertThat(clock.pending()).isEqualTo(1);
    }

    @Test
    void cancel_twice_removesOneTask() {
        Cancellable first = clock.after(Duration.ofSeconds(1), note("cancelled"));
        clock.after(Duration.ofSeconds(1), note("kept"));

        first.cancel();
        first.cancel();
        clock.advance(Duration.ofSeconds(1));
        first.cancel();

        assertThat(ran).containsExactly("kept at 1");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void setWallClockAndStep_runNoTasks() {
        clock.after(Duration.ofSeconds(1), note("task"));
        long before = clock.nanos();

        clock.setWallClock(NOON.plusSeconds(100));
        clock.step(Duration.ofSeconds(-20));

        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(80));
        assertThat(clock.nanos()).isEqualTo(before);
        assertThat(ran).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("task at 81");
    }

    @Test
    void advance_taskThrows_throwsAndLaterTasksCanRun() {
        clock.after(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("broken task");
        });
        clock.after(Duration.ofSeconds(2), note("next"));

        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(3))).hasMessage("broken task");

        assertThat(clock.now()).isEqualTo(NOON.plusSeconds(1));
        clock.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("next at 2");
    }

    @Test
    void advance_byManyThreads_runsEachTaskOnce() throws Exception {
        AtomicInteger count = new AtomicInteger();
        for (int i = 1; i <= 1000; i++) {
            clock.after(Duration.ofMillis(i), count::incrementAndGet);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                done.add(threads.submit(() -> clock.advance(Duration.ofSeconds(1))));
            }
            for (Future<?> each : done) {
                each.get(10, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(count).hasValue(1000);
        assertThat(clock.pending()).isZero();
        assertThat(clock.now()).isAfterOrEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void invalidDurations_areRefused() {
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step()");
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fake_usesTheClock() throws IOException {
        try (FakePartnerCenter fake = FakePartnerCenter.builder().clock(clock).build()) {
            String authorization =
                    "Authorization: Bearer " + fake.tokens().appPlusUser().value();
            String get = "GET /v1/profiles/support HTTP/1.1";

            clock.advance(Duration.ofMinutes(59));
            assertThat(RawHttp.send(fake.url(), "", get, authorization).status())
                    .isEqualTo(200);
            clock.advance(Duration.ofMinutes(1));
            assertThat(RawHttp.send(fake.url(), "", get, authorization).status())
                    .isEqualTo(401);
        }
    }
}

package io.github.partnercenter4j.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.behaviour.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThrottlingTest {

    private static final int CALLERS = 2;
    private static final int TENANTS = 20_000;

    @Test
    void limitOfOne_twoRequestsAtOnce_oneIsAccepted() throws Exception {
        Throttling throttling =
                new Throttling(Throttle.perWindow(1, Duration.ofMinutes(1)), InstantSource.fixed(Instant.EPOCH));
        AtomicInteger arrived = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            calls.add(() -> {
                int letIn = 0;
                for (int tenant = 1; tenant <= TENANTS; tenant++) {
                    arrived.incrementAndGet();
                    // Not a barrier of the JDK, because it wakes the threads one after another.
                    while (arrived.get() < CALLERS * tenant) {
                        Thread.onSpinWait();
                    }
                    letIn += throttling.rule("tenant " + tenant, false).refusal() == null ? 1 : 0;
                }
                return letIn;
            });
        }
        int letIn = 0;
        try {
            for (Future<Integer> call : callers.invokeAll(calls, 50, TimeUnit.SECONDS)) {
                letIn += call.get();
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(letIn).isEqualTo(TENANTS);
    }
}

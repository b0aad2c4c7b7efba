package io.github.partnercenter4j.testkit.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceTest {

    private static final String TENANT = "11111111-2222-3333-4444-555555555555";
    private static final int ROUNDS = 20_000;
    private static final int REPEATS = 1_000;

    private final Seed seed = new Seed(3);
    private final InstantSource clock = InstantSource.system();
    private final IssuedTokens tokens = new IssuedTokens();
    private final Set<Behaviour> behaviours = Stream.of(Behaviour.values())
            .filter(behaviour -> behaviour.isIn(Preset.OBSERVED))
            .collect(Collectors.toSet());
    private final Service state = new Service(seed, clock, behaviours, tokens, Duration.ofMinutes(1));

    ServiceTest() {
        tokens.add("token", new TokenIdentity(TokenIdentity.Kind.USER, TENANT, Instant.MAX));
    }

    @Test
    void answer_fromManyThreads_losesNoWrite() throws Exception {
        Service.Admission admission = state.admit(put());
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(callers.submit(() -> {
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        state.answer(admission, body);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> call : calls) {
                call.get(50, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(state.writesApplied()).isEqualTo(4 * ROUNDS);
    }

    @Test
    void answer_oneIdFromManyThreads_writesOnceAndReplaysToTheOthers() throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        AtomicInteger replayed = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(4);
        List<Callable<Void>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(() -> {
                for (int round = 0; round < REPEATS; round++) {
                    Service.Admission admission =
                            state.admit(put(new Header("MS-RequestId", new UUID(0, round).toString())));
                    together.await(50, TimeUnit.SECONDS);
                    replayed.addAndGet(state.answer(admission, body).replayed() ? 1 : 0);
                }
                return null;
            });
        }
        try {
            for (Future<Void> call : callers.invokeAll(calls, 50, TimeUnit.SECONDS)) {
                call.get();
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(state.writesApplied()).isEqualTo(REPEATS);
        assertThat(replayed).hasValue(3 * REPEATS);
    }

    @Test
    void admit_request_changesNothing() {
        Service.Admission admission = state.admit(put());

        assertThat(admission.refusal()).isNull();
        assertThat(admission.tenant()).isEqualTo(TENANT);
        assertThat(admission.toString()).doesNotContain("Bearer");
        assertThat(state.writesApplied()).isZero();
    }

    private ServiceRequest put(Header... more) {
        List<Header> headers = new ArrayList<>(
                List.of(new Header("Authorization", "Bearer token"), new Header("Content-Type", "application/json")));
        headers.addAll(List.of(more));
        return new ServiceRequest("PUT", "/v1/profiles/support", new Headers(headers));
    }
}

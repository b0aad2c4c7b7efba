package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ThrottleTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final VirtualClock clock = VirtualClock.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().clock(clock).build();

    @AfterEach
    void close() {
        fake.close();
    }

    private List<Duration> early() {
        return fake.journal().exchanges().stream()
                .map(RecordedExchange::tooEarly)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void requests_overTheLimit_areRefusedUntilTheWindowEnds(TwoDoors way) {
        fake.throttle(Throttle.perWindow(2, MINUTE));
        assertThat(way.get(fake)).isEqualTo(200);
        clock.advance(Duration.ofSeconds(3));
        assertThat(way.get(fake)).isEqualTo(200);

        assertThat(way.get(fake)).isEqualTo(429);
        assertThat(fake.journal().last().responseHeader("Retry-After")).isEqualTo("57");
        clock.advance(Duration.ofSeconds(56));
        assertThat(way.get(fake)).isEqualTo(429);
        assertThat(fake.journal().last().responseHeader("Retry-After")).isEqualTo("1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(way.get(fake)).isEqualTo(200);

        assertThat(early())
                .containsExactly(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO);
        assertThat(fake.journal().toString()).contains("-> 429, too early by PT1S");
    }

    @ParameterizedTest
    @EnumSource
    void refusal_isTheDocumentedResponse(TwoDoors way) {
        fake.throttle(Throttle.perWindow(1, Duration.ofSeconds(57)));
        assertThat(way.get(fake)).isEqualTo(200);
        try (DoorClient door = DoorClient.open(way, fake)) {
            ServiceException refused = catchThrowableOfType(ServiceException.class, door::get);

            assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(57));
            assertThat(refused.code()).isEmpty();
            assertThat(refused.rawBody())
                    .isEqualTo(
                            "{ \"statusCode\": 429, \"message\": \"Rate limit is exceeded. Try again in 57 seconds.\" }");
            assertThat(fake.journal().last().responseHeaders())
                    .extracting(header -> header.getKey())
                    .noneMatch(name -> name.startsWith("MS-"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterAsDate_roundsUpToTheSecond(TwoDoors way) {
        clock.advance(Duration.ofMillis(300));
        fake.throttle(Throttle.perWindow(1, MINUTE).retryAfterAsDate());
        assertThat(way.get(fake)).isEqualTo(200);

        assertThat(way.get(fake)).isEqualTo(429);

        assertThat(fake.journal().last().responseHeader("Retry-After")).isEqualTo("Thu, 01 Jan 2026 00:01:01 GMT");
        assertThat(fake.journal().last().responseHeader("Date")).isEqualTo("Thu, 01 Jan 2026 00:00:00 GMT");
        fake.throttle(Throttle.perWindow(1, Duration.ofMillis(1500)));
        assertThat(way.get(fake)).isEqualTo(200);
        assertThat(way.get(fake)).isEqualTo(429);
        assertThat(fake.journal().last().responseHeader("Retry-After")).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void writeCost_countsAnUpdateAsSeveralRequests(TwoDoors way) {
        fake.throttle(Throttle.perWindow(5, MINUTE).writeCost(2));
        assertThat(way.put(fake, "1")).isEqualTo(200);
        assertThat(way.put(fake, "2")).isEqualTo(200);

        assertThat(way.put(fake, "3")).isEqualTo(429);
        assertThat(way.get(fake)).isEqualTo(200);
        assertThat(way.get(fake)).isEqualTo(429);
        assertThat(way.put(fake, "3")).isEqualTo(429);

        assertThat(fake.profile().telephone()).isEqualTo("2");
        assertThat(fake.writesApplied()).isEqualTo(2);
        assertThat(early().subList(0, 5)).containsOnly(Duration.ZERO);
        assertThat(early().get(5)).isEqualTo(MINUTE);
    }

    @ParameterizedTest
    @EnumSource
    void eachTenant_hasItsOwnLimit(TwoDoors way) {
        AccessToken other = fake.tokens().appPlusUser(DoorClient.newId());
        fake.throttle(Throttle.perWindow(1, MINUTE));

        assertThat(way.get(fake)).isEqualTo(200);
        assertThat(way.get(fake, other, "en-US")).isEqualTo(200);
        assertThat(way.get(fake, other, "en-US")).isEqualTo(429);
        assertThat(way.get(fake)).isEqualTo(429);
    }

    @ParameterizedTest
    @EnumSource
    void request_withARefusedToken_countsIfTheFakeKnowsTheToken(TwoDoors way) {
        fake.throttle(Throttle.perWindow(1, MINUTE));

        assertThat(way.get(fake, AccessToken.of("nobody's"), "en-US")).isEqualTo(401);
        assertThat(way.get(fake, fake.tokens().appOnly(), "en-US")).isEqualTo(403);
        assertThat(way.get(fake)).isEqualTo(429);
    }

    @ParameterizedTest
    @EnumSource
    void connection_cutBeforeTheRequest_doesNotCount(TwoDoors way) {
        fake.throttle(Throttle.perWindow(1, MINUTE));
        fake.next(Fault.reset(Point.ACCEPT));

        assertThat(way.get(fake)).isZero();
        assertThat(way.get(fake)).isEqualTo(200);
    }

    @Test
    void throttle_noneOrReset_removesTheLimit() {
        TwoDoors way = TwoDoors.IN_MEMORY;
        fake.throttle(Throttle.perWindow(1, MINUTE));
        assertThat(way.get(fake)).isEqualTo(200);
        assertThat(way.get(fake)).isEqualTo(429);
        fake.throttle(Throttle.none());
        assertThat(way.get(fake)).isEqualTo(200);

        fake.throttle(Throttle.perWindow(1, MINUTE));
        assertThat(way.get(fake)).isEqualTo(200);
        fake.reset();
        assertThat(way.get(fake)).isEqualTo(200);
        assertThat(way.get(fake)).isEqualTo(200);
    }

    @Test
    void wallClock_setBack_startsANewWindow() {
        fake.throttle(Throttle.perWindow(1, MINUTE));
        assertThat(TwoDoors.IN_MEMORY.get(fake)).isEqualTo(200);

        clock.step(Duration.ofHours(-1));

        assertThat(TwoDoors.IN_MEMORY.get(fake)).isEqualTo(200);
    }

    @Test
    void limit_manyThreads_isExact() throws Exception {
        fake.throttle(Throttle.perWindow(100, MINUTE));
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> call = () -> TwoDoors.IN_MEMORY.get(fake);
            int taken = 0;
            for (Future<Integer> status :
                    callers.invokeAll(Stream.generate(() -> call).limit(400).toList(), 50, TimeUnit.SECONDS)) {
                taken += status.get() == 200 ? 1 : 0;
            }

            assertThat(taken).isEqualTo(100);
        } finally {
            callers.shutdownNow();
        }
    }

    /** In memory, with a cached token, a call runs on this thread, and after a wait on another one. */
    @Test
    void client_waitsForRetryAfterAndIsNeverTooEarly() {
        fake.throttle(Throttle.perWindow(1, Duration.ofSeconds(5)));
        AccessToken token = fake.tokens().appPlusUser();
        try (PartnerCenter partnerCenter = PartnerCenter.builder()
                .gateway(fake.gateway())
                .tokens(request -> CompletableFuture.completedFuture(token))
                .time(clock)
                .build()) {
            assertThat(partnerCenter.profiles().supportProfile().get()).isEqualTo(fake.profile());

            CompletableFuture<SupportProfile> second =
                    partnerCenter.profiles().supportProfile().getAsync();
            assertThat(second).isNotDone();
            clock.advance(Duration.ofSeconds(6));

            assertThat(second).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(fake.profile());
            assertThat(fake.journal().exchanges())
                    .extracting(RecordedExchange::status)
                    .containsExactly(200, 429, 200);
            assertThat(early()).containsOnly(Duration.ZERO);
        }
    }

    @Test
    void invalidValues_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Throttle.perWindow(0, MINUTE));
        assertThatIllegalArgumentException().isThrownBy(() -> Throttle.perWindow(1, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Throttle.perWindow(1, Duration.ofSeconds(Long.MAX_VALUE)))
                .withMessageContaining("365 days");
        Throttle two = Throttle.perWindow(2, MINUTE);
        assertThatIllegalArgumentException().isThrownBy(() -> two.writeCost(3)).withMessageContaining("1 to 2");
        assertThatIllegalArgumentException().isThrownBy(() -> two.writeCost(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Throttle.none().writeCost(1))
                .withMessageContaining("perWindow");
        assertThatIllegalArgumentException().isThrownBy(() -> Throttle.none().retryAfterAsDate());
        assertThat(two.writeCost(2).retryAfterAsDate().toString())
                .isEqualTo("perWindow(2, PT1M), writeCost(2), retryAfterAsDate()");
        assertThat(Throttle.none()).hasToString("none()");
    }
}

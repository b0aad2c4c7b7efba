package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.partnercenter4j.RetryPolicy.Decision;
import io.github.partnercenter4j.RetryPolicy.Failed;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId("20604323-50bf-4738-9968-c5486ab32be0")
            .correlationId("20604323-50bf-4738-9968-c5486ab32be1")
            .accessToken(AccessToken.of("t"))
            .build();

    private static PartnerCenterException answer(int status) {
        return answer(status, null);
    }

    private static PartnerCenterException answer(int status, @Nullable Duration retryAfter) {
        return ServiceException.builder(CONTEXT, status)
                .retryAfter(retryAfter, retryAfter == null ? null : "x")
                .build();
    }

    private static Failed read(PartnerCenterException failure, int attempts) {
        return new Failed(failure, false, attempts, false, MINUTE, Duration.ZERO);
    }

    private static Failed write(PartnerCenterException failure, int attempts, boolean resentUnsure) {
        return new Failed(failure, true, attempts, resentUnsure, MINUTE, Duration.ZERO);
    }

    private static Decision decide(Failed failed) {
        return RetryPolicy.defaults().decide(failed, 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void read_temporaryFailure_isRetried(int status) {
        assertThat(decide(read(answer(status), 1)).again()).isNotNull();
        assertThat(decide(read(answer(status), 2)).again()).isNotNull();
        assertThat(decide(read(answer(status), 3))).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 303, 400, 401, 403, 404, 405, 409, 412, 417, 501, 505})
    void read_permanentFailure_isNotRetried(int status) {
        assertThat(decide(read(answer(status), 1))).isEqualTo(Decision.HOPELESS);
        assertThat(decide(write(answer(status), 1, false))).isEqualTo(Decision.HOPELESS);
    }

    @Test
    void readsOnly_always_retriesReadsButNoWrites() {
        RetryPolicy policy = RetryPolicy.readsOnly();

        assertThat(policy.decide(write(answer(503), 1, false), 0.5)).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
        assertThat(policy.decide(write(answer(429), 1, false), 0.5)).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
        assertThat(policy.decide(write(answer(400), 1, false), 0.5)).isEqualTo(Decision.HOPELESS);
        assertThat(policy.decide(read(answer(503), 1), 0.5).again()).isNotNull();
    }

    @Test
    void retryIf_returnsFalse_forbidsTheRetry() {
        List<PartnerCenterException> asked = new ArrayList<>();
        RetryPolicy policy = RetryPolicy.builder()
                .retryIf(failure -> {
                    asked.add(failure);
                    return failure.category() != ErrorCategory.THROTTLED;
                })
                .build();

        assertThat(policy.decide(read(answer(429), 1), 0.5)).isEqualTo(Decision.stop(RetryStop.PREDICATE));
        assertThat(policy.decide(read(answer(503), 1), 0.5).again()).isNotNull();
        assertThat(asked).hasSize(2);
    }

    @Test
    void retryIf_alwaysTrue_addsNoRetry() {
        AtomicInteger asked = new AtomicInteger();
        RetryPolicy eager = RetryPolicy.builder()
                .retryIf(failure -> {
                    asked.incrementAndGet();
                    return true;
                })
                .build();
        PartnerCenterException unsure = TransportException.io(CONTEXT, WriteOutcome.UNKNOWN, "", null);

        assertThat(eager.decide(write(unsure, 2, true), 0.5)).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
        assertThat(eager.decide(write(answer(400), 1, false), 0.5)).isEqualTo(Decision.HOPELESS);
        assertThat(eager.decide(read(answer(503), 3), 0.5)).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
        assertThat(eager.decide(read(answer(503, Duration.ofHours(1)), 1), 0.5))
                .isEqualTo(Decision.stop(RetryStop.RETRY_AFTER));
        assertThat(asked).hasValue(0);
    }

    @Test
    void retryIf_throws_callFailsWithTheFailureOfTheAttempt() {
        IllegalStateException broken = new IllegalStateException("broken");
        RetryPolicy policy = RetryPolicy.builder()
                .retryIf(failure -> {
                    throw broken;
                })
                .build();
        PartnerCenterException failure = answer(503);

        assertThat(policy.decide(read(failure, 1), 0.5)).isEqualTo(Decision.stop(RetryStop.PREDICATE));
        assertThat(failure).hasSuppressedException(broken);
    }

    @Test
    void toBuilder_startsFromThePolicy() {
        RetryPolicy all = RetryPolicy.builder()
                .maxAttempts(4)
                .firstWait(Duration.ofMillis(1))
                .longestWait(Duration.ofMillis(2))
                .longestRetryAfter(Duration.ofMillis(3))
                .readsOnly(true)
                .retryIf(failure -> false)
                .build();

        assertThat(all.toBuilder().build()).hasToString(all.toString());
        assertThat(all.toString()).contains("4", "PT0.001S", "PT0.002S", "PT0.003S", "readsOnly=true", "retryIf");
        assertThat(all.toBuilder().readsOnly(false).build().decide(write(answer(503), 1, false), 0.5))
                .isEqualTo(Decision.stop(RetryStop.PREDICATE));
    }

    @Test
    void retryAfterOfTheLogin_fitsOrNot_isWaitedForOrFailsAtOnce() {
        AuthenticationException busy =
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "", null);

        assertThat(decide(read(busy.withRetryAfter(Duration.ofSeconds(7)), 1)).again())
                .isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_700));
        assertThat(decide(read(busy.withRetryAfter(Duration.ofMinutes(3)), 1)))
                .isEqualTo(Decision.stop(RetryStop.RETRY_AFTER));
        assertThat(decide(read(busy.notRetryable(), 1))).isEqualTo(Decision.HOPELESS);
        Failed longerRest =
                new Failed(busy.withRetryAfter(Duration.ofSeconds(1)), false, 1, false, MINUTE, Duration.ofSeconds(16));
        assertThat(decide(longerRest).again()).isGreaterThanOrEqualTo(Duration.ofSeconds(16));
    }

    @Test
    void read_brokenTransport_isRetriedExceptForProtocolFailures() {
        assertThat(decide(read(TransportException.connect(CONTEXT, "", null), 1))
                        .again())
                .isNotNull();
        assertThat(decide(read(TransportException.io(CONTEXT, WriteOutcome.UNKNOWN, "", null), 1))
                        .again())
                .isNotNull();
        assertThat(decide(read(TransportException.timeout(CONTEXT, WriteOutcome.UNKNOWN, "", null), 1))
                        .again())
                .isNotNull();
        assertThat(decide(read(TransportException.tls(CONTEXT, "", null), 1))).isEqualTo(Decision.HOPELESS);
        assertThat(decide(read(TransportException.protocol(CONTEXT, WriteOutcome.UNKNOWN, "", null), 1)))
                .isEqualTo(Decision.HOPELESS);
        assertThat(decide(read(MalformedResponseException.of(CONTEXT, "", ""), 1)))
                .isEqualTo(Decision.HOPELESS);
    }

    @Test
    void write_ofUnknownOutcome_isRetriedOnce() {
        for (PartnerCenterException unsure : List.of(
                TransportException.io(CONTEXT, WriteOutcome.UNKNOWN, "", null),
                TransportException.timeout(CONTEXT, WriteOutcome.UNKNOWN, "", null),
                answer(408),
                answer(500),
                answer(502),
                answer(504))) {
            assertThat(decide(write(unsure, 1, false)).again()).isNotNull();
            assertThat(decide(write(unsure, 2, true))).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
        }
    }

    @Test
    void write_notApplied_isRetriedLikeARead() {
        for (PartnerCenterException sure : List.of(
                TransportException.connect(CONTEXT, "", null),
                TransportException.timeout(CONTEXT, WriteOutcome.NOT_APPLIED, "", null),
                answer(429),
                answer(503))) {
            assertThat(decide(write(sure, 2, true)).again()).isNotNull();
            assertThat(decide(write(sure, 3, false))).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
        }
    }

    @Test
    void write_applied_isNeverRetried() {
        assertThat(decide(write(TransportException.io(CONTEXT, WriteOutcome.APPLIED, "", null), 1, false)))
                .isEqualTo(Decision.HOPELESS);
    }

    @Test
    void none_always_triesOnce() {
        assertThat(RetryPolicy.none().decide(read(answer(503), 1), 0.5)).isEqualTo(Decision.stop(RetryStop.ATTEMPTS));
    }

    @ParameterizedTest
    @CsvSource({"1,0,0", "1,0.5,125", "1,0.999999,249", "2,0.5,250", "3,0.5,500", "4,0.5,1000"})
    void backOff_anyJitter_isBelowALimitThatDoubles(int attempts, double jitter, long millis) {
        RetryPolicy policy = RetryPolicy.builder().maxAttempts(5).build();

        assertThat(policy.decide(read(answer(500), attempts), jitter).again().toMillis())
                .isEqualTo(millis);
    }

    @Test
    void backOff_manyAttempts_isAtMostLongestWait() {
        RetryPolicy policy = RetryPolicy.builder()
                .firstWait(Duration.ofSeconds(4))
                .longestWait(Duration.ofSeconds(5))
                .build();

        assertThat(policy.decide(read(answer(500), 2), 1).again()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void backOff_afterThrottling_startsAtASecond() {
        assertThat(decide(read(answer(429), 1)).again()).isEqualTo(Duration.ofMillis(500));
        assertThat(decide(read(answer(503), 1)).again()).isEqualTo(Duration.ofMillis(125));
    }

    @Test
    void backOff_onAverage_isHalfTheLimit() {
        SplittableRandom random = new SplittableRandom(7);
        double mean = DoubleStream.generate(random::nextDouble)
                .limit(10_000)
                .map(jitter -> RetryPolicy.defaults()
                        .decide(read(answer(500), 1), jitter)
                        .again()
                        .toNanos())
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(125e6, within(125e6 * 0.02));
    }

    @ParameterizedTest
    @CsvSource({"1,0,1000", "1,0.5,1050", "10,0.5,10500", "30,0.999999,30999"})
    void retryAfter_anyJitter_waitIsNeverShorterAndLittleLonger(long seconds, double jitter, long millis) {
        Failed failed = read(answer(429, Duration.ofSeconds(seconds)), 1);

        assertThat(RetryPolicy.defaults().decide(failed, jitter).again().toMillis())
                .isEqualTo(millis);
    }

    @Test
    void retryAfter_zero_isIgnored() {
        assertThat(decide(read(answer(503, Duration.ZERO), 1)).again()).isEqualTo(Duration.ofMillis(125));
    }

    @Test
    void retryAfter_tooLong_isNotRetried() {
        assertThat(decide(read(answer(429, Duration.ofSeconds(59).plusMillis(900)), 1)))
                .isEqualTo(Decision.stop(RetryStop.RETRY_AFTER));
        Failed patient =
                new Failed(answer(429, Duration.ofSeconds(121)), false, 1, false, Duration.ofHours(1), Duration.ZERO);
        assertThat(decide(patient)).isEqualTo(Decision.stop(RetryStop.RETRY_AFTER));
        assertThat(RetryPolicy.builder()
                        .longestRetryAfter(Duration.ofMinutes(5))
                        .build()
                        .decide(patient, 0)
                        .again())
                .isEqualTo(Duration.ofSeconds(121));
    }

    @Test
    void wait_longerThanTheDeadline_isNotRetried() {
        Failed late = new Failed(answer(500), false, 1, false, Duration.ofMillis(174), Duration.ZERO);
        Failed inTime = new Failed(answer(500), false, 1, false, Duration.ofMillis(175), Duration.ZERO);

        assertThat(decide(late)).isEqualTo(Decision.stop(RetryStop.DEADLINE));
        assertThat(decide(inTime).again()).isEqualTo(Duration.ofMillis(125));
    }

    @Test
    void tokenRequest_failed_isRetriedAfterTheWaitOfTheCache() {
        PartnerCenterException down =
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "", null);
        PartnerCenterException refused =
                AuthenticationException.of(AuthenticationReason.INTERACTION_REQUIRED, "", null);

        assertThat(decide(new Failed(down, true, 1, false, MINUTE, Duration.ofMillis(400)))
                        .again())
                .isEqualTo(Duration.ofMillis(525));
        assertThat(decide(write(refused, 1, false))).isEqualTo(Decision.HOPELESS);
    }

    @Test
    void options_outOfRange_areRefused() {
        RetryPolicy.Builder builder = RetryPolicy.builder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxAttempts(0))
                .withMessageContaining("1 to 5");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxAttempts(6));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.firstWait(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.longestWait(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.longestRetryAfter(Duration.ofSeconds(-1)));
    }

    @Test
    void budget_full_allowsTenRetriesAndOneMorePerTenSuccesses() {
        RetryBudget budget = new RetryBudget();

        for (int i = 0; i < 10; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
        for (int i = 0; i < 10; i++) {
            budget.earn();
        }
        assertThat(budget.take()).isTrue();
        assertThat(budget.take()).isFalse();
        budget.refund();
        assertThat(budget.take()).isTrue();
    }

    @Test
    void budget_isNeverMoreThanFull() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 1000; i++) {
            budget.earn();
        }

        for (int i = 0; i < 10; i++) {
            assertThat(budget.take()).isTrue();
        }
        assertThat(budget.take()).isFalse();
    }
}

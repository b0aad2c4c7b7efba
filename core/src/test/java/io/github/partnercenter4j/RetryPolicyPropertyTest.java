package io.github.partnercenter4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.partnercenter4j.RetryPolicy.Decision;
import io.github.partnercenter4j.RetryPolicy.Failed;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the rules of {@link RetryPolicy} for whole calls with any failures and any settings. */
class RetryPolicyPropertyTest {

    private static final RequestContext CONTEXT = RequestContext.builder()
            .requestId("20604323-50bf-4738-9968-c5486ab32be0")
            .correlationId("20604323-50bf-4738-9968-c5486ab32be1")
            .accessToken(AccessToken.of("t"))
            .build();
    private static final Duration LAST_MOMENT = Duration.ofMillis(50);
    private static final Duration MICROSECOND = Duration.ofNanos(1_024);
    private static final Duration LONGEST_HINT = Duration.ofSeconds(9_999_999_999L);
    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final List<Integer> STATUSES =
            List.of(503, 429, 500, 502, 504, 408, 400, 401, 403, 404, 409, 412, 417, 501, 303, 307);
    private static final List<Long> MILLIS = List.of(1L, 49L, 50L, 51L, 250L, 1_000L, 20_000L, 60_000L, 120_000L);

    private final Set<RetryStop> stops = EnumSet.noneOf(RetryStop.class);
    private int resends;

    /** Simulates a call: one failure after another, until the policy stops. */
    @FuzzTest
    void anyCall_followsTheRules(FuzzedDataProvider data) {
        int most = data.consumeInt(1, 5);
        Duration longestWait = duration(data);
        Duration longestRetryAfter = duration(data);
        RetryPolicy policy = RetryPolicy.builder()
                .maxAttempts(most)
                .firstWait(duration(data))
                .longestWait(longestWait)
                .longestRetryAfter(longestRetryAfter)
                .build();
        boolean write = data.consumeBoolean();
        Duration timeLeft = duration(data);
        int unsureResends = 0;
        for (int attempts = 1; ; attempts++) {
            assertThat(attempts).isLessThanOrEqualTo(most);
            PartnerCenterException failure = failure(data);
            Duration tokenDelay = data.consumeBoolean() ? Duration.ofMillis(data.consumeInt(0, 30_000)) : Duration.ZERO;
            Failed failed = new Failed(failure, write, attempts, unsureResends > 0, timeLeft, tokenDelay);
            double jitter = data.consumeProbabilityDouble();
            Decision decision = policy.decide(failed, jitter);
            assertNarrower(policy, failed, jitter, decision);
            boolean hopeless = !failure.isRetryable() || (write && outcome(failure) == WriteOutcome.APPLIED);
            Duration wait = decision.again();
            if (wait == null) {
                if (hopeless) {
                    assertThat(decision.stop()).isNull();
                } else {
                    assertThat(decision.stop()).isNotNull();
                    stops.add(decision.stop());
                }
                return;
            }
            resends++;
            assertThat(hopeless).isFalse();
            assertThat(decision.stop()).isNull();
            assertThat(wait).isGreaterThanOrEqualTo(Duration.ZERO).isLessThanOrEqualTo(timeLeft.minus(LAST_MOMENT));
            Duration hint = hint(failure);
            assertThat(wait).isGreaterThanOrEqualTo(tokenDelay);
            if (hint == null || hint.compareTo(tokenDelay) < 0) {
                assertThat(wait).isGreaterThanOrEqualTo(hint == null ? Duration.ZERO : hint);
                // For several months, a double is not exact to a nanosecond.
                assertThat(wait.minus(tokenDelay).minus(longestWait)).isLessThanOrEqualTo(MICROSECOND);
            } else {
                assertThat(hint).isLessThanOrEqualTo(longestRetryAfter);
                assertThat(wait).isGreaterThanOrEqualTo(hint);
                assertThat(wait.minus(hint)).isLessThanOrEqualTo(Duration.ofSeconds(1));
            }
            if (write && outcome(failure) == WriteOutcome.UNKNOWN && !isRefusedAs503(failure)) {
                unsureResends++;
                assertThat(unsureResends).isLessThanOrEqualTo(1);
            }
            timeLeft = timeLeft.minus(wait);
        }
    }

    /** A predicate and {@code readsOnly} only forbid attempts. */
    private static void assertNarrower(RetryPolicy policy, Failed failed, double jitter, Decision decision) {
        RetryPolicy agreeing = policy.toBuilder().retryIf(any -> true).build();
        RetryPolicy forbidding = policy.toBuilder().retryIf(any -> false).build();
        RetryPolicy readsOnly = policy.toBuilder().readsOnly(true).build();
        assertThat(agreeing.decide(failed, jitter)).isEqualTo(decision);
        assertThat(forbidding.decide(failed, jitter))
                .isEqualTo(decision.again() == null ? decision : Decision.stop(RetryStop.PREDICATE));
        if (failed.write()) {
            assertThat(readsOnly.decide(failed, jitter).again()).isNull();
        } else {
            assertThat(readsOnly.decide(failed, jitter)).isEqualTo(decision);
        }
    }

    @Test
    void manyCalls_randomFailures_followTheRules() {
        Exploration.of(getClass(), "anyCall_followsTheRules", this::anyCall_followsTheRules);
        assertThat(resends).isGreaterThan(100);
        assertThat(stops).contains(RetryStop.ATTEMPTS, RetryStop.DEADLINE, RetryStop.RETRY_AFTER);
    }

    private static PartnerCenterException failure(FuzzedDataProvider data) {
        WriteOutcome outcome = data.pickValue(WriteOutcome.values());
        return switch (data.consumeInt(0, 9)) {
            case 0 -> TransportException.connect(CONTEXT, "", null);
            case 1 -> TransportException.tls(CONTEXT, "", null);
            case 2 -> TransportException.io(CONTEXT, outcome, "", null);
            case 3 -> TransportException.timeout(CONTEXT, outcome, "", null);
            case 4 -> TransportException.protocol(CONTEXT, outcome, "", null);
            case 5 -> MalformedResponseException.of(CONTEXT, "", "");
            case 6 ->
                AuthenticationException.of(data.pickValue(AuthenticationReason.values()), "", null)
                        .withRetryAfter(data.consumeBoolean() ? hintOf(data) : null);
            default ->
                ServiceException.builder(CONTEXT, data.pickValue(STATUSES))
                        .retryAfter(data.consumeBoolean() ? hintOf(data) : null, "x")
                        .build();
        };
    }

    /**
     * Returns a possible wait of a header: at most ten digits of seconds, or a fraction from the difference of two
     * dates.
     */
    private static Duration hintOf(FuzzedDataProvider data) {
        Duration any = data.consumeInt(0, 4) == 0 ? Duration.ZERO : duration(data);
        return any.compareTo(LONGEST_HINT) > 0 ? LONGEST_HINT : any;
    }

    private static Duration duration(FuzzedDataProvider data) {
        return switch (data.consumeInt(0, 9)) {
            case 0 -> Duration.ofSeconds(data.consumeLong(1, Long.MAX_VALUE));
            case 1 -> LONGEST;
            case 2 -> Duration.ofNanos(data.consumeLong(1, Long.MAX_VALUE));
            default -> Duration.ofMillis(data.pickValue(MILLIS));
        };
    }

    private static WriteOutcome outcome(PartnerCenterException failure) {
        return failure.writeOutcome().orElse(WriteOutcome.NOT_APPLIED);
    }

    private static boolean isRefusedAs503(PartnerCenterException failure) {
        return failure instanceof ServiceException answer && answer.status() == 503;
    }

    private static @Nullable Duration hint(PartnerCenterException failure) {
        Optional<Duration> hint = failure instanceof ServiceException answer
                ? answer.retryAfter()
                : failure instanceof AuthenticationException noToken ? noToken.retryAfter() : Optional.empty();
        return hint.filter(wait -> !wait.isZero() && !wait.isNegative()).orElse(null);
    }
}

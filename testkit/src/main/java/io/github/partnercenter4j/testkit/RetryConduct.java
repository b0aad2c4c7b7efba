package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.support.RetryAfter;
import io.github.partnercenter4j.testkit.Conduct.Finding;
import io.github.partnercenter4j.testkit.Conduct.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the pauses between the requests of a call. Pure functions. */
final class RetryConduct {

    /** The statuses after which a retry makes sense; 0 means no response. */
    private static final Set<Integer> WORTH_A_RETRY = Set.of(0, 408, 429, 500, 502, 503, 504);

    private static final Duration HARDLY_A_PAUSE = Duration.ofMillis(5);

    private RetryConduct() {}

    static List<Finding> judge(List<RecordedExchange> exchanges) {
        Map<String, List<RecordedExchange>> calls = new LinkedHashMap<>();
        Map<String, List<RecordedExchange>> repeated = new LinkedHashMap<>();
        for (RecordedExchange exchange : exchanges) {
            String id = exchange.requestHeader("MS-CorrelationId");
            if (id != null) {
                String call = id.toLowerCase(Locale.ROOT);
                calls.computeIfAbsent(call, key -> new ArrayList<>()).add(exchange);
                // A call may read and write. Only the same method again is a retry.
                repeated.computeIfAbsent(exchange.method() + " " + call, key -> new ArrayList<>())
                        .add(exchange);
            }
        }
        List<Finding> findings = new ArrayList<>();
        calls.values().forEach(call -> findEarly(call, findings));
        repeated.values().forEach(call -> findHurried(call, findings));
        return findings;
    }

    /** Finds requests before the end of a {@code Retry-After} of the same call, including reconciling reads. */
    private static void findEarly(List<RecordedExchange> call, List<Finding> findings) {
        RecordedExchange asking = null;
        Duration asked = Duration.ZERO;
        for (RecordedExchange next : call) {
            Duration gap = asking == null ? Duration.ZERO : asking.gapTo(next);
            if (asking != null && !gap.isNegative() && gap.compareTo(asked) < 0) {
                String what =
                        "the next " + next.method() + " came " + gap + " after an answer whose Retry-After is " + asked;
                findings.add(new Finding(Rule.EARLY_RETRY, what, List.of(asking, next), List.of()));
            }
            Duration again = retryAfter(next);
            // The later end of two waits counts; each is measured from its own response.
            if (again != null && (asking == null || asked.minus(gap).compareTo(again) < 0)) {
                asking = next;
                asked = again;
            }
        }
    }

    private static void findHurried(List<RecordedExchange> call, List<Finding> findings) {
        boolean hurried = false;
        for (int i = 1; i < call.size(); i++) {
            RecordedExchange before = call.get(i - 1);
            RecordedExchange next = call.get(i);
            Duration gap = before.gapTo(next);
            Duration asked = retryAfter(before);
            boolean early = asked != null && !gap.isNegative() && gap.compareTo(asked) < 0;
            boolean unanswered = !Conduct.arrivesWhole(before.fault());
            boolean retry = (unanswered || WORTH_A_RETRY.contains(before.status())) && !gap.isNegative();
            boolean hurries = retry && gap.compareTo(HARDLY_A_PAUSE) < 0;
            if (!early && retry && gap.isZero()) {
                findings.add(noBackOff(List.of(before, next)));
            } else if (!early && hurries && hurried) {
                findings.add(noBackOff(List.of(call.get(i - 2), before, next)));
            }
            hurried = hurries;
        }
    }

    private static Finding noBackOff(List<RecordedExchange> exchanges) {
        return new Finding(Rule.NO_BACK_OFF, "the retry did not wait", exchanges, List.of());
    }

    /** Returns the {@code Retry-After} of a response, or null if there is none or it cannot be read. */
    private static @Nullable Duration retryAfter(RecordedExchange exchange) {
        boolean refused = exchange.status() < 200 || exchange.status() > 299;
        return refused && Conduct.arrivesWhole(exchange.fault())
                ? RetryAfter.read(
                                exchange.answerHeaders("Retry-After"),
                                exchange.responseHeader("Date"),
                                exchange.answered())
                        .delay()
                : null;
    }
}

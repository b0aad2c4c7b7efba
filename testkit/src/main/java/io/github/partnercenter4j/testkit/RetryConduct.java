package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Conduct.Finding;
import io.github.partnercenter4j.testkit.Conduct.Rule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the pauses between the requests of a call. Pure. */
final class RetryConduct {

    /** After these, and after no answer, another try may be better; 0 is no answer. */
    private static final Set<Integer> WORTH_A_RETRY = Set.of(0, 408, 429, 500, 502, 503, 504);

    private static final Duration HARDLY_A_PAUSE = Duration.ofMillis(5);

    private RetryConduct() {}

    static List<Finding> judge(List<RecordedExchange> exchanges) {
        Map<String, List<RecordedExchange>> calls = new LinkedHashMap<>();
        for (RecordedExchange exchange : exchanges) {
            String call = exchange.requestHeader("MS-CorrelationId");
            if (call != null) {
                // A call may read and write; only the same again is a retry.
                calls.computeIfAbsent(exchange.method() + " " + call.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                        .add(exchange);
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (List<RecordedExchange> call : calls.values()) {
            boolean hurried = false;
            for (int i = 1; i < call.size(); i++) {
                RecordedExchange before = call.get(i - 1);
                RecordedExchange next = call.get(i);
                Duration gap = before.gapTo(next);
                Duration asked = retryAfter(before);
                boolean retry = WORTH_A_RETRY.contains(before.status()) && !gap.isNegative();
                boolean hurries = retry && gap.compareTo(HARDLY_A_PAUSE) < 0;
                if (asked != null && !gap.isNegative() && gap.compareTo(asked) < 0) {
                    String what = "the retry came " + gap + " after an answer that asked for " + asked;
                    findings.add(new Finding(Rule.EARLY_RETRY, what, List.of(before, next), List.of()));
                } else if (retry && gap.isZero()) {
                    findings.add(noBackOff(List.of(before, next)));
                } else if (hurries && hurried) {
                    findings.add(noBackOff(List.of(call.get(i - 2), before, next)));
                }
                hurried = hurries;
            }
        }
        return findings;
    }

    private static Finding noBackOff(List<RecordedExchange> exchanges) {
        return new Finding(Rule.NO_BACK_OFF, "the retry did not wait", exchanges, List.of());
    }

    /** Returns the pause that an answer asked for, or null if it asked for none that can be understood. */
    private static @Nullable Duration retryAfter(RecordedExchange exchange) {
        String value = exchange.responseHeader("Retry-After");
        if (value == null || !Conduct.arrivesWhole(exchange.fault())) {
            return null;
        }
        String text = value.strip();
        if (text.matches("[0-9]{1,10}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Instant until = date(text);
        Instant sent = date(exchange.responseHeader("Date"));
        return until == null ? null : Duration.between(sent == null ? exchange.answered() : sent, until);
    }

    private static @Nullable Instant date(@Nullable String text) {
        try {
            return text == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException noDate) {
            return null;
        }
    }
}

package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what callers were told with what the fake saw. It uses plain values only. Judge a call after all its
 * exchanges have ended and were seen.
 */
final class Judge {

    /** The categories that the soak's faults can cause. Others would need a fault that the soak does not have. */
    private static final Set<ErrorCategory> POSSIBLE = EnumSet.of(
            ErrorCategory.AUTHENTICATION,
            ErrorCategory.THROTTLED,
            ErrorCategory.SERVER,
            ErrorCategory.CONNECT,
            ErrorCategory.TIMEOUT,
            ErrorCategory.IO,
            ErrorCategory.PROTOCOL,
            ErrorCategory.RESPONSE_FORMAT,
            ErrorCategory.CANCELLED,
            ErrorCategory.CLOSED);

    /** Three attempts and one replay after a 401. */
    private static final int MOST_PUTS = 4;

    private final Duration longest;
    private final BitSet everWritten = new BitSet();
    private final Map<String, List<SeenExchange>> unclaimed = new HashMap<>();

    /**
     * Creates a judge that has seen nothing yet.
     *
     * @param longest the longest time that a call may take, with a margin
     */
    Judge(Duration longest) {
        this.longest = longest;
        everWritten.set(NumberedProfiles.FIRST);
    }

    void see(SeenExchange exchange) {
        if (exchange.written() > 0) {
            everWritten.set(exchange.written());
        }
        if (!exchange.correlationId().isEmpty()) {
            unclaimed
                    .computeIfAbsent(exchange.correlationId(), id -> new ArrayList<>())
                    .add(exchange);
        }
    }

    /**
     * Returns the results of these calls that cannot be explained, each with the call and its exchanges. Then forgets
     * the calls.
     */
    List<String> judge(Collection<CallResult> calls) {
        List<String> unexplained = new ArrayList<>();
        for (CallResult call : calls) {
            List<SeenExchange> exchanges = unclaimed.remove(call.correlationId());
            List<SeenExchange> seen = exchanges == null ? List.of() : exchanges;
            List<String> objections = new ArrayList<>();
            ending(call, seen, objections);
            reading(call, objections);
            writing(call, seen, objections);
            sending(call, seen, objections);
            if (!objections.isEmpty()) {
                StringBuilder text = new StringBuilder(String.join("; ", objections))
                        .append("\n    ")
                        .append(call);
                seen.forEach(exchange -> text.append("\n    ").append(exchange.line()));
                unexplained.add(text.toString());
            }
        }
        return unexplained;
    }

    /** Returns the exchanges that belong to no judged call. */
    List<String> strays() {
        return unclaimed.values().stream()
                .flatMap(List::stream)
                .map(exchange -> "an exchange of nobody's call\n    " + exchange.line())
                .toList();
    }

    private void ending(CallResult call, List<SeenExchange> seen, List<String> objections) {
        if (call.odd() != null) {
            objections.add(call.odd());
        }
        if (call.took().compareTo(longest) > 0) {
            objections.add("took longer than its timeout");
        }
        ErrorCategory category = call.category();
        if (category == null) {
            return;
        }
        boolean explained = POSSIBLE.contains(category)
                && switch (category) {
                    case CANCELLED -> call.struck();
                    case CLOSED -> call.closed();
                    case THROTTLED -> seen.stream().anyMatch(exchange -> exchange.status() == 429);
                    case SERVER -> seen.stream().anyMatch(exchange -> exchange.status() >= 500);
                    default -> true;
                };
        if (!explained) {
            objections.add("failed with " + category + ", which nothing explains");
        }
    }

    private void reading(CallResult call, List<String> objections) {
        Integer got = call.got();
        if (got != null && (got < 0 || !everWritten.get(got))) {
            objections.add("was given a profile that was never written");
        }
    }

    private static void writing(CallResult call, List<SeenExchange> seen, List<String> objections) {
        if (seen.stream().anyMatch(exchange -> exchange.written() != 0 && exchange.written() != call.wrote())) {
            objections.add("wrote what its caller did not ask for");
        }
        boolean failed = call.category() != null;
        if ((failed && call.operation() != Operation.GET) != (call.outcome() != null)) {
            objections.add("a failed write has an outcome, and nothing else has");
        }
        if (call.operation() == Operation.GET || call.odd() != null) {
            return;
        }
        boolean applied = seen.stream().anyMatch(exchange -> exchange.written() == call.wrote());
        if (!failed && call.got() != null && call.got() != call.wrote()) {
            objections.add("succeeded with another write's profile");
        }
        if (!applied && (!failed || call.outcome() == WriteOutcome.APPLIED)) {
            objections.add("reported applied, was not");
        }
        if (applied && call.outcome() == WriteOutcome.NOT_APPLIED) {
            objections.add("reported not applied, was");
        }
    }

    private static void sending(CallResult call, List<SeenExchange> seen, List<String> objections) {
        if (seen.size() > call.attempts()) {
            objections.add("more was sent than the client knows of");
        }
        if (seen.stream().filter(exchange -> exchange.method().equals("PUT")).count() > MOST_PUTS) {
            objections.add("sent too many updates");
        }
    }
}

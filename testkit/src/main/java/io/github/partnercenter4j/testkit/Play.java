package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.FaultPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen for an exchange.
 *
 * @param rule the rule that chose, or null if none did
 * @param fault the fault to play, or null for none
 * @param delay how long the answer, or what comes instead, is held back
 */
record Play(@Nullable FaultRule rule, @Nullable Fault fault, Duration delay) {

    static final Play NOTHING = new Play(null, null, Duration.ZERO);

    /** Plays what came out of the queue. */
    static Play of(Fault fault) {
        return new Play(null, fault.isNone() ? null : fault, Duration.ZERO);
    }

    @Nullable
    FaultPlan plan() {
        return fault == null ? null : fault.plan();
    }

    /** Notes an exchange, with the rule first: whoever finds it in the journal finds it there, too. */
    void note(RecordedExchange.Builder entry, Journal journal) {
        RecordedExchange exchange = entry.fault(fault)
                .rule(rule)
                .delay(delay)
                .attempt(journal.attempt(entry.correlationId()))
                .build();
        if (rule != null) {
            rule.note(exchange);
        }
        journal.add(exchange);
    }
}

package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.visit.Choice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The chosen fault of an exchange.
 *
 * @param rule the rule that decided, or null if none did
 * @param fault the fault, or null for none
 * @param delay how long the response, or the fault instead of it, is delayed
 */
record FaultChoice(@Nullable FaultRule rule, @Nullable Fault fault, Duration delay) implements Choice {

    static final FaultChoice NOTHING = new FaultChoice(null, null, Duration.ZERO);

    /** Chooses a queued fault. */
    static FaultChoice of(Fault fault) {
        return new FaultChoice(null, fault.isNone() ? null : fault, Duration.ZERO);
    }

    @Override
    public @Nullable HttpFault httpFault() {
        return fault == null ? null : fault.plan();
    }
}

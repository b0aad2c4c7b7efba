package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.visit.Choice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the faults chose for an exchange.
 *
 * @param rule the rule that chose, or null if none did
 * @param fault the fault to play, or null for none
 * @param delay how long the answer, or what comes instead, is held back
 */
record Play(@Nullable FaultRule rule, @Nullable Fault fault, Duration delay) implements Choice {

    static final Play NOTHING = new Play(null, null, Duration.ZERO);

    /** Plays what came out of the queue. */
    static Play of(Fault fault) {
        return new Play(null, fault.isNone() ? null : fault, Duration.ZERO);
    }

    @Override
    public @Nullable Trouble trouble() {
        return fault == null ? null : fault.plan();
    }
}

package io.github.partnercenter4j.examples.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What one thread does without a pause. Time passes in a turn only while application code sleeps. So everything that
 * the library does in it counts as done at its beginning.
 */
final class Turn {

    /**
     * When the work of this turn was due. That is before its beginning if an executor of the application delayed it.
     */
    final long sinceNanos;

    private @Nullable CallRecord owner;

    Turn(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    /** Returns the caller's call whose code has run in this turn, or null. */
    @Nullable
    CallRecord owner() {
        return owner;
    }

    /** Returns whether no code of another caller has run in this turn. */
    boolean isFreeFor(CallRecord somebody) {
        return owner == null || owner == somebody;
    }

    void belongsTo(CallRecord somebody) {
        owner = somebody;
    }
}

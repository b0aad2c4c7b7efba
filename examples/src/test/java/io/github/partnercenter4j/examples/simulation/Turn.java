package io.github.partnercenter4j.examples.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What one thread does at a stretch. Time may pass in it only where somebody's code sleeps, so whatever the library does
 * in it is done at its beginning.
 */
final class Turn {

    /** When what is done here was to be done: before its beginning, if an executor of the application had it wait. */
    final long sinceNanos;

    private @Nullable Told owner;

    Turn(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    /** Whose code has run here, or null. */
    @Nullable
    Told owner() {
        return owner;
    }

    /** Somebody's code runs here, or something is done for somebody: tells whether nobody else's ran here before. */
    boolean isFreeFor(Told somebody) {
        return owner == null || owner == somebody;
    }

    void belongsTo(Told somebody) {
        owner = somebody;
    }
}

package io.github.partnercenter4j.examples.simulation;

/**
 * What one thread does at a stretch. Time may pass in it only where somebody's code sleeps, so whatever the library does
 * in it is done at its beginning.
 */
final class Turn {

    /** When what is done here was to be done: before its beginning, if an executor of the application had it wait. */
    final long sinceNanos;

    /** Whose code has run here, or null. */
    private Object owner;

    Turn(long sinceNanos) {
        this.sinceNanos = sinceNanos;
    }

    /** Somebody's code runs here, or something is done for somebody: tells whether nobody else's ran here before. */
    boolean isFreeFor(Object somebody) {
        return owner == null || owner == somebody;
    }

    void belongsTo(Object somebody) {
        owner = somebody;
    }
}

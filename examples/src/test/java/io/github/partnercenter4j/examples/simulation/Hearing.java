package io.github.partnercenter4j.examples.simulation;

import org.jspecify.annotations.Nullable;

/** Where listeners hear, in simulated and in real time. */
interface Hearing {

    long nanos();

    /** Since when the thread at hand has done what it does now. */
    long sinceNanos();

    int nextOrder();

    /** Writes down what was heard; returns whose call it is, or null if nobody's. */
    @Nullable
    Told hear(String correlationId, Heard what);

    /** A listener takes its time: of a call, or of whoever the thread at hand belongs to. */
    void nap(@Nullable Told call);
}

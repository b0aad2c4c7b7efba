package io.github.partnercenter4j.examples.simulation;

import org.jspecify.annotations.Nullable;

/** Receives what listeners hear, in simulated or in real time. */
interface ListenerRecorder {

    long nanos();

    /** Returns when the current thread began its present turn. */
    long sinceNanos();

    int nextOrder();

    /** Records an event. Returns its call, or null if no call has this id. */
    @Nullable
    CallRecord hear(String correlationId, ListenerEvent what);

    /** Sleeps as a slow listener does, for this call. If the call is null, sleeps for the owner of the current turn. */
    void nap(@Nullable CallRecord call);
}

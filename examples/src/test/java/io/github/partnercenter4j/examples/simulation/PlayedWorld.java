package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.Collection;
import java.util.List;

/** A world after its run, as the judge sees it. Times are in nanoseconds of one clock. */
interface PlayedWorld {

    Plan plan();

    Collection<CallRecord> calls();

    /** Returns the requests of all calls, in the order in which they were sent. */
    List<SentRequest> sent();

    /** Returns the profiles that a tenant had, oldest first. */
    List<Version> versions(String tenant);

    /** Returns whether two profiles are the same, apart from what the service does not store as sent. */
    default boolean isSame(SupportProfile one, SupportProfile other) {
        return one.equals(other);
    }

    /** Returns when the gateway was closed, or -1. */
    long closedNanos();

    /** Returns the latest time at which something due at {@code dueNanos} may happen. */
    long possible(long dueNanos);

    /**
     * Returns whether a call may send this token although it was refused. It may if the source was asked after the
     * refusal and gave the token again, or if the client was told to forget that token request.
     */
    boolean mayBeSentAgain(String token, long refusedNanos, long takenNanos);

    /** Returns how late something may happen because real threads are busy. */
    default long slackNanos() {
        return 0;
    }

    /** Returns whether listeners hear of events in the order in which they happen. */
    default boolean isInOrder() {
        return true;
    }

    /** Returns the broken promises that were found during the run. */
    List<String> faults();

    /**
     * Returns whether a call may have ended while its answer was arriving. With real threads, either may come first.
     */
    default boolean mayEndFirst(CallRecord call) {
        return false;
    }
}

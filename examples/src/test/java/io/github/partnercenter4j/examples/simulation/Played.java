package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.SimulatedService.Version;
import io.github.partnercenter4j.model.SupportProfile;
import java.util.Collection;
import java.util.List;

/** A world that has been played, as its judge sees it. Times are in nanoseconds of one clock. */
interface Played {

    Plan plan();

    Collection<Told> calls();

    /** What all calls sent, in that order. */
    List<Sent> sent();

    /** The profiles that a tenant has had, in their order. */
    List<Version> versions(String tenant);

    /** Tells whether two profiles are one, as far as the service keeps what it is given. */
    default boolean isSame(SupportProfile one, SupportProfile other) {
        return one.equals(other);
    }

    /** When the gateway was closed, or -1. */
    long closedNanos();

    /** The latest moment at which something happens that is due at another. */
    long possible(long dueNanos);

    /**
     * Tells whether a refused token may be sent again by a call that was not told so: its source, asked after the refusal,
     * gave it once more, or the client had forgotten that it asked.
     */
    boolean mayBeSentAgain(String token, long refusedNanos, long takenNanos);

    /** How much later than it is due something may happen, because real threads are busy. */
    default long slackNanos() {
        return 0;
    }

    /** Tells whether listeners hear of things in the order in which they come about. */
    default boolean isInOrder() {
        return true;
    }

    /** Promises that were seen broken on the way. */
    List<String> faults();

    /** Tells whether a call may have ended while an answer was on its way to it: who comes first, real threads decide. */
    default boolean mayEndFirst(Told call) {
        return false;
    }
}

package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpFault;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queued faults, each for one exchange, in their order. A fault of a connection waits for the next connection; later
 * faults do not wait for it. Thread-safe.
 */
final class FaultQueue {

    private final Deque<Fault> faults = new ArrayDeque<>();

    synchronized void add(List<Fault> more) {
        faults.addAll(more);
    }

    /**
     * Adds faults for the requests of one tenant or of the login.
     *
     * @param whose the owner of the requests, for the message
     * @throws IllegalArgumentException if one is a fault of a connection, whose owner is not known yet
     */
    void addForRequests(String whose, Fault... more) {
        for (Fault fault : more) {
            if (fault.isOfConnection()) {
                throw new IllegalArgumentException("The fault " + fault
                        + " applies when a connection is accepted, before the fake knows whether it is " + whose
                        + ". Use FakePartnerCenter.next(..), or apply the fault at AFTER_HEAD.");
            }
        }
        add(List.of(more));
    }

    /** Takes the first fault if it is for this stage of a connection. */
    synchronized @Nullable Fault takeForConnection(HttpFault.At stage) {
        Fault first = faults.peek();
        return first != null && first.isFor(stage) ? faults.poll() : null;
    }

    /** Takes the first fault for a request. */
    synchronized @Nullable Fault takeForRequest() {
        for (Iterator<Fault> each = faults.iterator(); each.hasNext(); ) {
            Fault fault = each.next();
            if (!fault.isOfConnection()) {
                each.remove();
                return fault;
            }
        }
        return null;
    }

    /** Takes the first fault, for an in-memory exchange, which counts as its own connection. */
    synchronized @Nullable Fault take() {
        return faults.poll();
    }

    synchronized List<Fault> left() {
        return List.copyOf(faults);
    }

    synchronized void clear() {
        faults.clear();
    }
}

package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.Trouble;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The faults still to be played, each to one exchange, in their order. A fault that befalls a connection waits for the
 * next one; the faults behind it do not wait for that. Thread-safe.
 */
final class FaultQueue {

    private final Deque<Fault> faults = new ArrayDeque<>();

    synchronized void add(List<Fault> more) {
        faults.addAll(more);
    }

    /**
     * Adds faults to a queue for requests of somebody.
     *
     * @param whose in words, for the refusal
     * @throws IllegalArgumentException if one befalls a connection, when nobody knows yet whose it is
     */
    void addForRequests(String whose, Fault... more) {
        for (Fault fault : more) {
            if (fault.isOfConnection()) {
                throw new IllegalArgumentException("A connection is not known to be " + whose
                        + " when it is accepted: queue " + fault
                        + " at FakePartnerCenter.next, or let it strike at AFTER_HEAD.");
            }
        }
        add(List.of(more));
    }

    /** Takes the fault for a connection, at one stage of it: the first in the queue, if that is what it is for. */
    synchronized @Nullable Fault takeForConnection(Trouble.At stage) {
        Fault first = faults.peek();
        return first != null && first.isFor(stage) ? faults.poll() : null;
    }

    /** Takes the fault for a request on a connection. */
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

    /** Takes the fault for an exchange that is its own connection. */
    synchronized @Nullable Fault take() {
        return faults.poll();
    }

    /** Returns those that are left. */
    synchronized List<Fault> left() {
        return List.copyOf(faults);
    }

    synchronized void clear() {
        faults.clear();
    }
}

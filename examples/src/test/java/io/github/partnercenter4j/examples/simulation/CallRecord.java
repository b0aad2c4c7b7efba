package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.model.SupportProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of a call: what its caller was told, what its listener heard, and what it sent. */
final class CallRecord {

    final CallerPlan plan;
    final String correlationId;

    /** The call that the caller made itself. It differs from this call if a callback made this one. */
    final CallRecord root;

    final String tenant;
    /** When the call was made. */
    long startedNanos;

    final List<ListenerEvent> heard = new ArrayList<>();
    final List<SentRequest> sent = new ArrayList<>();

    /** When the listener or the callback of this call slept, or those of a call that its callback made. */
    final List<Nap> naps;

    record Nap(long fromNanos, long toNanos) {}

    /** When the caller was to be told, without delays in the application's executor; -1 before that. */
    long endedNanos = -1;

    int exchanges;

    /** The exchange that the caller's thread runs, or ran last. */
    @Nullable
    SimulatedExchange running;

    @Nullable
    SupportProfile result;

    @Nullable
    Throwable failure;

    /** When the caller cancelled the call or was interrupted, or -1. */
    long struckNanos = -1;

    /** True if cancelling the future ended the call, so that the caller is told nothing more. */
    boolean cancelled;

    /** True if a faulty gateway handled a write of this call, so that nothing is known about that write. */
    boolean foreign;

    /** True if something other than the gateway cut a write of this call short. */
    boolean cutShort;

    CallRecord(CallerPlan plan, String correlationId, @Nullable CallRecord root, String tenant, long startedNanos) {
        this.plan = plan;
        this.correlationId = correlationId;
        this.root = root == null ? this : root;
        this.naps = root == null ? new ArrayList<>() : root.naps;
        this.tenant = tenant;
        this.startedNanos = startedNanos;
    }

    String who() {
        return plan.name() + " (" + tenant + ")";
    }

    boolean reads() {
        return plan.wish() == Wish.GET;
    }

    List<SentRequest> writes() {
        return sent.stream().filter(SentRequest::isWrite).toList();
    }

    /** Returns the event of the call's end, which is the last one, or null if the call never ended. */
    @Nullable
    ListenerEvent over() {
        return heard.stream()
                .filter(each -> each.kind() == ListenerEvent.Kind.OVER)
                .findFirst()
                .orElse(null);
    }

    /** Sleeps in the listener or the callback of this call, and records that. */
    void nap(Scheduler time, Duration howLong) {
        long fromNanos = time.nanos();
        time.sleep(howLong);
        naps.add(new Nap(fromNanos, time.nanos()));
    }

    /**
     * Returns the latest time for something due at {@code dueNanos}, if only this call's listener and callbacks delay
     * it.
     */
    long heldUp(long dueNanos) {
        long latest = dueNanos;
        boolean later = true;
        while (later) {
            later = false;
            for (Nap nap : naps) {
                if (nap.fromNanos() <= latest && nap.toNanos() > latest) {
                    latest = nap.toNanos();
                    later = true;
                }
            }
        }
        return latest;
    }

    long deadlineNanos() {
        return startedNanos + plan.timeout().toNanos();
    }
}

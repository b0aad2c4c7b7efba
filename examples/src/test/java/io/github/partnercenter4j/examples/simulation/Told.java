package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.model.SupportProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a call went: what its caller was told, what its listener heard, and what it sent. */
final class Told {

    final CallerPlan plan;
    final String correlationId;

    /** Whose code its callbacks are: a call that a callback made is its caller's. */
    final Told root;

    final String tenant;
    /** When the call was made. */
    long startedNanos;

    final List<Heard> heard = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();

    /** When its listener or its callback took its time, or those of a call that its callback made. */
    final List<Nap> naps;

    record Nap(long fromNanos, long toNanos) {}

    /** When it was to be told, other people's code aside; -1 before. */
    long endedNanos = -1;

    int exchanges;

    /** The exchange that its caller's thread runs, or ran last. */
    @Nullable
    SimulatedExchange running;

    @Nullable
    SupportProfile result;

    @Nullable
    Throwable failure;

    /** When the caller cancelled it or was interrupted, or -1. */
    long struckNanos = -1;

    /** Whether the cancellation of its future was what ended it, so that the caller is told nothing more. */
    boolean cancelled;

    /** Whether a gateway of somebody's made a mess of a write of it, of which then nothing is known. */
    boolean foreign;

    /** Whether a write of it was cut short by somebody other than the gateway. */
    boolean cutShort;

    Told(CallerPlan plan, String correlationId, @Nullable Told root, String tenant, long startedNanos) {
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

    List<Sent> writes() {
        return sent.stream().filter(Sent::isWrite).toList();
    }

    /** What the listener heard last, which is the call's end; null if it never ended. */
    @Nullable
    Heard over() {
        return heard.stream()
                .filter(each -> each.kind() == Heard.Kind.OVER)
                .findFirst()
                .orElse(null);
    }

    /** Its listener or its callback takes its time. */
    void nap(Scheduler time, Duration howLong) {
        long fromNanos = time.nanos();
        time.sleep(howLong);
        naps.add(new Nap(fromNanos, time.nanos()));
    }

    /** Returns when something happens at the latest that is due at some time, if only its own people hold it up. */
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

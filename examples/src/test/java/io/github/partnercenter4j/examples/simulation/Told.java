package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.examples.simulation.Plan.CallerPlan;
import io.github.partnercenter4j.examples.simulation.Plan.Wish;
import io.github.partnercenter4j.model.SupportProfile;
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
    final long startedNanos;
    final List<Heard> heard = new ArrayList<>();
    final List<Sent> sent = new ArrayList<>();

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

    /** Whether a gateway of somebody's made a mess of it: nothing is known of its writes. */
    boolean foreign;

    Told(CallerPlan plan, String correlationId, @Nullable Told root, String tenant, long startedNanos) {
        this.plan = plan;
        this.correlationId = correlationId;
        this.root = root == null ? this : root;
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

    long deadlineNanos() {
        return startedNanos + plan.timeout().toNanos();
    }
}

package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import io.github.partnercenter4j.model.WriteOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent on further attempts and on settling reads: a burst of ten, a tenth of each success, and what a further
 * attempt cost that succeeded. Counted in tenths. It is known exactly, but for settling reads that were paid for and never
 * begun: so the account has a least and a most. Where listeners are slow, the order of spending and earning is not known,
 * and no success counts as lost by a full budget.
 */
final class Budgets {

    private static final int FULL = 100;
    private static final int COST = 10;

    private final Played world;
    private final String owner;
    private final boolean exact;
    private final Map<Told, Spending> spendings = new HashMap<>();
    private int least = FULL;
    private int most = FULL;

    /** Settling reads that may be paid for by now, or are yet to be, between the end of a write and that of its call. */
    private int pending;

    private Budgets(Played world, String owner) {
        this.world = world;
        this.owner = owner;
        this.exact = world.isInOrder() && world.plan().client().manners() != Manners.SLOW;
    }

    /** What one call has done so far. */
    private static final class Spending {
        private String kind = "";
        private int next;
        private @Nullable Throwable retried;

        /** The end of a write after which the call ended, without a read. */
        private @Nullable Heard unsettled;

        /** Whether a settling read has not been paid for yet. */
        private boolean owes;

        /** Whether one is paid for at some time before it begins, or before the call's end if it never begins. */
        private boolean pending;
    }

    private record Event(Told call, Heard heard) {}

    static void judge(Played world) {
        List<Event> events = new ArrayList<>();
        for (Told call : world.calls()) {
            call.heard.forEach(heard -> events.add(new Event(call, heard)));
        }
        events.sort(Comparator.comparingInt(event -> event.heard().order()));
        Map<String, Budgets> budgets = new TreeMap<>();
        for (Event event : events) {
            String owner = world.plan().gateway().sharesBudget() ? "the gateway" : event.call().tenant;
            budgets.computeIfAbsent(owner, missing -> new Budgets(world, owner)).take(event.call(), event.heard());
        }
        budgets.values().forEach(Budgets::end);
    }

    private void take(Told call, Heard event) {
        Spending spending = spendings.computeIfAbsent(call, missing -> new Spending());
        spending.next++;
        Heard next = spending.next < call.heard.size() ? call.heard.get(spending.next) : null;
        switch (event.kind()) {
            case START -> {
                String now = event.method() + event.path();
                spending.retried = now.equals(spending.kind) ? spending.retried : null;
                spending.kind = now;
                if (event.method().equals("GET") && (spending.owes || spending.pending)) {
                    pending -= spending.pending ? 1 : 0;
                    spending.owes = false;
                    spending.pending = false;
                    spend();
                }
            }
            case END -> {
                if (event.failure() == null) {
                    earn(spending.retried);
                } else if (event.method().equals("PUT") && isUnsure(call, event)) {
                    spending.owes = !isPaid(call, event, next, spending);
                }
            }
            case RETRY -> {
                if (!isNoToken(event.failure())) {
                    spend();
                    spending.retried = event.failure();
                }
            }
            case OVER -> {
                requireRead(call, event, spending);
                boolean spent = event.failure() instanceof PartnerCenterException failure
                        && failure.retryStop().equals(Optional.of(RetryStop.BUDGET));
                // A settling read that came to nothing, because no token was to be had.
                least = Math.max(0, least - (spending.owes || spending.pending ? COST : 0));
                pending -= spending.pending ? 1 : 0;
                most = exact ? Math.min(fullest(), most) : most;
                Judge.check(
                        !exact || !spent || left() < COST, call, "was told that the budget is spent, and it is not");
            }
            default -> {}
        }
    }

    /** Returns what is left at least. Nobody knows when within its span a pending read is paid for. */
    private int left() {
        return least - COST * pending;
    }

    /** What is earned is lost where the budget is full, which it is not if a pending read is paid for already. */
    private int fullest() {
        return FULL + COST * pending;
    }

    private void earn(@Nullable Throwable retried) {
        int earned = retried == null ? 1 : isOverload(retried) ? 0 : COST;
        least = Math.min(FULL, least + earned);
        most = exact ? Math.min(fullest(), most + earned) : most + earned;
    }

    private void spend() {
        if (exact && most < COST) {
            throw new Judge.Fault("more was sent again than the budget of " + owner + " allows");
        }
        most -= COST;
        least = Math.max(0, least - COST);
    }

    private void end() {
        if (most < 0) {
            throw new Judge.Fault("more was sent again than the budget of " + owner + " allows");
        }
    }

    /**
     * A write that may have been applied is settled by a read, once, where that may be; tells whether it is paid for.
     */
    private boolean isPaid(Told call, Heard end, @Nullable Heard next, Spending spending) {
        if (next == null || next.kind() == Kind.RETRY) {
            return false;
        }
        Heard start = call.heard.stream()
                .filter(event -> event.order() > end.order() && event.kind() == Kind.START)
                .findFirst()
                .orElse(null);
        if (start != null) {
            if (start.method().equals("GET") && next.kind() == Kind.TOKEN) {
                // A wait for the token of a replay that was never made: the read is paid for when that has ended.
                pend(spending);
            } else if (start.method().equals("GET")) {
                spend();
            }
            return true;
        }
        spending.unsettled = next.kind() == Kind.OVER ? end : null;
        pend(spending);
        return true;
    }

    /** Tells at a call's end whether a read was affordable; a wait for a Retry-After may lie between the write and that. */
    private void requireRead(Told call, Heard over, Spending spending) {
        Heard end = spending.unsettled;
        // What is pending for this read itself is not spent.
        boolean affordable = exact && left() >= 0;
        if (end != null && affordable && Settling.mayRead(world, call, end, over)) {
            throw new Judge.Fault(call.who() + " was told UNKNOWN, and no read was to settle it");
        }
    }

    private void pend(Spending spending) {
        if (!spending.pending) {
            spending.pending = true;
            pending++;
        }
    }

    /** Tells whether nobody knows, after an attempt, what became of the call's write. */
    private static boolean isUnsure(Told call, Heard last) {
        boolean unsure = false;
        for (Heard event : call.heard) {
            boolean write = event.kind() == Kind.END && event.method().equals("PUT");
            if (write && event.order() <= last.order()) {
                WriteOutcome outcome = event.failure() instanceof PartnerCenterException failure
                        ? failure.writeOutcome().orElse(WriteOutcome.UNKNOWN)
                        : WriteOutcome.UNKNOWN;
                unsure |= outcome == WriteOutcome.UNKNOWN;
                if (outcome == WriteOutcome.APPLIED) {
                    return false;
                }
            }
        }
        return unsure;
    }

    private static boolean isOverload(Throwable failure) {
        return failure instanceof ServiceException answer && (answer.status() == 429 || answer.status() == 503);
    }

    private static boolean isNoToken(@Nullable Throwable failure) {
        return failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;
    }
}

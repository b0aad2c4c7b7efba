package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
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
 * Computes the retry budget from the events, and checks that the client kept to it: ten retries in a burst, a tenth of
 * a retry for each first attempt that succeeds, and the whole cost back for a retry that succeeds. Counts in tenths. A
 * settling read that is paid for may never begin, so the balance has a minimum and a maximum. With slow listeners the
 * order of spending and earning is unknown, and the maximum is not limited to a full budget.
 */
final class Budgets {

    private static final int FULL = 100;
    private static final int COST = 10;

    private final PlayedWorld world;
    private final String owner;
    private final boolean exact;
    private final Map<CallRecord, Spending> spendings = new HashMap<>();
    private int least = FULL;
    private int most = FULL;

    /**
     * Settling reads of which it is unknown whether they are paid for yet: between the end of a write and the end of
     * its call.
     */
    private int pending;

    private Budgets(PlayedWorld world, String owner) {
        this.world = world;
        this.owner = owner;
        this.exact = world.isInOrder() && world.plan().client().manners() != Manners.SLOW;
    }

    /** What one call has done so far. */
    private static final class Spending {
        private String kind = "";
        private int next;
        private @Nullable Throwable retried;

        /** The end of a write after which the call ended without a read. */
        private @Nullable ListenerEvent unsettled;

        /** True if a settling read has not been paid for yet. */
        private boolean owes;

        /**
         * True if a settling read is paid for at an unknown time: before it begins or, if it never begins, before the
         * call ends.
         */
        private boolean pending;
    }

    private record Event(CallRecord call, ListenerEvent heard) {}

    static void judge(PlayedWorld world) {
        List<Event> events = new ArrayList<>();
        for (CallRecord call : world.calls()) {
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

    private void take(CallRecord call, ListenerEvent event) {
        Spending spending = spendings.computeIfAbsent(call, missing -> new Spending());
        spending.next++;
        ListenerEvent next = spending.next < call.heard.size() ? call.heard.get(spending.next) : null;
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
                // The settling read never began, because there was no token.
                least = Math.max(0, least - (spending.owes || spending.pending ? COST : 0));
                pending -= spending.pending ? 1 : 0;
                most = exact ? Math.min(fullest(), most) : most;
                Judge.check(
                        !exact || !spent || left() < COST, call, "was told that the budget is spent, but it is not");
            }
            default -> {}
        }
    }

    /** Returns the minimum that is left. A pending read may be paid for already. */
    private int left() {
        return least - COST * pending;
    }

    /**
     * Returns the limit of the maximum. A full budget earns nothing. If a pending read is paid for already, the budget
     * is not full.
     */
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
            throw new Judge.Fault("the calls sent more retries than the budget of " + owner + " allows");
        }
        most -= COST;
        least = Math.max(0, least - COST);
    }

    private void end() {
        int unheard = spendings.keySet().stream().mapToInt(Budgets::unheard).sum();
        if (most + COST * unheard < 0) {
            throw new Judge.Fault("the calls sent more retries than the budget of " + owner + " allows");
        }
    }

    /**
     * Returns how many replies the call got when it had ended already. Its listener is not told of them, but each may
     * return a retry to the budget.
     */
    private static int unheard(CallRecord call) {
        long delivered = call.sent.stream().filter(sent -> sent.delivered).count();
        long heard = call.heard.stream()
                .filter(event -> event.kind() == Kind.END && event.failure() == null)
                .count();
        return (int) Math.max(0, delivered - heard);
    }

    /**
     * Returns whether the read that settles this write is paid for by now, or is pending. Returns false while the call
     * still retries the write.
     */
    private boolean isPaid(CallRecord call, ListenerEvent end, @Nullable ListenerEvent next, Spending spending) {
        if (next == null || next.kind() == Kind.RETRY) {
            return false;
        }
        ListenerEvent start = call.heard.stream()
                .filter(event -> event.order() > end.order() && event.kind() == Kind.START)
                .findFirst()
                .orElse(null);
        if (start != null) {
            if (start.method().equals("GET") && next.kind() == Kind.TOKEN) {
                // The call waits for the token of a replay that it never sends. The read is paid for after that wait.
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

    /**
     * Checks, at the end of a call, that it read the profile if the budget allowed it. The call may have waited for a
     * Retry-After after its write.
     */
    private void requireRead(CallRecord call, ListenerEvent over, Spending spending) {
        ListenerEvent end = spending.unsettled;
        // The call's own pending read is subtracted already, so 0 is enough.
        boolean affordable = exact && left() >= 0;
        if (end != null && affordable && SettlingReads.mayRead(world, call, end, over)) {
            throw new Judge.Fault(call.who() + " was told UNKNOWN, but no read tried to settle it");
        }
    }

    private void pend(Spending spending) {
        if (!spending.pending) {
            spending.pending = true;
            pending++;
        }
    }

    /** Returns whether the outcome of the call's write is unknown after this attempt. */
    private static boolean isUnsure(CallRecord call, ListenerEvent last) {
        boolean unsure = false;
        for (ListenerEvent event : call.heard) {
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

package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import java.util.List;

/** Checks that the write outcome of a failure is true, and is UNKNOWN only where the client could not know it. */
final class OutcomeRules {

    private OutcomeRules() {}

    static void judge(PlayedWorld world, CallRecord call) {
        if (!(call.over().failure() instanceof PartnerCenterException failure)) {
            return;
        }
        WriteOutcome outcome = failure.writeOutcome().orElse(null);
        check((outcome == null) == call.reads(), call, "was told the outcome " + outcome);
        if (call.reads()) {
            return;
        }
        List<SentRequest> writes = call.writes();
        boolean committed = writes.stream().anyMatch(SentRequest::isCommitted);
        switch (outcome) {
            case NOT_APPLIED -> check(!committed, call, "was told NOT_APPLIED, but its write was applied");
            case APPLIED ->
                check(
                        writes.stream().anyMatch(each -> each.accepted),
                        call,
                        "was told APPLIED, but the service accepted no write");
            case UNKNOWN -> unknown(world, call, writes);
        }
    }

    /**
     * Returns whether its deadline, a cancellation or a close ended the call. An answer may have been under way then.
     */
    static boolean isEndedFromOutside(CallRecord call) {
        ErrorCategory category = EventRules.category(call.over().failure());
        return category == ErrorCategory.TIMEOUT
                || category == ErrorCategory.CANCELLED
                || category == ErrorCategory.CLOSED;
    }

    private static void unknown(PlayedWorld world, CallRecord call, List<SentRequest> writes) {
        // A gateway that reports no progress cannot say how far a write came that was cut short.
        boolean cutShort = call.cutShort || isEndedFromOutside(call);
        boolean unreported = cutShort && !world.plan().gateway().reports();
        if (call.foreign || unreported || world.mayEndFirst(call)) {
            return;
        }
        check(!writes.isEmpty(), call, "was told UNKNOWN, but sent no write");
        // An answer that comes at the very moment of the end may be too late. A listener may hear of the end late, for
        // example if the machine sleeps in between.
        long ended = world.isInOrder()
                ? call.over().sinceNanos()
                : call.heard.stream()
                        .filter(event -> event.kind() == ListenerEvent.Kind.END)
                        .mapToLong(ListenerEvent::atNanos)
                        .max()
                        .orElse(0);
        boolean unsure =
                writes.stream().anyMatch(each -> each.isUnsure() || world.possible(each.answeredNanos) >= ended);
        check(unsure, call, "was told UNKNOWN, but every write was answered");
    }
}

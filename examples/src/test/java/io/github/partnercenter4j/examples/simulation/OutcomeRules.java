package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import java.util.List;

/** What a failure says of the write is true, and UNKNOWN is said only where nobody could know. */
final class OutcomeRules {

    private OutcomeRules() {}

    static void judge(Played world, Told call) {
        if (!(call.over().failure() instanceof PartnerCenterException failure)) {
            return;
        }
        WriteOutcome outcome = failure.writeOutcome().orElse(null);
        check((outcome == null) == call.reads(), call, "was told the outcome " + outcome);
        if (call.reads()) {
            return;
        }
        List<Sent> writes = call.writes();
        boolean committed = writes.stream().anyMatch(Sent::isCommitted);
        switch (outcome) {
            case NOT_APPLIED -> check(!committed, call, "was told NOT_APPLIED, and it was written");
            case APPLIED ->
                check(writes.stream().anyMatch(each -> each.accepted), call, "was told APPLIED, which it cannot know");
            case UNKNOWN -> unknown(world, call, writes);
        }
    }

    /** Its deadline or somebody ended it, while an answer may have been on its way. */
    static boolean isEndedFromOutside(Told call) {
        ErrorCategory category = EventRules.category(call.over().failure());
        return category == ErrorCategory.TIMEOUT
                || category == ErrorCategory.CANCELLED
                || category == ErrorCategory.CLOSED;
    }

    private static void unknown(Played world, Told call, List<Sent> writes) {
        // Of a gateway that reports nothing, nobody knows how far it came with a write that was cut short.
        boolean cutShort = call.cutShort || isEndedFromOutside(call);
        boolean unreported = cutShort && !world.plan().gateway().reports();
        if (call.foreign || unreported || world.mayEndFirst(call)) {
            return;
        }
        check(!writes.isEmpty(), call, "was told UNKNOWN, and no write was sent");
        // An answer that comes at the very moment of the end may come after it, and a listener may hear of the end
        // late, as it does when the machine sleeps between the two.
        long ended = world.isInOrder()
                ? call.over().sinceNanos()
                : call.heard.stream()
                        .filter(event -> event.kind() == Heard.Kind.END)
                        .mapToLong(Heard::atNanos)
                        .max()
                        .orElse(0);
        boolean unsure =
                writes.stream().anyMatch(each -> each.isUnsure() || world.possible(each.answeredNanos) >= ended);
        check(unsure, call, "was told UNKNOWN, and every write was answered");
    }
}

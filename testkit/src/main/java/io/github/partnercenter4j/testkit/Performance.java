package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.FaultPlan;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An exchange without a socket, fault included: what would have reached the client, and how it would have ended.
 *
 * @param answer the answer, or as much of it as came; null if not even its head did
 * @param outcome what the service did, or null if it was not asked
 * @param ending how the exchange ended for the client
 */
record Performance(@Nullable HttpAnswer answer, FakeState.@Nullable Outcome outcome, Ending ending) {

    /** How an exchange ends for the client. */
    enum Ending {
        /** By a whole answer. */
        WHOLE,
        /** The connection could not be made safe. */
        UNSAFE,
        /** The connection broke before the answer's head was complete. */
        LOST,
        /** The connection broke inside the answer's body. */
        CUT,
        /** Not at all. */
        STALLED,
        /** By bytes that are not HTTP. */
        GARBAGE,
        /** By a body without end. */
        ENDLESS
    }

    /**
     * Plays an exchange.
     *
     * @param plan the fault, or null for none
     * @param service does what is asked and answers
     */
    static Performance play(@Nullable FaultPlan plan, Supplier<FakeState.Outcome> service) {
        boolean served = plan == null || plan.point().compareTo(Point.AFTER_COMMIT) >= 0;
        FakeState.Outcome outcome = served ? service.get() : null;
        HttpAnswer own = outcome == null ? null : outcome.answer();
        if (plan instanceof FaultPlan.Replace replace) {
            return new Performance(replace.answer(), outcome, Ending.WHOLE);
        }
        if (plan instanceof FaultPlan.Tls) {
            return new Performance(null, null, Ending.UNSAFE);
        }
        if (plan instanceof FaultPlan.Raw) {
            return new Performance(null, outcome, Ending.GARBAGE);
        }
        if (plan instanceof FaultPlan.Endless) {
            HttpAnswer head = HttpAnswer.of(200).header("Content-Type", "application/json");
            return new Performance(head, outcome, Ending.ENDLESS);
        }
        if (own == null) {
            return new Performance(null, outcome, broken(plan, Ending.LOST));
        }
        if (plan instanceof FaultPlan.Cut cut) {
            return cut(own, outcome, cut);
        }
        if (plan instanceof FaultPlan.Truncate truncate) {
            return part(own, truncate.bodyBytes(), outcome, Ending.CUT);
        }
        return framed(plan instanceof FaultPlan.Overlay overlay ? overlay.over(own) : own, outcome);
    }

    /** Tells whether the head of a success reached the client. */
    boolean accepted() {
        boolean head = ending == Ending.WHOLE || ending == Ending.CUT || ending == Ending.STALLED;
        return head && answer != null && answer.status() >= 200 && answer.status() <= 299;
    }

    private static Performance cut(HttpAnswer own, FakeState.@Nullable Outcome outcome, FaultPlan.Cut cut) {
        return switch (cut.point()) {
            case IN_HEAD -> new Performance(null, outcome, broken(cut, Ending.LOST));
            case IN_BODY -> part(own, own.body().length / 2, outcome, broken(cut, Ending.CUT));
            case AFTER_ANSWER -> new Performance(own, outcome, Ending.WHOLE);
            default -> new Performance(null, outcome, broken(cut, Ending.LOST));
        };
    }

    private static Ending broken(@Nullable FaultPlan plan, Ending ending) {
        boolean stalls = plan instanceof FaultPlan.Cut cut && cut.manner() == FaultPlan.Manner.STALL;
        return stalls ? Ending.STALLED : ending;
    }

    private static Performance part(HttpAnswer own, int bytes, FakeState.@Nullable Outcome outcome, Ending ending) {
        byte[] body = own.body();
        return bytes >= body.length
                ? new Performance(own, outcome, Ending.WHOLE)
                : new Performance(own.body(Arrays.copyOf(body, bytes)), outcome, ending);
    }

    /** An overlay may lie about the length, and a client believes it. */
    private static Performance framed(HttpAnswer answer, FakeState.@Nullable Outcome outcome) {
        String length = answer.headers().first("Content-Length");
        if (length == null) {
            return new Performance(answer, outcome, Ending.WHOLE);
        }
        if (!length.matches("[0-9]{1,9}")) {
            return new Performance(answer, outcome, Ending.GARBAGE);
        }
        int promised = Integer.parseInt(length);
        return promised > answer.body().length
                ? new Performance(answer, outcome, Ending.CUT)
                : part(answer, promised, outcome, Ending.WHOLE);
    }
}

package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request whose head is known.
 *
 * @param refusal the answer, if the body does not matter any more; {@link Handler#answer} is then not called
 * @param fault what goes wrong, with the refusal too if there is one
 * @param delay how long the first byte of whatever is said, or the end of the connection, is held back
 */
public record Decision(
        @Nullable HttpAnswer refusal, @Nullable FaultPlan fault, Duration delay) {

    /** Read the body and answer. */
    public static final Decision PROCEED = new Decision(null, null, Duration.ZERO);

    /** Refuses a fault for which it is too late. */
    public Decision {
        if (fault != null && fault.point() == Fault.Point.ACCEPT) {
            throw new IllegalArgumentException("A fault at ACCEPT befalls a connection, not a request: " + fault);
        }
    }

    /** Answers without reading the body. */
    public static Decision refuse(HttpAnswer answer) {
        return new Decision(answer, null, Duration.ZERO);
    }

    /** Returns this decision with a fault. */
    public Decision with(@Nullable FaultPlan plan) {
        return with(plan, Duration.ZERO);
    }

    /** Returns this decision with a fault that is held back. */
    public Decision with(@Nullable FaultPlan plan, Duration held) {
        return new Decision(refusal, plan, held);
    }
}

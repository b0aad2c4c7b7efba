package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every failure of a call. Unchecked, immutable, {@code Serializable}, and without a secret or a body's text in its
 * message: what the service wrote is behind accessors of the subclasses.
 *
 * <p>The root itself is thrown for the categories {@code CANCELLED} and {@code CLOSED}; all others have a subclass.
 */
public class PartnerCenterException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final ErrorCategory category;
    private final boolean retryable;
    private final CallFacts facts;

    PartnerCenterException(
            String message, @Nullable Throwable cause, ErrorCategory category, boolean retryable, CallFacts facts) {
        super(message, cause);
        this.category = category;
        this.retryable = retryable;
        this.facts = facts;
    }

    /**
     * Returns the failure of an exchange or call that its caller cancelled or interrupted.
     *
     * @param facts what is known of the call
     * @param how how the caller ended it, for the message
     * @return the exception
     */
    public static PartnerCenterException cancelled(CallFacts facts, String how) {
        return new PartnerCenterException("The call was " + how + ".", null, ErrorCategory.CANCELLED, false, facts);
    }

    /**
     * Returns the failure of an exchange that its caller ended early.
     *
     * @param context the exchange
     * @return the exception
     */
    public static PartnerCenterException cancelled(RequestContext context) {
        return cancelled(CallFacts.of(context, WriteOutcome.UNKNOWN), "cancelled");
    }

    /**
     * Returns the failure of a call because something was closed.
     *
     * @param facts what is known of the call
     * @param what what was closed, such as {@code client}
     * @param inFlight whether the call had begun
     * @return the exception
     */
    public static PartnerCenterException closed(CallFacts facts, String what, boolean inFlight) {
        return new PartnerCenterException(
                inFlight
                        ? "Closing the " + what + " ended this call while it was in flight: wait for its future first."
                        : "The " + what + " is closed: open another.",
                null,
                ErrorCategory.CLOSED,
                false,
                facts);
    }

    /**
     * Returns the failure of an exchange because its gateway was closed.
     *
     * @param context the exchange
     * @param outcome {@code NOT_APPLIED} if the gateway was closed before, {@code UNKNOWN} if during the exchange
     * @return the exception
     */
    public static PartnerCenterException closed(RequestContext context, WriteOutcome outcome) {
        return closed(CallFacts.of(context, outcome), "gateway", outcome == WriteOutcome.UNKNOWN);
    }

    /**
     * Returns the kind of failure.
     *
     * @return the category
     */
    public final ErrorCategory category() {
        return category;
    }

    /**
     * Returns the {@code MS-RequestId} of the request that failed; where no request did, the last that was sent, or would
     * have been. Quote it to Microsoft's support.
     *
     * @return a GUID; empty only while a token provider's failure has not passed through a client
     */
    public final String requestId() {
        return facts.requestId();
    }

    /**
     * Returns the call's {@code MS-CorrelationId}.
     *
     * @return a GUID; empty only while a token provider's failure has not passed through a client
     */
    public final String correlationId() {
        return facts.correlationId();
    }

    /**
     * Returns how many exchanges the call began.
     *
     * @return 0 if nothing was tried
     */
    public final int attempts() {
        return facts.attempts();
    }

    /**
     * Returns how long the call took.
     *
     * @return the time from the call's start to its failure; zero from a gateway, which knows no call
     */
    public final Duration elapsed() {
        return facts.elapsed();
    }

    /**
     * Tells whether the same call, unchanged, may succeed later.
     *
     * @return true for passing failures: connection, time, throttling and most of the service's own; false for a call
     *     whose write was applied
     */
    public final boolean isRetryable() {
        return retryable;
    }

    /**
     * Returns why the call was not tried again, although that might have helped.
     *
     * @return the reason; empty if another attempt made no sense, or from a gateway, which makes only one
     */
    public final Optional<RetryStop> retryStop() {
        return Optional.ofNullable(facts.retryStop());
    }

    /**
     * Returns what became of the write.
     *
     * @return the outcome; empty if the call only read
     */
    public final Optional<WriteOutcome> writeOutcome() {
        return Optional.ofNullable(facts.writeOutcome());
    }

    /** Says what happened, what to do, the write's outcome, and the ids to quote. */
    @Override
    public String getMessage() {
        return super.getMessage() + facts;
    }

    /**
     * Returns this failure, same type, cause, stack and suppressed, with what the whole call knows. For clients, which
     * know more of a call than the gateway that failed in it. A 401's cause is completed likewise.
     *
     * @param call the whole call's facts
     * @return a completed copy
     */
    public final PartnerCenterException inCall(CallFacts call) {
        PartnerCenterException copy = copy(facts.in(call));
        copy.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        return copy;
    }

    PartnerCenterException copy(CallFacts call) {
        return new PartnerCenterException(ownMessage(), getCause(), category, isRetryableIn(call), call);
    }

    /** What was applied is not worth another try. A gateway's failure does not know whether it read or wrote. */
    final boolean isRetryableIn(CallFacts call) {
        return retryable && call.writeOutcome() != WriteOutcome.APPLIED;
    }

    /** The message without the facts that {@link #getMessage()} adds. */
    final String ownMessage() {
        return String.valueOf(super.getMessage());
    }
}

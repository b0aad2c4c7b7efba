package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of all failures of a call. Unchecked, immutable and {@code Serializable}. Its message contains no secret and
 * no text of the body; the subclasses have accessors for the service's texts.
 *
 * <p>This class itself is thrown for the categories {@code CANCELLED} and {@code CLOSED}. All other categories have a
 * subclass.
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
     * Returns the failure of a call or exchange that the caller cancelled or interrupted.
     *
     * @param facts the facts of the call
     * @param how how the caller ended it, for the message, such as {@code interrupted}
     * @return the exception
     */
    public static PartnerCenterException cancelled(CallFacts facts, String how) {
        return new PartnerCenterException("The call was " + how + ".", null, ErrorCategory.CANCELLED, false, facts);
    }

    /**
     * Returns the failure of an exchange that the caller cancelled.
     *
     * @param context the exchange
     * @return the exception
     */
    public static PartnerCenterException cancelled(RequestContext context) {
        return cancelled(CallFacts.of(context, WriteOutcome.UNKNOWN), "cancelled");
    }

    /**
     * Returns the failure of a call whose client or gateway was closed.
     *
     * @param facts the facts of the call
     * @param what the closed object, such as {@code client}
     * @param inFlight whether the call had begun
     * @return the exception
     */
    public static PartnerCenterException closed(CallFacts facts, String what, boolean inFlight) {
        return new PartnerCenterException(
                inFlight
                        ? "Closing the " + what
                                + " ended this call in flight: wait for the future of the call before you close."
                        : "The " + what + " is closed: create a new one.",
                null,
                ErrorCategory.CLOSED,
                false,
                facts);
    }

    /**
     * Returns the failure of an exchange whose gateway was closed.
     *
     * @param context the exchange
     * @param outcome {@code NOT_APPLIED} if the gateway was closed before, {@code UNKNOWN} if during the exchange
     * @return the exception
     */
    public static PartnerCenterException closed(RequestContext context, WriteOutcome outcome) {
        return closed(CallFacts.of(context, outcome), "gateway", outcome == WriteOutcome.UNKNOWN);
    }

    /**
     * Returns the category of the failure.
     *
     * @return the category
     */
    public final ErrorCategory category() {
        return category;
    }

    /**
     * Returns the {@code MS-RequestId} of the request that failed. If no request failed, returns the last one that was
     * sent or was about to be sent. Quote it to Microsoft's support.
     *
     * @return a GUID; empty only if the failure comes directly from a token provider
     */
    public final String requestId() {
        return facts.requestId();
    }

    /**
     * Returns the call's {@code MS-CorrelationId}.
     *
     * @return a GUID; empty only if the failure comes directly from a token provider
     */
    public final String correlationId() {
        return facts.correlationId();
    }

    /**
     * Returns how many exchanges the call has begun.
     *
     * @return the number; 0 if there was no exchange
     */
    public final int attempts() {
        return facts.attempts();
    }

    /**
     * Returns how long the call took.
     *
     * @return the time from the start of the call to its failure; zero if the failure comes directly from a gateway
     */
    public final Duration elapsed() {
        return facts.elapsed();
    }

    /**
     * Returns whether the same call, unchanged, may succeed later.
     *
     * @return true for temporary failures: connection, timeout, throttling and most 5xx; false if the write was applied
     */
    public final boolean isRetryable() {
        return retryable;
    }

    /**
     * Returns why there was no further attempt, although it might have helped.
     *
     * @return the reason; empty if another attempt would not have helped, or if the failure comes directly from a
     *     gateway
     */
    public final Optional<RetryStop> retryStop() {
        return Optional.ofNullable(facts.retryStop());
    }

    /**
     * Returns whether the write was applied.
     *
     * @return the outcome; empty if the call only read
     */
    public final Optional<WriteOutcome> writeOutcome() {
        return Optional.ofNullable(facts.writeOutcome());
    }

    /** Returns what happened, what to do, the write outcome, and the ids for Microsoft's support. */
    @Override
    public String getMessage() {
        return super.getMessage() + facts;
    }

    /**
     * Returns a copy of this failure with the facts of the whole call. Type, cause, stack and suppressed exceptions
     * stay. For clients: a gateway knows only its own exchange. If the cause is the {@link ServiceException} of a 401,
     * it gets the facts too.
     *
     * @param call the whole call's facts
     * @return the copy
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

    /**
     * Returns false if the write was applied. The operation comes from the call, because a gateway's failure does not
     * have it.
     */
    final boolean isRetryableIn(CallFacts call) {
        return retryable && call.writeOutcome() != WriteOutcome.APPLIED;
    }

    /** Returns the message without the facts that {@link #getMessage()} adds. */
    final String ownMessage() {
        return String.valueOf(super.getMessage());
    }
}

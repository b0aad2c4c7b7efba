package io.github.partnercenter4j.error;

import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The facts of a call that every failure has: ids, number of attempts, duration and write outcome. Immutable. */
public final class CallFacts implements Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    /** No facts: for a failure that does not belong to a call yet, such as a token provider's. */
    public static final CallFacts NONE = new CallFacts("", "", 0, 0, Duration.ZERO, null, null);

    private final String requestId;
    private final String correlationId;
    private final int attempt;
    private final int attempts;
    private final Duration elapsed;
    private final @Nullable WriteOutcome writeOutcome;
    private final @Nullable RetryStop retryStop;

    private CallFacts(
            String requestId,
            String correlationId,
            int attempt,
            int attempts,
            Duration elapsed,
            @Nullable WriteOutcome writeOutcome,
            @Nullable RetryStop retryStop) {
        this.requestId = Objects.requireNonNull(requestId, "requestId");
        this.correlationId = Objects.requireNonNull(correlationId, "correlationId");
        this.attempt = attempt;
        this.attempts = attempts;
        this.elapsed = Objects.requireNonNull(elapsed, "elapsed");
        this.writeOutcome = writeOutcome;
        this.retryStop = retryStop;
    }

    /**
     * Returns the facts of a whole call.
     *
     * @param requestId the last request id, sent or not. A failure with facts of {@link #ofAttempt} keeps its own
     * @param correlationId the call's correlation id
     * @param attempts how many exchanges began
     * @param elapsed how long the call took
     * @param writeOutcome whether the write was applied, or null if the call only read
     * @return the facts
     */
    public static CallFacts of(
            String requestId,
            String correlationId,
            int attempts,
            Duration elapsed,
            @Nullable WriteOutcome writeOutcome) {
        return new CallFacts(requestId, correlationId, 0, attempts, elapsed, writeOutcome, null);
    }

    /**
     * Returns the facts of one exchange of a call. When a failure with these facts becomes the failure of the whole
     * call, it keeps the exchange's request id and number.
     *
     * @param context the exchange
     * @param number which of the call's exchanges it was, from 1
     * @param elapsed how long it took
     * @param writeOutcome whether the write was applied, or null if the exchange was a read
     * @return the facts
     */
    public static CallFacts ofAttempt(
            RequestContext context, int number, Duration elapsed, @Nullable WriteOutcome writeOutcome) {
        return new CallFacts(context.requestId(), context.correlationId(), number, number, elapsed, writeOutcome, null);
    }

    /**
     * Returns the facts of the call for a failure that already has these. The request id and number of the exchange
     * stay.
     */
    CallFacts in(CallFacts call) {
        if (attempt == 0) {
            return call;
        }
        return new CallFacts(
                requestId, call.correlationId, attempt, call.attempts, call.elapsed, call.writeOutcome, call.retryStop);
    }

    /**
     * Returns these facts with the reason why there was no further attempt.
     *
     * @param why the reason, or null if another attempt would not have helped
     * @return the facts
     */
    public CallFacts stoppedBy(@Nullable RetryStop why) {
        if (why == retryStop) {
            return this;
        }
        return new CallFacts(requestId, correlationId, attempt, attempts, elapsed, writeOutcome, why);
    }

    /** Returns the facts of one exchange, as far as a gateway knows them. */
    static CallFacts of(RequestContext context, WriteOutcome outcome) {
        return new CallFacts(context.requestId(), context.correlationId(), 0, 1, Duration.ZERO, outcome, null);
    }

    String requestId() {
        return requestId;
    }

    String correlationId() {
        return correlationId;
    }

    int attempts() {
        return attempts;
    }

    Duration elapsed() {
        return elapsed;
    }

    @Nullable
    WriteOutcome writeOutcome() {
        return writeOutcome;
    }

    @Nullable
    RetryStop retryStop() {
        return retryStop;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (retryStop != null) {
            text.append(
                    switch (retryStop) {
                        case ATTEMPTS -> "";
                        case DEADLINE -> " It was not retried, because too little of the call's timeout was left.";
                        case RETRY_AFTER -> " It was not retried, because the service asks for a longer wait.";
                        case BUDGET -> " It was not retried, because the retry budget is used up: many calls fail.";
                        case PREDICATE -> " It was not retried, because the client's retryIf forbids it.";
                    });
        }
        if (writeOutcome != null) {
            text.append(
                    switch (writeOutcome) {
                        case NOT_APPLIED -> " Nothing was written.";
                        case APPLIED -> " The change was applied nevertheless.";
                        case UNKNOWN ->
                            " Whether the write was applied is unknown: read the profile before writing again.";
                    });
        }
        if (!requestId.isEmpty()) {
            text.append(" [request id ").append(requestId);
            text.append(", correlation id ").append(correlationId);
            if (attempt != 0 && attempt != attempts) {
                text.append(", attempt ")
                        .append(attempt)
                        .append(" of ")
                        .append(attempts)
                        .append(']');
            } else {
                text.append(attempts == 1 ? ", 1 attempt]" : ", " + attempts + " attempts]");
            }
        }
        return text.toString();
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.ResourcePath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees every call and every attempt of a client, and token renewals that fail: enough to feed metrics or tracing. It is
 * told no body, no token and no header but the ids. Of one call, it is told one thing after another.
 *
 * <p>Methods run on the thread that makes progress, which may be a transport's: they must be quick and thread-safe. What
 * they throw is logged at WARNING and changes no call.
 */
public interface CallListener {

    /**
     * An exchange is about to begin. Each one that is told here ends with {@link #attemptEnded}.
     *
     * @param attempt which one
     */
    default void attemptStarted(Attempt attempt) {}

    /**
     * An exchange has ended.
     *
     * @param attempt which one
     * @param elapsed how long it took
     * @param failure what it failed with, or null if it succeeded; if the call ended first, what that failed with
     */
    default void attemptEnded(Attempt attempt, Duration elapsed, @Nullable Throwable failure) {}

    /**
     * A failure will be followed by another attempt.
     *
     * @param retry which call, when, and why
     */
    default void retrying(Retry retry) {}

    /**
     * A call has ended.
     *
     * @param call which one and how
     */
    default void callEnded(CallEnd call) {}

    /**
     * The client asked for the next access token before the current one expires, and got none. No call fails yet: the
     * client uses the current token until it expires, and asks again meanwhile. The client also logs each event at
     * WARNING.
     *
     * @param renewal how often this has happened, and how long calls go on
     */
    default void tokenRenewalFailed(TokenRenewal renewal) {}

    /** What the caller asked for. */
    enum Operation {
        /** {@code get} and its kin. */
        GET,
        /** {@code update} and its kin. */
        UPDATE,
        /** {@code edit} and its kin. */
        EDIT
    }

    /**
     * One exchange of a call.
     *
     * @param operation what the caller asked for
     * @param method the HTTP method
     * @param path the resource's path
     * @param number 1 for the call's first exchange
     * @param requestId the exchange's {@code MS-RequestId}
     * @param correlationId the call's {@code MS-CorrelationId}
     */
    record Attempt(
            Operation operation,
            String method,
            ResourcePath path,
            int number,
            String requestId,
            String correlationId) {}

    /**
     * A wait before another attempt.
     *
     * @param operation what the caller asked for
     * @param attempts how many exchanges there were so far; 0 if no access token could be had
     * @param requestId the last {@code MS-RequestId} used
     * @param correlationId the call's {@code MS-CorrelationId}
     * @param delay how long until the next attempt
     * @param failure what made it necessary
     */
    record Retry(
            Operation operation,
            int attempts,
            String requestId,
            String correlationId,
            Duration delay,
            PartnerCenterException failure) {}

    /**
     * A renewal of the access token that failed while the current token was still good.
     *
     * @param failures how many token requests have failed one after another; 1 for the first
     * @param tokenLeft how long the current token is still good; when it has expired, calls fail
     * @param failure what the request failed with
     */
    record TokenRenewal(int failures, Duration tokenLeft, Throwable failure) {}

    /**
     * The end of a call.
     *
     * @param operation what the caller asked for
     * @param requestId the {@code MS-RequestId} of the request that the call failed with, else the last one used
     * @param correlationId the call's {@code MS-CorrelationId}
     * @param attempts how many exchanges there were
     * @param elapsed how long the call took in all
     * @param failure what the caller is given instead of a profile, or null if the call succeeded
     */
    record CallEnd(
            Operation operation,
            String requestId,
            String correlationId,
            int attempts,
            Duration elapsed,
            @Nullable Throwable failure) {}
}

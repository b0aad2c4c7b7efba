package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.ResourcePath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees every call of a client, from its start to its end, and the client's token requests: enough to feed metrics or
 * tracing. It is told no body, no token and no header but the ids.
 *
 * <p>Of one call, it is told one thing after another. Each start has its end, and they nest:
 *
 * <pre>
 * callStarted
 *   tokenWaitStarted   tokenWaitEnded      if the client has no good token
 *   attemptStarted     attemptEnded        each exchange
 *   retryWaitStarted   retryWaitEnded      before another attempt
 * callEnded
 * </pre>
 *
 * <p>{@link #callStarted} runs on the caller's thread, so a listener can keep what belongs to the call in an object that
 * it returns from there. The other methods run on the thread that makes progress: of a blocking call, that is the
 * caller's thread too, but for a deadline, a close and what a gateway does on threads of its own. Methods must be
 * thread-safe, and should be quick: a listener that blocks holds up its own call. What a listener throws is logged at
 * WARNING and changes no call.
 */
public interface CallListener {

    /**
     * A call begins. Told on the caller's thread, before anything else is done for the call.
     *
     * @param call which one
     * @return what is told of this call from now on; this listener unless overridden
     */
    default CallListener callStarted(CallStart call) {
        return this;
    }

    /**
     * The call waits for an access token, because the client has none that is good.
     *
     * @param call which one
     */
    default void tokenWaitStarted(CallStart call) {}

    /**
     * The call waits for an access token no longer.
     *
     * @param call which one
     * @param elapsed how long it waited
     * @param failure why there is no token, or null if there is one; if the call ended first, what that failed with
     */
    default void tokenWaitEnded(CallStart call, Duration elapsed, @Nullable Throwable failure) {}

    /**
     * An exchange is about to begin.
     *
     * @param attempt which one
     */
    default void attemptStarted(Attempt attempt) {}

    /**
     * An exchange has ended.
     *
     * @param attempt which one
     * @param end how
     */
    default void attemptEnded(Attempt attempt, AttemptEnd end) {}

    /**
     * A failure will be followed by another attempt, after a wait.
     *
     * @param retry which call, how long it waits, and why
     */
    default void retryWaitStarted(Retry retry) {}

    /**
     * The wait before another attempt is over.
     *
     * @param retry as it was told at the start
     * @param elapsed how long the call waited; less than announced if the call ended first
     */
    default void retryWaitEnded(Retry retry, Duration elapsed) {}

    /**
     * A call has ended. It is the last that is told of the call.
     *
     * @param call which one and how
     */
    default void callEnded(CallEnd call) {}

    /**
     * The client asks its provider for an access token. Not part of any call: several calls may wait for the token, or
     * none. Told to the listener that the client was built with.
     *
     * @param early true if the current token is still good and calls go on with it meanwhile
     */
    default void tokenRequested(boolean early) {}

    /**
     * A request for an access token has ended. An early one that fails makes no call fail yet: the client uses the current
     * token until that expires, and asks again meanwhile. The client also logs each such failure at WARNING.
     *
     * @param end how
     */
    default void tokenEnded(TokenEnd end) {}

    /** What the caller asked for. */
    enum Operation {
        /** {@code get} and its kin. */
        GET,
        /** {@code update}, {@code clear} and their kin. */
        UPDATE,
        /** {@code edit} and its kin. */
        EDIT
    }

    /**
     * The start of a call.
     *
     * @param operation what the caller asked for
     * @param correlationId the call's {@code MS-CorrelationId}
     */
    record CallStart(Operation operation, String correlationId) {}

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
     * The end of an exchange.
     *
     * @param elapsed how long it took in all
     * @param queued how long it waited for its turn in the gateway's queue; null if the gateway does not tell
     * @param connecting how long it took from then until the request was sent: connecting, or taking a kept connection;
     *     null if the gateway does not tell, or nothing was sent
     * @param status the HTTP status of the answer, or null if none came
     * @param failure what it failed with, or null if it succeeded; if the call ended first, what that failed with
     */
    record AttemptEnd(
            Duration elapsed,
            @Nullable Duration queued,
            @Nullable Duration connecting,
            @Nullable Integer status,
            @Nullable Throwable failure) {}

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
     * The end of a call.
     *
     * @param operation what the caller asked for
     * @param requestId the {@code MS-RequestId} of the request that the call failed with, else the last one used
     * @param correlationId the call's {@code MS-CorrelationId}
     * @param attempts how many exchanges there were
     * @param elapsed how long the call took in all
     * @param status the HTTP status of the answer that the call ended with, or null if there was none
     * @param reconciled true if a write counts as a success because a read found it applied
     * @param failure what the caller is given instead of a profile, or null if the call succeeded
     */
    record CallEnd(
            Operation operation,
            String requestId,
            String correlationId,
            int attempts,
            Duration elapsed,
            @Nullable Integer status,
            boolean reconciled,
            @Nullable Throwable failure) {}

    /**
     * The end of a request for an access token.
     *
     * @param early true if calls went on with a token that was still good
     * @param elapsed how long the request took
     * @param failures how many requests have failed one after another, with this one; 0 if it succeeded
     * @param tokenLeft how long the client's token is good, the new one if there is one; zero if it has none
     * @param failure what the request failed with, or null if it succeeded. A {@code CancellationException} if it was
     *     given up because nobody waited any more
     */
    record TokenEnd(
            boolean early,
            Duration elapsed,
            int failures,
            Duration tokenLeft,
            @Nullable Throwable failure) {}
}

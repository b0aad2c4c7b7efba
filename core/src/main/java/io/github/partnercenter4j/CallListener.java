package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.ExchangeScope;
import io.github.partnercenter4j.port.ResourcePath;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives events of every call of a client and of the client's token requests, for metrics or tracing. Events contain
 * no body, no token, and no header except the ids.
 *
 * <p>The events of one call come one after another. Each start event has an end event, and they nest:
 *
 * <pre>
 * callStarted
 *   tokenWaitStarted   tokenWaitEnded      if the client has no good token
 *   attemptStarted     attemptEnded        each exchange
 *   retryWaitStarted   retryWaitEnded      before another attempt
 * callEnded
 * </pre>
 *
 * <p>{@link #callStarted} runs on the caller's thread. It may return a listener object of its own for this call, which
 * can hold data such as a span. The other methods run on the thread that currently works on the call. For a blocking
 * call this is usually the caller's thread; after a deadline, a close, or work on a gateway's own thread it is another
 * one. Methods must be thread-safe, and should be quick: a listener that blocks delays its own call. An exception of a
 * listener is logged at WARNING and does not change the call.
 */
public interface CallListener {

    /**
     * A call begins. Runs on the caller's thread before anything else of the call.
     *
     * @param call the call
     * @return the listener for the further events of this call; this listener unless overridden
     */
    default CallListener callStarted(CallStart call) {
        return this;
    }

    /**
     * The call waits for an access token, because the client has no valid one.
     *
     * @param call the call
     */
    default void tokenWaitStarted(CallStart call) {}

    /**
     * The wait for an access token has ended.
     *
     * @param call the call
     * @param elapsed how long it waited
     * @param failure why there is no token, or null if there is one. If the call ended during the wait, the failure of
     *     the call
     */
    default void tokenWaitEnded(CallStart call, Duration elapsed, @Nullable Throwable failure) {}

    /**
     * An exchange is about to begin.
     *
     * @param attempt the exchange
     */
    default void attemptStarted(Attempt attempt) {}

    /**
     * Opens a scope for the exchange on this thread, such as the scope of a tracing span or an MDC. The exchange is
     * about to run on this thread, so the HTTP client's own instrumentation and its log lines find the scope. The
     * caller's thread runs the exchange of a blocking call, and a thread of the gateway that of an async call. The
     * scope is closed on the same thread when the exchange leaves it, which may be before or after {@link
     * #attemptEnded}. It is not an event: it is not called if the exchange ends in the gateway's queue, nor by a
     * gateway that does not support it (the shipped transports do, the fake's own gateway does not).
     *
     * @param attempt the exchange
     * @return the open scope, or null for none
     */
    default @Nullable ExchangeScope openScope(Attempt attempt) {
        return null;
    }

    /**
     * An exchange has ended.
     *
     * @param attempt the exchange
     * @param end how it ended
     */
    default void attemptEnded(Attempt attempt, AttemptEnd end) {}

    /**
     * An exchange failed, and the call waits before another attempt.
     *
     * @param retry the call, the length of the wait, and its reason
     */
    default void retryWaitStarted(Retry retry) {}

    /**
     * The wait before another attempt is over.
     *
     * @param retry the same object as at the start
     * @param elapsed how long the call waited; less than announced if the call ended first
     */
    default void retryWaitEnded(Retry retry, Duration elapsed) {}

    /**
     * A call has ended. This is the last event of the call.
     *
     * @param call the call and how
     */
    default void callEnded(CallEnd call) {}

    /**
     * The client requests an access token from its provider. This is not part of a call: several calls may wait for the
     * token, or none. The event goes to the listener that was given to the builder.
     *
     * @param start which request it is. Match it with its end by the number, because another request may begin before
     *     the end of a cancelled one is reported
     */
    default void tokenRequested(TokenStart start) {}

    /**
     * A request for an access token has ended. If an early request fails, no call fails yet: the client uses the
     * current token until it expires, and requests another one before that. The client also logs such a failure at
     * WARNING.
     *
     * @param end how it ended
     */
    default void tokenEnded(TokenEnd end) {}

    /** The operation that the caller asked for. */
    enum Operation {
        /** {@code get} and its variants. */
        GET,
        /** {@code update}, {@code clear} and their variants. */
        UPDATE,
        /** {@code edit} and its variants. */
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
     * @param queued how long it waited in the gateway's queue; null if the gateway does not report it
     * @param connecting the time from then until the request was sent: to open a connection, or to take a pooled one;
     *     null if the gateway does not report it, or nothing was sent
     * @param status the HTTP status of the response, or null if there was none
     * @param failure the failure, or null if the exchange succeeded. If the call ended during the exchange, the failure
     *     of the call
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
     * @param attempts how many exchanges there were so far; 0 if there was no access token
     * @param requestId the last {@code MS-RequestId} used
     * @param correlationId the call's {@code MS-CorrelationId}
     * @param delay how long until the next attempt
     * @param failure the failure of the last attempt
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
     * @param requestId the {@code MS-RequestId} of the request that failed, or else the last one used
     * @param correlationId the call's {@code MS-CorrelationId}
     * @param attempts how many exchanges there were
     * @param elapsed how long the call took in all
     * @param status the HTTP status of the last response, or null if there was none
     * @param reconciled true if the write's outcome was unknown and a read found that it was applied
     * @param failure the failure of the call, or null if it succeeded
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
     * The start of a request for an access token.
     *
     * @param number which token request of the client it is; 1 for the first
     * @param early true if the current token is still valid and calls continue to use it
     */
    record TokenStart(int number, boolean early) {}

    /**
     * The end of a request for an access token.
     *
     * @param number the number of its start
     * @param early true if calls continued with a token that was still valid
     * @param elapsed how long the request took
     * @param failures how many requests have failed in a row, this one included; 0 if it succeeded
     * @param tokenLeft how long the client's token is still valid (the new one if there is one); zero if it has none
     * @param failure the failure, or null if the request succeeded. A {@code CancellationException} if the client
     *     cancelled it because no call waited for it any more
     */
    record TokenEnd(
            int number,
            boolean early,
            Duration elapsed,
            int failures,
            Duration tokenLeft,
            @Nullable Throwable failure) {}
}

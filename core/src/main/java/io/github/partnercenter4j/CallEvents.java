package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.AttemptEnd;
import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.CallStart;
import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.CallListener.Retry;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.ExchangeProgress;
import io.github.partnercenter4j.port.ExchangeScope;
import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listener events of one call. Each start event has an end event: the end of the call also ends whatever is still
 * open. The call records events under its lock, which keeps them in order, and sends them without the lock.
 */
final class CallEvents {

    private final Listeners listeners;
    private final List<CallListener> receivers;
    private final CallStart call;
    private final Time time;
    private final EventQueue queue = new EventQueue();

    // At most one of these three is open.
    private @Nullable Attempt attempt;
    private @Nullable Retry retry;
    private boolean waitsForToken;
    private long openSinceNanos;
    private @Nullable ExchangeProgress progress;

    private CallEvents(Listeners listeners, List<CallListener> receivers, CallStart call, Time time) {
        this.listeners = listeners;
        this.receivers = receivers;
        this.call = call;
        this.time = time;
    }

    /** Sends the start event of a call. Returns null if there are no listeners. */
    static @Nullable CallEvents begin(Listeners listeners, Operation operation, String correlationId, Time time) {
        if (!listeners.anyListens()) {
            return null;
        }
        CallStart call = new CallStart(operation, correlationId);
        List<CallListener> receivers = listeners.callStarted(call);
        return new CallEvents(listeners, receivers, call, time);
    }

    /** Sends the recorded events. Must not be called under the call's lock. */
    void send() {
        queue.send();
    }

    private void note(Consumer<CallListener> event) {
        queue.add(() -> listeners.send(receivers, event));
    }

    private Duration open() {
        return Duration.ofNanos(time.nanos() - openSinceNanos);
    }

    void tokenWaitStarted() {
        waitsForToken = true;
        openSinceNanos = time.nanos();
        note(listener -> listener.tokenWaitStarted(call));
    }

    void tokenWaitEnded(@Nullable Throwable failure) {
        if (waitsForToken) {
            waitsForToken = false;
            Duration elapsed = open();
            note(listener -> listener.tokenWaitEnded(call, elapsed, failure));
        }
    }

    void attemptStarted(Attempt started) {
        attempt = started;
        progress = null;
        openSinceNanos = time.nanos();
        note(listener -> listener.attemptStarted(started));
    }

    /** Opens the listeners' scopes on the current thread, which runs the exchange. */
    ExchangeScope openScope(Attempt running) {
        return listeners.openScope(receivers, running);
    }

    /** Records that the gateway now has the attempt and reports its progress. */
    void handedOver(ExchangeProgress reports) {
        progress = reports;
        reports.timedBy(time::nanos);
    }

    void attemptEnded(Attempt ended, @Nullable SupportProfileReply reply, @Nullable Throwable failure) {
        if (!ended.equals(attempt)) {
            // The end of the call has already ended this attempt.
            return;
        }
        attempt = null;
        ExchangeProgress came = progress;
        AttemptEnd end = new AttemptEnd(
                open(),
                came == null ? null : came.queued(),
                came == null ? null : came.connectedIn(),
                status(reply, failure),
                failure);
        note(listener -> listener.attemptEnded(ended, end));
    }

    void retryWaitStarted(Retry started) {
        retry = started;
        openSinceNanos = time.nanos();
        note(listener -> listener.retryWaitStarted(started));
    }

    void retryWaitEnded() {
        Retry ended = retry;
        if (ended != null) {
            retry = null;
            Duration elapsed = open();
            note(listener -> listener.retryWaitEnded(ended, elapsed));
        }
    }

    /**
     * Records the end of the call.
     *
     * @param requestId the request id for the event
     * @param failure the failure of the call, or null
     */
    void callEnded(
            String requestId,
            int attempts,
            Duration elapsed,
            @Nullable SupportProfileReply reply,
            @Nullable Throwable failure) {
        tokenWaitEnded(failure);
        retryWaitEnded();
        if (attempt != null) {
            attemptEnded(attempt, reply, failure);
        }
        CallEnd end = new CallEnd(
                call.operation(),
                requestId,
                call.correlationId(),
                attempts,
                elapsed,
                status(reply, failure),
                reply != null && reply.metadata().reconciled(),
                failure);
        note(listener -> listener.callEnded(end));
    }

    private static @Nullable Integer status(@Nullable SupportProfileReply reply, @Nullable Throwable failure) {
        if (reply != null) {
            return reply.metadata().status();
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServiceException answer) {
                return answer.status();
            }
        }
        return null;
    }
}

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
import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What listeners are told of one call. Each start has its end: what is open when the call ends, ends with it. The call
 * notes what happens under its own lock, for the sake of the order, and tells it without.
 */
final class CallStory {

    private final Listeners listeners;
    private final List<CallListener> told;
    private final CallStart call;
    private final Time time;
    private final News news = new News();

    // What is open: of the three, at most one.
    private @Nullable Attempt attempt;
    private @Nullable Retry retry;
    private boolean waitsForToken;
    private long openSinceNanos;
    private @Nullable ExchangeProgress progress;

    private CallStory(Listeners listeners, List<CallListener> told, CallStart call, Time time) {
        this.listeners = listeners;
        this.told = told;
        this.call = call;
        this.time = time;
    }

    /** Tells that a call begins; returns null if nobody wants to hear of it. */
    static @Nullable CallStory begin(Listeners listeners, Operation operation, String correlationId, Time time) {
        if (!listeners.anyListens()) {
            return null;
        }
        CallStart call = new CallStart(operation, correlationId);
        List<CallListener> told = listeners.callStarted(call);
        return new CallStory(listeners, told, call, time);
    }

    /** Tells what has been noted and not told. Not under the call's lock. */
    void tell() {
        news.tell();
    }

    private void note(Consumer<CallListener> event) {
        news.add(() -> listeners.tell(told, event));
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

    /** The gateway has the attempt, and reports how far it comes. */
    void handedOver(ExchangeProgress reports) {
        progress = reports;
        reports.timedBy(time::nanos);
    }

    void attemptEnded(Attempt ended, @Nullable SupportProfileReply reply, @Nullable Throwable failure) {
        if (!ended.equals(attempt)) {
            // The call ended first, and its end was the attempt's.
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
     * Notes the end.
     *
     * @param requestId the id to tell
     * @param failure what the caller is given, or null
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

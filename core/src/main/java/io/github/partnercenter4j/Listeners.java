package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.Retry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the listener, and the log at DEBUG, without letting either disturb a call. */
final class Listeners {

    private static final String LOGGER = "io.github.partnercenter4j";

    private final CallListener listener;
    private final System.Logger log = System.getLogger(LOGGER);

    Listeners(CallListener listener) {
        this.listener = listener;
    }

    void attemptStarted(Attempt attempt) {
        guarded(() -> listener.attemptStarted(attempt));
    }

    void attemptEnded(Attempt attempt, Duration elapsed, @Nullable Throwable failure) {
        guarded(() -> listener.attemptEnded(attempt, elapsed, failure));
    }

    void retrying(Retry retry) {
        guarded(() -> listener.retrying(retry));
    }

    void callEnded(CallEnd end) {
        guarded(() -> logged(end));
        guarded(() -> listener.callEnded(end));
    }

    private void logged(CallEnd end) {
        if (log.isLoggable(Level.DEBUG)) {
            Throwable failure = end.failure();
            String result = failure == null
                    ? "succeeded"
                    : "failed with " + failure.getClass().getSimpleName();
            log.log(
                    Level.DEBUG,
                    "{0} {1} after {2} attempts in {3} ms (request id {4}, correlation id {5})",
                    end.operation(),
                    result,
                    end.attempts(),
                    end.elapsed().toMillis(),
                    end.requestId(),
                    end.correlationId());
        }
    }

    private void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable thrown) {
            // An assertion of a test's listener, or a class it lacks, must not keep a caller waiting for ever.
            warn(thrown);
        }
    }

    private void warn(Throwable thrown) {
        try {
            log.log(Level.WARNING, "A CallListener threw; the call goes on.", thrown);
        } catch (Throwable noLog) {
            // There is nobody left to tell.
        }
    }
}

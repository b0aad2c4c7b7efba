package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.Retry;
import io.github.partnercenter4j.CallListener.TokenRenewal;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the listener, and the log: calls at DEBUG, failed renewals at WARNING. Neither disturbs a call. */
final class Listeners {

    private static final String LOGGER = "io.github.partnercenter4j";

    /** The listener of a client that was given none. */
    static final CallListener NOBODY = new CallListener() {};

    private final CallListener listener;
    private final System.Logger log;

    Listeners(CallListener listener) {
        this(listener, System.getLogger(LOGGER));
    }

    /** With a log that a test can read. */
    Listeners(CallListener listener, System.Logger log) {
        this.listener = listener;
        this.log = log;
    }

    /** Tells whether anybody hears of attempts. */
    boolean areThere() {
        return listener != NOBODY;
    }

    // No function is handed about here: each call comes by, and each would cost it an object.

    void attemptStarted(Attempt attempt) {
        try {
            listener.attemptStarted(attempt);
        } catch (Throwable thrown) {
            warn(thrown);
        }
    }

    void attemptEnded(Attempt attempt, Duration elapsed, @Nullable Throwable failure) {
        try {
            listener.attemptEnded(attempt, elapsed, failure);
        } catch (Throwable thrown) {
            warn(thrown);
        }
    }

    void retrying(Retry retry) {
        try {
            listener.retrying(retry);
        } catch (Throwable thrown) {
            warn(thrown);
        }
    }

    void callEnded(CallEnd end) {
        try {
            logged(end);
        } catch (Throwable noLog) {
            // There is nobody left to tell.
        }
        try {
            listener.callEnded(end);
        } catch (Throwable thrown) {
            warn(thrown);
        }
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

    void renewalFailed(TokenRenewal renewal) {
        try {
            log.log(
                    Level.WARNING,
                    "The access token could not be renewed (failures in a row: " + renewal.failures()
                            + "). The current token is good for another "
                            + renewal.tokenLeft().toSeconds() + " s, then calls fail. " + renewal.failure());
        } catch (Throwable noLog) {
            // The listener hears of it all the same.
        }
        try {
            listener.tokenRenewalFailed(renewal);
        } catch (Throwable thrown) {
            warn(thrown);
        }
    }

    /** An assertion of a test's listener, or a class it lacks, must not keep a caller waiting for ever. */
    private void warn(Throwable thrown) {
        try {
            log.log(Level.WARNING, "A CallListener threw; the call goes on.", thrown);
        } catch (Throwable noLog) {
            // There is nobody left to tell.
        }
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.CallStart;
import io.github.partnercenter4j.CallListener.TokenEnd;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/** Tells a client's listeners, and the log: calls at DEBUG, failed renewals at WARNING. Neither disturbs a call. */
final class Listeners {

    private static final String LOGGER = "io.github.partnercenter4j";

    private final List<CallListener> all;
    private final System.Logger log;

    Listeners(List<CallListener> listeners) {
        this(listeners, System.getLogger(LOGGER));
    }

    /** With a log that a test can read. */
    Listeners(List<CallListener> listeners, System.Logger log) {
        this.all = List.copyOf(listeners);
        this.log = log;
    }

    /** Tells whether anybody wants to hear of calls. */
    boolean anyListens() {
        return !all.isEmpty() || isLogged();
    }

    /** Tells that a call begins; returns whom to tell of it from now on. */
    List<CallListener> callStarted(CallStart call) {
        List<CallListener> told = new ArrayList<>(all.size() + 1);
        if (isLogged()) {
            told.add(new Logging());
        }
        for (CallListener listener : all) {
            try {
                // Whoever throws here, or returns null against the contract, is told no more of this call.
                CallListener ofTheCall = listener.callStarted(call);
                if (ofTheCall != null) {
                    told.add(ofTheCall);
                }
            } catch (Throwable thrown) {
                warn(thrown);
            }
        }
        return told;
    }

    /** Tells these listeners one thing; none keeps another from hearing it. */
    void tell(List<CallListener> listeners, Consumer<CallListener> event) {
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable thrown) {
                warn(thrown);
            }
        }
    }

    void tokenRequested(boolean early) {
        tell(all, listener -> listener.tokenRequested(early));
    }

    void tokenEnded(TokenEnd end) {
        boolean failed = end.failure() != null && !(end.failure() instanceof CancellationException);
        if (failed && end.early() && !end.tokenLeft().isZero()) {
            try {
                log.log(
                        Level.WARNING,
                        "The access token could not be renewed (failures in a row: " + end.failures()
                                + "). The current token is good for another "
                                + end.tokenLeft().toSeconds() + " s, then calls fail. " + end.failure());
            } catch (Throwable noLog) {
                // The listeners hear of it all the same.
            }
        }
        tell(all, listener -> listener.tokenEnded(end));
    }

    private boolean isLogged() {
        try {
            return log.isLoggable(Level.DEBUG);
        } catch (Throwable noLog) {
            return false;
        }
    }

    /** Writes each call's end into the log. */
    private final class Logging implements CallListener {

        @Override
        public void callEnded(CallEnd end) {
            Throwable failure = end.failure();
            String result = failure == null
                    ? "succeeded"
                    : "failed with " + failure.getClass().getSimpleName();
            // Made here, because a logger would write numbers as the default locale does.
            log.log(
                    Level.DEBUG,
                    end.operation() + " " + result + " after " + end.attempts() + " attempts in "
                            + end.elapsed().toMillis() + " ms (request id " + end.requestId() + ", correlation id "
                            + end.correlationId() + ")");
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

package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.CallStart;
import io.github.partnercenter4j.CallListener.TokenEnd;
import io.github.partnercenter4j.CallListener.TokenStart;
import io.github.partnercenter4j.port.ExchangeScope;
import io.github.partnercenter4j.token.TokenListener;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Sends events to a client's listeners and to the log: ended calls at DEBUG, failed token renewals at WARNING. An
 * exception of a listener or of the log does not change a call.
 */
final class Listeners implements TokenListener {

    private static final String LOGGER = "io.github.partnercenter4j";

    private final List<CallListener> all;
    private final System.Logger log;

    Listeners(List<CallListener> listeners) {
        this(listeners, System.getLogger(LOGGER));
    }

    /** For tests, which need to read the log. */
    Listeners(List<CallListener> listeners, System.Logger log) {
        this.all = List.copyOf(listeners);
        this.log = log;
    }

    /** Returns true if there is a listener, or if calls are logged. */
    boolean anyListens() {
        return !all.isEmpty() || isLogged();
    }

    /** Sends the start event of a call. Returns the listeners for its further events. */
    List<CallListener> callStarted(CallStart call) {
        List<CallListener> receivers = new ArrayList<>(all.size() + 1);
        if (isLogged()) {
            receivers.add(new Logging());
        }
        for (CallListener listener : all) {
            try {
                // A listener that throws here or returns null gets no further events of this call.
                CallListener ofTheCall = listener.callStarted(call);
                if (ofTheCall != null) {
                    receivers.add(ofTheCall);
                }
            } catch (Throwable thrown) {
                warn(thrown);
            }
        }
        return receivers;
    }

    /** Sends one event to these listeners. If one throws, the others still get the event. */
    void send(List<CallListener> listeners, Consumer<CallListener> event) {
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable thrown) {
                warn(thrown);
            }
        }
    }

    /** Opens the scopes of these listeners on the current thread. The last one opened is closed first. */
    ExchangeScope openScope(List<CallListener> listeners, Attempt attempt) {
        List<ExchangeScope> scopes = new ArrayList<>(listeners.size());
        send(listeners, listener -> {
            ExchangeScope scope = listener.openScope(attempt);
            if (scope != null) {
                scopes.add(0, scope);
            }
        });
        return () -> {
            for (ExchangeScope scope : scopes) {
                try {
                    scope.close();
                } catch (Throwable thrown) {
                    warn(thrown);
                }
            }
        };
    }

    @Override
    public void requested(int number, boolean early) {
        TokenStart start = new TokenStart(number, early);
        send(all, listener -> listener.tokenRequested(start));
    }

    @Override
    public void ended(End ended) {
        TokenEnd end = new TokenEnd(
                ended.number(), ended.early(), ended.elapsed(), ended.failures(), ended.tokenLeft(), ended.failure());
        boolean failed = end.failure() != null && !(end.failure() instanceof CancellationException);
        if (failed && end.early() && !end.tokenLeft().isZero()) {
            try {
                log.log(
                        Level.WARNING,
                        "The access token could not be renewed (failures in a row: " + end.failures()
                                + "). The current token is good for another "
                                + end.tokenLeft().toSeconds() + " s, then calls fail. " + end.failure());
            } catch (Throwable noLog) {
                // The listeners still get the event.
            }
        }
        send(all, listener -> listener.tokenEnded(end));
    }

    private boolean isLogged() {
        try {
            return log.isLoggable(Level.DEBUG);
        } catch (Throwable noLog) {
            return false;
        }
    }

    /** Logs the end of each call. */
    private final class Logging implements CallListener {

        @Override
        public void callEnded(CallEnd end) {
            Throwable failure = end.failure();
            String result = failure == null
                    ? "succeeded"
                    : "failed with " + failure.getClass().getSimpleName();
            // The text is built here, because a logger would format numbers for the default locale.
            log.log(
                    Level.DEBUG,
                    end.operation() + " " + result + " after " + end.attempts() + " attempts in "
                            + end.elapsed().toMillis() + " ms (request id " + end.requestId() + ", correlation id "
                            + end.correlationId() + ")");
        }
    }

    /**
     * Logs what a listener threw. Errors are included (an AssertionError, a NoClassDefFoundError): otherwise the caller
     * would wait forever.
     */
    private void warn(Throwable thrown) {
        try {
            log.log(Level.WARNING, "A CallListener threw an exception; the call continues.", thrown);
        } catch (Throwable noLog) {
            // The log itself failed, so there is no place left to report it.
        }
    }
}

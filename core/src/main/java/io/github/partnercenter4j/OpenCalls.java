package io.github.partnercenter4j;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** A client's calls in flight, so that closing the client can end them. Thread-safe. */
final class OpenCalls {

    /** A call that can be ended. */
    interface Ending {

        /** Ends the call. Its caller gets the result on one of these threads. */
        void close(Executor threads);
    }

    // Guarded by this.
    private final Set<Ending> open = new LinkedHashSet<>();
    private boolean closed;

    /** Adds a call, or ends it at once if the client is closed. */
    void add(Ending call) {
        boolean late;
        synchronized (this) {
            open.add(call);
            late = closed;
        }
        if (late) {
            call.close(Runnable::run);
        }
    }

    synchronized void remove(Ending call) {
        open.remove(call);
    }

    /**
     * Ends the calls, in the order in which they began.
     *
     * @param threads run the callers' code, so that no caller waits for the code of another
     */
    void close(Executor threads) {
        List<Ending> calls;
        synchronized (this) {
            closed = true;
            calls = List.copyOf(open);
        }
        calls.forEach(call -> call.close(threads));
    }
}

package io.github.partnercenter4j;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/** A client's calls in flight, so that closing the client can end them. Thread-safe. */
final class OpenCalls {

    // Guarded by this.
    private final Set<Call> open = new LinkedHashSet<>();
    private boolean closed;

    /** Adds a call, or ends it at once if the client is closed. */
    void add(Call call) {
        boolean late;
        synchronized (this) {
            open.add(call);
            late = closed;
        }
        if (late) {
            call.close(Runnable::run);
        }
    }

    synchronized void remove(Call call) {
        open.remove(call);
    }

    /**
     * Ends the calls, in the order in which they began.
     *
     * @param threads where each call's caller is told, so that none waits for another's code
     */
    void close(Executor threads) {
        List<Call> calls;
        synchronized (this) {
            closed = true;
            calls = List.copyOf(open);
        }
        calls.forEach(call -> call.close(threads));
    }
}

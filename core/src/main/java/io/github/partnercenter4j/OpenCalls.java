package io.github.partnercenter4j;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** A client's calls in flight, so that closing the client can end them. Thread-safe. */
final class OpenCalls {

    private final Set<Call> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Adds a call, or ends it at once if the client is closed. */
    void add(Call call) {
        open.add(call);
        if (closed) {
            call.close(Runnable::run);
        }
    }

    void remove(Call call) {
        open.remove(call);
    }

    /**
     * Ends the calls.
     *
     * @param threads where each call's caller is told, so that none waits for another's code
     */
    void close(Executor threads) {
        closed = true;
        open.forEach(call -> call.close(threads));
    }
}

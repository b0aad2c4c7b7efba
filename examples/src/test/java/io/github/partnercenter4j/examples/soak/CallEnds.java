package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.CallListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A listener for the ends of calls, including calls that their callers gave up. Thread-safe. */
final class CallEnds implements CallListener {

    private final Map<String, CompletableFuture<CallEnd>> awaited = new ConcurrentHashMap<>();

    /** Returns a future for the end of a call that is about to start. */
    CompletableFuture<CallEnd> of(String correlationId) {
        return awaited.computeIfAbsent(correlationId, id -> new CompletableFuture<>());
    }

    @Override
    public void callEnded(CallEnd call) {
        CompletableFuture<CallEnd> end = awaited.remove(call.correlationId());
        if (end == null || !end.complete(call)) {
            // An unknown call, or a second end. The entry stays, so that the soak reports it at its end.
            awaited.put(call.correlationId(), new CompletableFuture<>());
        }
    }

    /** Returns how many calls have not ended, have ended twice, or are unknown. */
    int open() {
        return awaited.size();
    }
}

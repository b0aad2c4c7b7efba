package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.CallListener;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Hears how calls ended, also those whose callers went away. Thread-safe. */
final class Ends implements CallListener {

    private final Map<String, CompletableFuture<CallEnd>> awaited = new ConcurrentHashMap<>();

    /** Returns the end to come of a call about to begin. */
    CompletableFuture<CallEnd> of(String correlationId) {
        return awaited.computeIfAbsent(correlationId, id -> new CompletableFuture<>());
    }

    @Override
    public void callEnded(CallEnd call) {
        CompletableFuture<CallEnd> end = awaited.remove(call.correlationId());
        if (end == null || !end.complete(call)) {
            // Kept, so that it is in the way of the soak's end: a call that nobody made, or that ended twice.
            awaited.put(call.correlationId(), new CompletableFuture<>());
        }
    }

    /** Returns how many calls have not ended, or have ended twice. */
    int open() {
        return awaited.size();
    }
}

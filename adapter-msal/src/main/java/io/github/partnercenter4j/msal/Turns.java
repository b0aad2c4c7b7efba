package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.port.support.Futures;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Runs blocking work one after the other, each on the executor that its caller gave, waiting without a thread. Each
 * sees what those before it did. Thread-safe.
 */
final class Turns {

    // Guarded by this.
    private final Queue<Turn<?>> waiting = new ArrayDeque<>();
    private boolean taken;

    private record Turn<T>(CompletableFuture<T> future, Executor where, Supplier<T> work, AtomicBoolean begun) {

        /** True for the first who asks: he goes on with the turn, or gives it away. */
        boolean begin() {
            return begun.compareAndSet(false, true);
        }
    }

    /** Completes a future by work, which is not begun if the future has ended before its turn. */
    <T> void submit(CompletableFuture<T> future, Executor where, Supplier<T> work) {
        Turn<T> turn = new Turn<>(future, where, work, new AtomicBoolean());
        synchronized (this) {
            if (taken) {
                waiting.add(turn);
                return;
            }
            taken = true;
        }
        if (!starts(turn)) {
            next();
        }
    }

    private void next() {
        Turn<?> next;
        do {
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    taken = false;
                    return;
                }
            }
        } while (!starts(next));
    }

    private <T> boolean starts(Turn<T> turn) {
        if (turn.future().isDone()) {
            return false;
        }
        // An executor may be busy with something else, or drop what it took: whoever gives up must not stop the others.
        turn.future().whenComplete((value, ended) -> {
            if (turn.begin()) {
                next();
            }
        });
        try {
            turn.where().execute(() -> run(turn));
            return true;
        } catch (Throwable refused) {
            if (!turn.begin()) {
                return true;
            }
            turn.future()
                    .completeExceptionally(
                            refused instanceof Error
                                    ? refused
                                    : LoginFailures.unavailable(
                                            "The client's executor took no work to ask for a token.", refused));
            return false;
        }
    }

    /** The turn ends before its future does: whoever waits may ask again, or block. */
    private <T> void run(Turn<T> turn) {
        if (!turn.begin()) {
            return;
        }
        T value;
        try {
            value = turn.work().get();
        } catch (Throwable thrown) {
            next();
            turn.future().completeExceptionally(Futures.unwrap(thrown));
            return;
        }
        next();
        turn.future().complete(value);
    }
}

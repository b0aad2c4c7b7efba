package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocking work one after the other, each on the executor that its caller gave, waiting without a thread. Each
 * sees what those before it did. Work that has run for longer than the patience lasts is stuck: it loses its turn to the
 * next work that is submitted, and goes on beside it. Thread-safe.
 */
final class SerialQueue {

    /** How much work may be stuck at once. Each holds a thread of the caller's. */
    static final int MOST_STUCK = 2;

    private final Time time;
    private final long patienceNanos;

    // Guarded by this.
    private final Queue<Turn<?>> waiting = new ArrayDeque<>();
    private @Nullable Turn<?> holder;
    private long since;
    private int stuck;

    SerialQueue(Time time, Duration patience) {
        this.time = time;
        this.patienceNanos = patience.toNanos();
    }

    private record Turn<T>(CompletableFuture<T> future, Executor where, Supplier<T> work, AtomicBoolean begun) {

        /** True for the first that asks: it goes on with the turn, or gives it away. */
        boolean begin() {
            return begun.compareAndSet(false, true);
        }

        // Two turns may have the same future, executor and work.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * Completes a future by work, which is not begun if the future has ended before its turn. The future fails at once if
     * too much work is stuck.
     */
    <T> void submit(CompletableFuture<T> future, Executor where, Supplier<T> work) {
        Turn<T> turn = new Turn<>(future, where, work, new AtomicBoolean());
        boolean refused;
        boolean free;
        synchronized (this) {
            boolean late = holder != null && time.nanos() - since > patienceNanos;
            refused = late && stuck >= MOST_STUCK;
            free = holder == null;
            if (late && !refused) {
                stuck++;
                free = true;
            }
            if (!refused) {
                waiting.add(turn);
            }
            if (free) {
                // Nobody may come between.
                holder = turn;
                since = time.nanos();
            }
        }
        if (refused) {
            future.completeExceptionally(LoginFailures.unavailable(
                    "Earlier token requests still wait for the refresh token store or for the supplier of the client's"
                            + " secret: give both a time limit.",
                    null));
        } else if (free) {
            next(turn);
        }
    }

    /** Passes the turn on, unless it was taken away. */
    private void next(Turn<?> ended) {
        Turn<?> last = ended;
        Turn<?> next;
        do {
            synchronized (this) {
                if (!last.equals(holder)) {
                    stuck--;
                    return;
                }
                next = waiting.poll();
                holder = next;
                since = time.nanos();
            }
            last = next;
        } while (next != null && !starts(next));
    }

    private <T> boolean starts(Turn<T> turn) {
        if (turn.future().isDone()) {
            return false;
        }
        // An executor may be busy with something else, or drop what it took: that must not stop the others.
        turn.future().whenComplete((value, ended) -> {
            if (turn.begin()) {
                next(turn);
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
                                            "The client's executor rejected the token request.", refused));
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
            next(turn);
            turn.future().completeExceptionally(Futures.unwrap(thrown));
            return;
        }
        next(turn);
        turn.future().complete(value);
    }
}

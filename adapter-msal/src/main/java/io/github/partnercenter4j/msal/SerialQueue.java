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
 * Runs blocking tasks one after another, each on the executor of its caller. Waiting tasks block no thread. Each task
 * sees the effects of the tasks before it. A task that runs longer than the time limit counts as stuck: the next
 * submitted task begins, and the stuck one continues in parallel. Thread-safe.
 */
final class SerialQueue {

    /** How many tasks may be stuck at once. Each blocks a thread of the caller. */
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

        /** Returns true only for the first call, which may then run the task or cancel it. */
        boolean begin() {
            return begun.compareAndSet(false, true);
        }

        // Two entries may have the same future, executor and task.
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
     * Submits a task that completes a future. The task does not begin if the future has already ended. The future fails
     * at once if too many tasks are stuck.
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
                // No other task may begin now.
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

    /** Starts the next task, unless the ended one was stuck. */
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
        // An executor may be busy or drop the task. That must not stop the other tasks.
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

    /**
     * Runs the task. The next task may begin before the future completes, because callbacks may submit another task or
     * block.
     */
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

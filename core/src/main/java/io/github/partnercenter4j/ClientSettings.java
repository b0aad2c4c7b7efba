package io.github.partnercenter4j;

import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.OwnThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a client. Immutable.
 *
 * @param callbackExecutor the application's executor for its own callbacks, or null
 * @param blockingExecutor the application's executor for blocking token providers, or null
 * @param threads runs tasks that must not block the timer or another call
 * @param blockingThreads gives each task a thread of its own
 * @param parking how blocking callers wait
 */
record ClientSettings(
        SupportProfileGateway gateway,
        AccessTokenProvider tokens,
        Duration timeout,
        Duration attemptTimeout,
        Duration tokenTimeout,
        RetryPolicy retryPolicy,
        RetryBudget retryBudget,
        boolean reconcile,
        UpdateRoute updateRoute,
        @Nullable Executor callbackExecutor,
        @Nullable Executor blockingExecutor,
        @Nullable String applicationName,
        Listeners listeners,
        Executor threads,
        Executor blockingThreads,
        Parking parking,
        Time time,
        Supplier<String> ids,
        DoubleSupplier jitter) {

    /**
     * Returns the executor for the caller's code: the callback executor, or the current thread if there is none or it
     * rejects the task.
     */
    Executor callbacks() {
        return callbackExecutor == null ? Runnable::run : orElseHere(callbackExecutor);
    }

    /**
     * Returns the executor for blocking token providers: the application's executor, or else one new thread a task. The
     * application's executor is also called on a new thread, because it may run the task at once or wait for a free
     * place, and the requesting call must not wait for that.
     */
    Executor blockingWork() {
        Executor lent = blockingExecutor;
        return lent == null
                ? blockingThreads
                : task -> blockingThreads.execute(() -> orElseHere(lent).execute(task));
    }

    /** Says that the client has been closed: its own threads end as soon as they are idle. */
    void rest() {
        for (Executor executor : List.of(threads, blockingThreads)) {
            if (executor instanceof OwnThreads own) {
                own.rest();
            }
        }
    }

    private static Executor orElseHere(Executor lent) {
        return task -> {
            try {
                lent.execute(task);
            } catch (Throwable refused) {
                // Without this, the caller would wait forever when the executor is full.
                task.run();
            }
        };
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a client was built with. Immutable.
 *
 * @param callbackExecutor where the caller's code runs, if the caller lent one
 * @param blockingExecutor where token providers may block, if the caller lent one
 * @param threads for what must not hold up the timer, or another call
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

    /** Where the caller's code runs: on the executor that was lent, or on the thread at hand if there is none or it refuses. */
    Executor callbacks() {
        return callbackExecutor == null ? Runnable::run : willing(callbackExecutor);
    }

    /**
     * Where a token provider may block: the executor that was lent for it, else a thread of its own. The executor is called
     * on a thread of its own, too: it may run the task at once, or wait for a place, and whoever asks for a token must not
     * wait for either.
     */
    Executor blockingWork() {
        Executor lent = blockingExecutor;
        return lent == null
                ? blockingThreads
                : task -> blockingThreads.execute(() -> willing(lent).execute(task));
    }

    private static Executor willing(Executor lent) {
        return task -> {
            try {
                lent.execute(task);
            } catch (Throwable refused) {
                // A full executor must not leave the caller waiting for ever.
                task.run();
            }
        };
    }
}

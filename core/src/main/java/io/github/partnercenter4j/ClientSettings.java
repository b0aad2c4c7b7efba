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
 * @param executor where the caller's code runs, if the caller gave one
 * @param threads gives each task a thread of its own: for what must not hold up the timer, or another call
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
        @Nullable Executor executor,
        @Nullable String applicationName,
        Listeners listeners,
        Executor threads,
        Time time,
        Supplier<String> ids,
        DoubleSupplier jitter) {

    /** Where the caller's code runs: his executor, and should that refuse, or be none, the thread at hand. */
    Executor callbacks() {
        Executor theirs = executor;
        if (theirs == null) {
            return Runnable::run;
        }
        return task -> {
            try {
                theirs.execute(task);
            } catch (Throwable refused) {
                // A full executor must not leave the caller waiting for ever.
                task.run();
            }
        };
    }

    /**
     * Where a token provider may block: the caller's executor, else a thread of its own. The executor is called on a
     * thread of its own, too: it may run the task at once, or wait for a place, and whoever asks for a token must not
     * wait for either.
     */
    Executor blockingWork() {
        return executor == null
                ? threads
                : task -> threads.execute(() -> callbacks().execute(task));
    }
}

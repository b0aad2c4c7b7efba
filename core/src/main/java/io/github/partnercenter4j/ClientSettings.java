package io.github.partnercenter4j;

import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a client was built with. Immutable. */
record ClientSettings(
        SupportProfileGateway gateway,
        AccessTokenProvider tokens,
        Duration timeout,
        Duration attemptTimeout,
        Duration tokenTimeout,
        RetryPolicy retryPolicy,
        boolean reconcile,
        UpdateRoute updateRoute,
        @Nullable Executor executor,
        @Nullable String applicationName,
        Listeners listeners,
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

    /** Goes on with a call after a wait, away from the timer: on the caller's executor, else on a thread of its own. */
    void resume(Runnable task) {
        Executor theirs = executor;
        try {
            if (theirs != null) {
                theirs.execute(task);
                return;
            }
        } catch (Throwable refused) {
            // A full executor must not leave the caller waiting for ever.
        }
        onThreadOfItsOwn(task);
    }

    /** Where a token provider may block: the caller's executor, else a daemon thread a task. */
    Executor blockingWork() {
        return executor != null ? executor : ClientSettings::onThreadOfItsOwn;
    }

    /** Runs a task on a daemon thread made for it, or here, should the system have no thread to give. */
    static void onThreadOfItsOwn(Runnable task) {
        Thread thread = new Thread(null, task, "partnercenter4j-client", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            task.run();
        }
    }
}

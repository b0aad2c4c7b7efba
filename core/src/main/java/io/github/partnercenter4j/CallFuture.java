package io.github.partnercenter4j;

import io.github.partnercenter4j.model.SupportProfileReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future of an async call. When its caller cancels or completes it, the call is aborted first: callbacks of the future
 * run on the caller's thread and may be slow, and nothing may be sent meanwhile.
 */
final class CallFuture<T> extends CompletableFuture<T> {

    private final Executor callbacks;
    private final Function<SupportProfileReply, T> view;
    private volatile @Nullable Call call;
    private volatile boolean endedByCaller;

    /**
     * Creates a future of a call that has not begun.
     *
     * @param callbacks runs the callbacks of the future when the call has ended
     * @param view what the future gives of the reply
     */
    CallFuture(Executor callbacks, Function<SupportProfileReply, T> view) {
        this.callbacks = callbacks;
        this.view = view;
    }

    /** Sets the call that this future is of. */
    void of(Call begun) {
        call = begun;
        // A future that is completed in none of the ways below (completeAsync, obtrudeValue) ends its call, too.
        whenComplete((value, failure) -> begun.cancel("cancelled"));
    }

    /** Completes the future with what came of the call, unless its caller has ended it. */
    void finish(@Nullable SupportProfileReply reply, @Nullable Throwable failure) {
        if (!endedByCaller) {
            callbacks.execute(() -> complete(reply, failure));
        }
    }

    private void complete(@Nullable SupportProfileReply reply, @Nullable Throwable failure) {
        if (failure != null) {
            super.completeExceptionally(failure);
        } else {
            super.complete(view.apply(reply));
        }
    }

    private void endCall() {
        Call running = call;
        if (running != null && !isDone()) {
            endedByCaller = true;
            running.cancel("cancelled");
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        endCall();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        endCall();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        endCall();
        return super.completeExceptionally(failure);
    }
}

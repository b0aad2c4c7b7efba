package io.github.partnercenter4j;

import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.support.Futures;
import java.io.Serial;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * The thread of a blocking call: it waits interruptibly for the call's end, and runs meanwhile what the call hands it,
 * so that an edit's function runs where its author expects it, among the caller's own thread-locals.
 */
final class CallerThread implements Executor {

    private final Call call;
    private final Thread thread = Thread.currentThread();
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    CallerThread(Call call) {
        this.call = call;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs the call to its end. An interrupt, before or during, ends it; the thread's flag stays set. */
    SupportProfileReply run(Supplier<CompletableFuture<SupportProfileReply>> script) {
        CompletableFuture<SupportProfileReply> result = call.result();
        if (thread.isInterrupted()) {
            call.cancel("interrupted");
        } else {
            result.whenComplete((reply, failure) -> execute(() -> {}));
            call.start(script);
        }
        try {
            while (!result.isDone()) {
                tasks.take().run();
            }
        } catch (InterruptedException interrupt) {
            // If the end came just before, its result stands.
            call.cancel("interrupted");
            thread.interrupt();
        }
        return outcome(result);
    }

    /** The call is over, and its result is here or about to be: no further interrupt may lose it. */
    private SupportProfileReply outcome(CompletableFuture<SupportProfileReply> result) {
        try {
            return result.join();
        } catch (CompletionException wrapper) {
            throw asThrown(Futures.unwrap(wrapper));
        }
    }

    /** A failure made on a transport's thread says nothing of who called: one suppressed marker does. */
    private RuntimeException asThrown(Throwable failure) {
        boolean fromElsewhere = true;
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().equals(CallerThread.class.getName())) {
                fromElsewhere = false;
                break;
            }
        }
        if (fromElsewhere) {
            failure.addSuppressed(new CalledFrom());
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("A call fails with unchecked exceptions only.", failure);
    }

    /** Where the caller's thread was. */
    private static final class CalledFrom extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        CalledFrom() {
            super("The call was made here.");
        }
    }
}

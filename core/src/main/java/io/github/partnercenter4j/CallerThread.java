package io.github.partnercenter4j;

import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.support.Futures;
import java.io.Serial;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The thread of a blocking call: it waits interruptibly for the call's end, and runs meanwhile what the call hands it,
 * so that an edit's function runs where its author expects it, among the caller's own thread-locals.
 */
final class CallerThread implements Executor {

    private final Call call;
    private final Thread thread = Thread.currentThread();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    CallerThread(Call call) {
        this.call = call;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        LockSupport.unpark(thread);
    }

    /** Runs the call to its end. An interrupt, before or during, ends it; the thread's flag stays set. */
    SupportProfileReply run(Supplier<CompletableFuture<SupportProfileReply>> script) {
        CompletableFuture<SupportProfileReply> result = call.result();
        if (thread.isInterrupted()) {
            call.cancel("interrupted");
        } else {
            call.start(script);
            if (!result.isDone()) {
                result.whenComplete((reply, failure) -> LockSupport.unpark(thread));
            }
        }
        while (!result.isDone() && !thread.isInterrupted()) {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            } else {
                LockSupport.park(this);
            }
        }
        if (!result.isDone()) {
            // What is told of the end must be able to wait; and if the end came just before, its result stands.
            Thread.interrupted();
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

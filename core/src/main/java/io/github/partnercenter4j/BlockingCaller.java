package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.io.Serial;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The waiting thread of a blocking call. It waits until the call ends or the thread is interrupted. While it waits, it
 * runs the tasks of the call, such as the function of an edit: that function then sees the caller's thread-locals.
 */
final class BlockingCaller implements Executor, BiConsumer<@Nullable SupportProfileReply, @Nullable Throwable> {

    private final Thread thread = Thread.currentThread();
    private final Parking parking;

    /** The next task. There is never more than one, because the steps of a call run one after another. */
    private volatile @Nullable Runnable next;

    // Published by the write to the volatile field ended.
    private @Nullable SupportProfileReply reply;
    private @Nullable Throwable failure;
    private volatile boolean ended;

    BlockingCaller(Parking parking) {
        this.parking = parking;
    }

    @Override
    public void execute(Runnable task) {
        next = task;
        wake();
    }

    private void wake() {
        if (Thread.currentThread() != thread) {
            parking.unpark(thread);
        }
    }

    /** Returns true if the current thread is this caller's thread and is interrupted. */
    boolean isInterrupted() {
        return Thread.currentThread() == thread && thread.isInterrupted();
    }

    /** Receives the result of the call. */
    @Override
    public void accept(@Nullable SupportProfileReply given, @Nullable Throwable thrown) {
        reply = given;
        failure = thrown;
        ended = true;
        wake();
    }

    /**
     * Runs a call and waits for its result. An interrupt, before or during the call, cancels it; the interrupt flag
     * stays set.
     */
    SupportProfileReply run(Call call, Call.Script script) {
        if (thread.isInterrupted()) {
            call.cancel("interrupted");
        } else {
            call.start(script, this);
        }
        while (!ended && !thread.isInterrupted()) {
            Runnable task = next;
            if (task != null) {
                next = null;
                task.run();
            } else {
                parking.park(this);
            }
        }
        if (!ended) {
            // The flag is cleared during the cancellation, so that a listener can block. If the call has just ended,
            // its result stays.
            Thread.interrupted();
            call.cancel("interrupted");
            thread.interrupt();
        }
        return outcome(call);
    }

    /** Returns the result of a call that has ended, or is about to end. An interrupt must not lose this result. */
    private SupportProfileReply outcome(Call call) {
        boolean interrupted = false;
        while (!ended) {
            interrupted |= Thread.interrupted();
            parking.park(this);
        }
        if (interrupted) {
            thread.interrupt();
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw asThrown(thrown, thrown instanceof PartnerCenterException && thrown != call.callersOwn());
        }
        return Objects.requireNonNull(reply, "reply");
    }

    /**
     * The stack of a failure that was created on another thread does not show the caller. So one suppressed exception
     * with the caller's stack is added, but only to this library's exceptions.
     */
    private RuntimeException asThrown(Throwable thrown, boolean ours) {
        boolean fromElsewhere = ours;
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().equals(BlockingCaller.class.getName())) {
                fromElsewhere = false;
                break;
            }
        }
        if (fromElsewhere) {
            thrown.addSuppressed(new CalledFrom());
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("A call fails with unchecked exceptions only.", thrown);
    }

    /** Shows the stack of the caller's thread. */
    private static final class CalledFrom extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        CalledFrom() {
            super("The call was made here.");
        }
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.io.Serial;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a blocking call: it waits interruptibly for the call's end, and runs meanwhile what the call hands it,
 * so that an edit's function runs where its author expects it, among the caller's own thread-locals.
 */
final class BlockingCaller implements Executor, BiConsumer<@Nullable SupportProfileReply, @Nullable Throwable> {

    private final Thread thread = Thread.currentThread();
    private final Parking parking;

    /** What to run next. One place is enough: a call is one thing after another. */
    private volatile @Nullable Runnable next;

    // Seen by whoever sees that the call has ended.
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

    /** Tells whether this thread, now running, was interrupted. */
    boolean isInterrupted() {
        return Thread.currentThread() == thread && thread.isInterrupted();
    }

    /** Told of the call's end. */
    @Override
    public void accept(@Nullable SupportProfileReply given, @Nullable Throwable thrown) {
        reply = given;
        failure = thrown;
        ended = true;
        wake();
    }

    /** Runs a call to its end. An interrupt, before or during, ends it; the thread's flag stays set. */
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
            // What is told of the end must be able to wait; and if the end came just before, its result stands.
            Thread.interrupted();
            call.cancel("interrupted");
            thread.interrupt();
        }
        return outcome(call);
    }

    /** The call is over, and its result is here or about to be: no further interrupt may lose it. */
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

    /** A failure made on a transport's thread says nothing of who called: one suppressed marker does, on ours alone. */
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

    /** Where the caller's thread was. */
    private static final class CalledFrom extends Exception {

        @Serial
        private static final long serialVersionUID = 1;

        CalledFrom() {
            super("The call was made here.");
        }
    }
}

package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Time;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a library's blocking exchanges behind the async port: each on the thread of its blocking caller, or else on a
 * thread of its own; at most so many at once, further ones waiting without a thread of ours. Ending a future early aborts
 * its exchange, and so does an interrupt of the caller whose thread runs it. Closing leaves no future incomplete.
 * An exchange's place is free before its future completes, so a callback may block, or call again. Thread-safe.
 */
public final class BlockingExchanges implements AutoCloseable {

    private final OpenExchanges open = new OpenExchanges();
    private final ExecutorService threads;
    private final int most;
    private final boolean onCallers;
    private final Time time = Time.system();
    private final Executor clients = new OwnThreads("partnercenter4j-client");
    private final CallerThreads<Turn<?>> callers = new CallerThreads<>(time, clients);

    // Guarded by this.
    private final Set<Turn<?>> waiting = new LinkedHashSet<>();
    private int running;

    /**
     * Creates a runner.
     *
     * @param threads where exchanges run for which no caller waits, one a thread; ours to shut down
     * @param most how many may run at once
     */
    public BlockingExchanges(ExecutorService threads, int most) {
        this(threads, most, true);
    }

    /**
     * Creates a runner.
     *
     * @param threads where exchanges run, one a thread; ours to shut down
     * @param most how many may run at once
     * @param onCallers whether an exchange whose caller waits runs on the caller's thread. Its abort must then end
     *     whatever it waits for, names that do not resolve included.
     */
    public BlockingExchanges(ExecutorService threads, int most, boolean onCallers) {
        this.threads = threads;
        this.most = most;
        this.onCallers = onCallers;
    }

    /**
     * Runs an exchange. Its progress is {@code waiting} until its turn comes, then {@code connecting}: whoever gives it
     * must report {@code sending} before anything is sent. An exchange whose call has no time left when its turn comes is
     * not begun; it fails with category {@code TIMEOUT}.
     *
     * @param context the exchange's ids, and its progress
     * @param abort stops the exchange from another thread; harmless before, during and after it
     * @param exchange does it; called at most once, and not at all if its turn never comes
     * @param failureOf makes a failure of ours of the exception that the exchange threw; an {@link Error} stays one
     * @param <T> what the exchange gives
     * @return the result to come
     */
    public <T> CompletableFuture<T> submit(
            RequestContext context, Runnable abort, Callable<T> exchange, Function<Throwable, Throwable> failureOf) {
        context.progress().waiting();
        OpenExchanges.Exchange<T> opened = open.open(context);
        Turn<T> turn = new Turn<>(context, opened, abort, exchange, failureOf);
        opened.onAbort(turn::abort);
        if (!opened.isOver()) {
            enter(turn);
        }
        return opened.future();
    }

    /**
     * Returns the time whose timer this runner uses, so that clients need none of their own.
     *
     * @return real time
     */
    public Time time() {
        return time;
    }

    /**
     * Returns where this runner's clients run what must not hold up its timer, so that they need no threads of their own.
     *
     * @return an executor of threads that end when idle
     */
    public Executor clientThreads() {
        return clients;
    }

    /**
     * Runs what nothing can end, such as the look-up of a name, on behalf of the exchange that runs on this thread. Where
     * that is its caller's thread, the exchange waits for the task no longer than until it is aborted; then the task goes on
     * with nobody waiting. Elsewhere the task runs on this thread.
     *
     * @param task what to run
     * @param <T> what it gives
     * @return what the task gave
     * @throws UncheckedIOException if the task threw an {@code IOException}, or if the exchange was aborted or its thread
     *     interrupted: then with an {@code InterruptedIOException}
     */
    public <T> T aside(Callable<T> task) {
        Turn<?> turn = callers.current();
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                result.complete(task.call());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        };
        if (turn == null) {
            run.run();
        } else {
            turn.waitFor(result);
            threads.execute(run);
        }
        try {
            return result.get();
        } catch (ExecutionException failed) {
            throw unchecked(Futures.unwrap(failed));
        } catch (CancellationException aborted) {
            throw new UncheckedIOException(new InterruptedIOException("nobody waits any more"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("interrupted"));
        }
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        return thrown instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(thrown);
    }

    private void enter(Turn<?> turn) {
        synchronized (this) {
            if (running == most) {
                waiting.add(turn);
                if (turn.opened.isOver()) {
                    // It ended before it was here to be taken out.
                    waiting.remove(turn);
                }
                return;
            }
            running++;
        }
        // Here and not on the new thread, so that the caller knows at once that the exchange does not wait.
        if (!turn.begins() || !starts(turn)) {
            leave();
        }
    }

    /** Gives a place that is free to the next that waits. */
    private void leave() {
        Turn<?> next;
        do {
            synchronized (this) {
                Iterator<Turn<?>> first = waiting.iterator();
                if (!first.hasNext()) {
                    running--;
                    return;
                }
                next = first.next();
                first.remove();
            }
        } while (!starts(next));
    }

    private synchronized void takeOut(Turn<?> turn) {
        waiting.remove(turn);
    }

    private boolean starts(Turn<?> turn) {
        turn.hasPlace = true;
        try {
            turn.where.execute(turn);
        } catch (Throwable refused) {
            turn.refuse(refused);
            return false;
        }
        if (turn.opened.isOver()) {
            // It ended before it had a place to give back.
            turn.giveBack();
        }
        return true;
    }

    /** One exchange that waits for its turn, and has it. */
    private final class Turn<T> implements Runnable, CallerThreads.Abortable {

        private final RequestContext context;
        private final OpenExchanges.Exchange<T> opened;
        private final Runnable abort;
        private final Callable<T> exchange;
        private final Function<Throwable, Throwable> failureOf;
        private final Executor where;

        /** Set by whoever uses the turn up: its run, or its end before that. A caller who has gone runs nothing. */
        private final AtomicBoolean used = new AtomicBoolean();

        private volatile boolean hasPlace;

        // Guarded by this.
        private @Nullable Future<?> awaited;
        private boolean aborted;

        Turn(
                RequestContext context,
                OpenExchanges.Exchange<T> opened,
                Runnable abort,
                Callable<T> exchange,
                Function<Throwable, Throwable> failureOf) {
            this.context = context;
            this.opened = opened;
            this.abort = abort;
            this.exchange = exchange;
            this.failureOf = failureOf;
            Executor caller = onCallers ? context.callerThread() : null;
            this.where = caller != null ? caller : threads;
        }

        @Override
        public void run() {
            if (!used.compareAndSet(false, true)) {
                return;
            }
            if (opened.isOver() || !context.progress().connecting()) {
                // First the place, then the callbacks; so the next ones that are late leave the queue meanwhile.
                leave();
                failLate();
                return;
            }
            T value;
            try {
                value = where == threads ? exchange.call() : onTheCaller();
            } catch (Throwable thrown) {
                if (thrown instanceof InterruptedException) {
                    // Whoever owns this thread is to see it, too.
                    Thread.currentThread().interrupt();
                }
                leave();
                opened.fail(thrown instanceof Error ? thrown : failureOf.apply(thrown));
                return;
            }
            leave();
            opened.succeed(value);
        }

        private T onTheCaller() throws Exception {
            callers.enter(this);
            try {
                return exchange.call();
            } finally {
                callers.leave();
            }
        }

        /** Reports that the turn has come. If there is no time left, the exchange fails, and this returns false. */
        boolean begins() {
            boolean begins = context.progress().connecting();
            if (!begins) {
                failLate();
            }
            return begins;
        }

        private void failLate() {
            opened.fail(TransportException.timeout(
                    context,
                    WriteOutcome.NOT_APPLIED,
                    "The turn of the exchange in the gateway's queue came when its call had no time left. Nothing was"
                            + " sent. Set a larger maxConnections or a longer timeout.",
                    null));
        }

        /** An exchange that has ended must not wait on: it would keep what it was given until a place is free. */
        @Override
        public void abort() {
            takeOut(this);
            if (hasPlace) {
                giveBack();
            }
            waitNoMore();
            abort.run();
        }

        /** Has the exchange wait for what nothing can end, until it is aborted. */
        synchronized void waitFor(Future<?> result) {
            awaited = result;
            if (aborted) {
                result.cancel(false);
            }
        }

        private synchronized void waitNoMore() {
            aborted = true;
            if (awaited != null) {
                awaited.cancel(false);
            }
        }

        void giveBack() {
            if (used.compareAndSet(false, true)) {
                leave();
            }
        }

        /** No thread would take it: the gateway is being closed, or the system has none left. */
        void refuse(Throwable refused) {
            opened.fail(
                    refused instanceof RejectedExecutionException
                            ? PartnerCenterException.closed(context, WriteOutcome.NOT_APPLIED)
                            : refused);
        }
    }

    /** Ends what is in flight with category {@code CLOSED} and the threads with it. Idempotent. */
    @Override
    public void close() {
        open.close();
        threads.shutdown();
        time.rest();
    }
}

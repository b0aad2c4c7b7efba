package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.ExchangeScope;
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
 * Runs the blocking exchanges of an HTTP library behind the async port. Each exchange runs on the thread of its
 * blocking caller, or else on a thread of the gateway. The number of exchanges at once is limited; further ones wait in
 * a queue, without a gateway thread. Completing a future early aborts its exchange, and so does an interrupt of the
 * caller's thread that runs it. {@link #close()} completes all futures. An exchange gives its place back before its
 * future completes, so a callback may block or start another exchange. Thread-safe.
 */
public final class BlockingExchanges implements AutoCloseable {

    private final OpenExchanges open = new OpenExchanges();
    private final ExecutorService threads;
    private final int most;
    private final boolean onCallers;
    private final Time time = Time.system();
    private final OwnThreads clients = new OwnThreads("partnercenter4j-client");
    private final CallerThreads<Turn<?>> callers = new CallerThreads<>(time, clients);

    // Guarded by this.
    private final Set<Turn<?>> waiting = new LinkedHashSet<>();
    private int running;

    /**
     * Creates a runner.
     *
     * @param threads runs the exchanges without a blocking caller, one a thread; this runner shuts it down
     * @param most how many exchanges may run at once
     */
    public BlockingExchanges(ExecutorService threads, int most) {
        this(threads, most, true);
    }

    /**
     * Creates a runner.
     *
     * @param threads runs exchanges, one a thread; this runner shuts it down
     * @param most how many exchanges may run at once
     * @param onCallers whether an exchange with a blocking caller runs on the caller's thread. Then its abort must end
     *     everything that it waits for, including the lookup of a host name
     */
    public BlockingExchanges(ExecutorService threads, int most, boolean onCallers) {
        this.threads = threads;
        this.most = most;
        this.onCallers = onCallers;
    }

    /**
     * Runs an exchange. This method reports the progress {@code waiting} while the exchange is in the queue, then
     * {@code connecting}. The exchange itself must report {@code sending} before it sends anything. If the call has no
     * time left when the exchange leaves the queue, the exchange does not begin and fails with category
     * {@code TIMEOUT}.
     *
     * @param context the ids of the exchange, and its progress
     * @param abort stops the exchange from another thread. It may be called before, during and after the exchange
     * @param exchange the exchange; called at most once, and never if it does not leave the queue
     * @param failureOf converts an exception of the exchange to one of this library's exceptions; an {@link Error}
     *     stays as it is
     * @param <T> the type of the result
     * @return a future of the result
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
     * Returns the time with this runner's timer, which clients may share.
     *
     * @return real time
     */
    public Time time() {
        return time;
    }

    /**
     * Returns the executor on which clients run tasks that must not block the timer, so that they need no own threads.
     *
     * @return an executor of threads that end when idle
     */
    public Executor clientThreads() {
        return clients;
    }

    /**
     * Runs a task that cannot be aborted, such as the lookup of a host name, for the exchange on the current thread. On
     * a caller's thread, the task runs on another thread, and the exchange waits for it until it is aborted; the task
     * may then still be running. On other threads, the task runs directly.
     *
     * @param task the task
     * @param <T> the type of the result
     * @return the result of the task
     * @throws UncheckedIOException if the task threw an {@code IOException}; or, with an
     *     {@code InterruptedIOException}, if the exchange was aborted or its thread was interrupted
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
            throw new UncheckedIOException(new InterruptedIOException("the exchange was aborted"));
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
                    // The exchange ended before it was in the queue.
                    waiting.remove(turn);
                }
                return;
            }
            running++;
        }
        // On this thread, so that the progress is {@code connecting} when this method returns.
        if (!turn.begins() || !starts(turn)) {
            leave();
        }
    }

    /** Gives a free place to the next waiting exchange. */
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
            // The exchange ended before it had a place.
            turn.giveBack();
        }
        return true;
    }

    /** One exchange, in the queue or running. */
    private final class Turn<T> implements Runnable, CallerThreads.Abortable {

        private final RequestContext context;
        private final OpenExchanges.Exchange<T> opened;
        private final Runnable abort;
        private final Callable<T> exchange;
        private final Function<Throwable, Throwable> failureOf;
        private final Executor where;

        /** Set by the run, or by an end before the run. Then a later run does nothing. */
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
                // The place is free before callbacks run.
                leave();
                failLate();
                return;
            }
            T value;
            try {
                value = where == threads ? inScope() : onTheCaller();
            } catch (Throwable thrown) {
                if (thrown instanceof InterruptedException) {
                    // The caller must see the interrupt too.
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
                return inScope();
            } finally {
                callers.leave();
            }
        }

        private T inScope() throws Exception {
            ExchangeScope scope = context.openScope();
            try {
                return exchange.call();
            } finally {
                scope.close();
            }
        }

        /**
         * Reports that the exchange leaves the queue. If the call has no time left, fails the exchange and returns
         * false.
         */
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
                    "The exchange waited in the gateway's queue until its call had no time left. Nothing was"
                            + " sent. Set a larger maxConnections or a longer timeout.",
                    null));
        }

        /**
         * Aborts the exchange, and removes it from the queue, because it would otherwise stay in memory until a place
         * is free.
         */
        @Override
        public void abort() {
            takeOut(this);
            if (hasPlace) {
                giveBack();
            }
            waitNoMore();
            abort.run();
        }

        /** Sets the task that the exchange waits for, so that an abort can end the wait. */
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

        /**
         * Fails the exchange, because no thread accepted it: the gateway is closing, or the system has no threads left.
         */
        void refuse(Throwable refused) {
            opened.fail(
                    refused instanceof RejectedExecutionException
                            ? PartnerCenterException.closed(context, WriteOutcome.NOT_APPLIED)
                            : refused);
        }
    }

    /** Fails all exchanges with category {@code CLOSED} and shuts down the threads. Idempotent. */
    @Override
    public void close() {
        open.close();
        threads.shutdown();
        clients.rest();
        time.rest();
    }
}

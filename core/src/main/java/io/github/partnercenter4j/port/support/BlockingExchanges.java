package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Runs a library's blocking exchanges behind the async port: each on a thread of its own, at most so many at once,
 * further ones waiting without a thread. Ending a future early aborts its exchange, and closing leaves none incomplete.
 * An exchange's place is free before its future completes, so a callback may block, or call again. Thread-safe.
 */
public final class BlockingExchanges implements AutoCloseable {

    private final OpenExchanges open = new OpenExchanges();
    private final ExecutorService threads;
    private final int most;

    // Guarded by this.
    private final Set<Turn<?>> waiting = new LinkedHashSet<>();
    private int running;

    /**
     * Creates a runner.
     *
     * @param threads where exchanges run, one a thread; ours to shut down
     * @param most how many may run at once
     */
    public BlockingExchanges(ExecutorService threads, int most) {
        this.threads = threads;
        this.most = most;
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
        try {
            threads.execute(turn);
            return true;
        } catch (Throwable refused) {
            turn.refuse(refused);
            return false;
        }
    }

    /** One exchange that waits for its turn, and has it. */
    private final class Turn<T> implements Runnable {

        private final RequestContext context;
        private final OpenExchanges.Exchange<T> opened;
        private final Runnable abort;
        private final Callable<T> exchange;
        private final Function<Throwable, Throwable> failureOf;

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
        }

        @Override
        public void run() {
            if (opened.isOver() || !context.progress().connecting()) {
                // First the place, then the callbacks; so the next ones that are late leave the queue meanwhile.
                leave();
                failLate();
                return;
            }
            T value;
            try {
                value = exchange.call();
            } catch (Throwable thrown) {
                leave();
                opened.fail(thrown instanceof Error ? thrown : failureOf.apply(thrown));
                return;
            }
            leave();
            opened.succeed(value);
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
        void abort() {
            takeOut(this);
            abort.run();
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
    }
}

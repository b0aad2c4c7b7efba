package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges in flight of a gateway. Each exchange has a future. If the future completes early, by {@code cancel},
 * {@code orTimeout}, {@code complete} or {@link #close()}, this class aborts the exchange. {@link #close()} completes
 * all futures. Thread-safe.
 */
public final class OpenExchanges implements AutoCloseable {

    private final Set<Exchange<?>> open = ConcurrentHashMap.newKeySet();
    private final OwnThreads threads = new OwnThreads("partnercenter4j-close");
    private volatile boolean closed;

    /** Creates an empty registry. */
    public OpenExchanges() {}

    /**
     * Opens an exchange. After {@link #close()}, its future has already failed with category {@code CLOSED}, and
     * nothing must be sent.
     *
     * @param context the exchange's ids
     * @param <T> the type of the result
     * @return the exchange
     */
    public <T> Exchange<T> open(RequestContext context) {
        Exchange<T> exchange = new Exchange<>(context);
        open.add(exchange);
        exchange.future.whenComplete((value, failure) -> {
            open.remove(exchange);
            exchange.ended();
        });
        if (closed) {
            exchange.fail(PartnerCenterException.closed(context, WriteOutcome.NOT_APPLIED));
        }
        return exchange;
    }

    /**
     * Returns whether this registry is closed.
     *
     * @return true after {@link #close()} has begun
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Returns how many exchanges are open.
     *
     * @return the number at this moment
     */
    public int size() {
        return open.size();
    }

    /**
     * Aborts every open exchange and fails it with category {@code CLOSED}. A write that was not sent yet is
     * {@code NOT_APPLIED}. Each future completes on its own thread, so that a callback blocks neither another callback
     * nor this method. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        List<Exchange<?>> ending = List.copyOf(open);
        // First of all: when one exchange ends, the next in the queue gets its place, and must not begin.
        ending.forEach(Exchange::giveUp);
        for (Exchange<?> exchange : ending) {
            exchange.ended();
            threads.execute(() -> exchange.fail(PartnerCenterException.closed(exchange.context, WriteOutcome.UNKNOWN)));
        }
        threads.rest();
    }

    /**
     * One exchange, with its future and its abort task. Thread-safe.
     *
     * @param <T> the type of the result
     */
    public static final class Exchange<T> {

        private final RequestContext context;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private @Nullable Runnable abort;
        private @Nullable PartnerCenterException closed;
        private boolean over;

        private Exchange(RequestContext context) {
            this.context = Objects.requireNonNull(context, "context");
        }

        /**
         * Returns the future to hand to the caller.
         *
         * @return the future; completing it early aborts the exchange
         */
        public CompletableFuture<T> future() {
            return future;
        }

        /**
         * Returns whether the exchange has ended: then a transport need not begin it.
         *
         * @return true if the future is done
         */
        public boolean isOver() {
            return future.isDone();
        }

        /**
         * Sets the task that aborts the exchange. Runs it at once if the exchange has already ended.
         *
         * @param newAbort stops the exchange and frees its connection; must do nothing if the exchange is complete
         */
        public void onAbort(Runnable newAbort) {
            synchronized (this) {
                if (!over) {
                    abort = newAbort;
                    return;
                }
            }
            newAbort.run();
        }

        /**
         * Completes the exchange with its result. Does nothing if it has ended.
         *
         * @param result the result
         */
        public void succeed(T result) {
            settle();
            future.complete(result);
        }

        /**
         * Completes the exchange with a failure, and aborts it. Does nothing if it has ended.
         *
         * @param failure one of this library's exceptions, or an {@link Error}
         */
        public void fail(Throwable failure) {
            PartnerCenterException first;
            synchronized (this) {
                first = closed;
            }
            future.completeExceptionally(first != null ? first : failure);
        }

        /**
         * Abandons the exchange: from now on nothing is sent, and it fails with category CLOSED, whatever failure its
         * abort causes.
         */
        private synchronized void giveUp() {
            closed = closed != null
                    ? closed
                    : PartnerCenterException.closed(context, context.progress().abandon());
        }

        /** Drops the abort task, because the transport has finished the exchange. */
        private synchronized void settle() {
            if (!future.isDone()) {
                abort = null;
            }
        }

        private void ended() {
            Runnable toRun;
            synchronized (this) {
                over = true;
                toRun = abort;
                abort = null;
            }
            if (toRun != null) {
                toRun.run();
            }
        }
    }
}

package io.github.partnercenter4j.port.support;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges that a gateway has in flight. It hands out each exchange's future, aborts the exchange when that future
 * ends early for whatever reason ({@code cancel}, {@code orTimeout}, completion by hand, {@link #close()}), and leaves
 * no future incomplete. Thread-safe.
 */
public final class OpenExchanges implements AutoCloseable {

    private final Set<Exchange<?>> open = ConcurrentHashMap.newKeySet();
    private final Executor threads = new OwnThreads("partnercenter4j-close");
    private volatile boolean closed;

    /** Creates an empty registry. */
    public OpenExchanges() {}

    /**
     * Opens an exchange. After {@link #close()} its future has already failed with category {@code CLOSED}, so nothing
     * needs to be sent.
     *
     * @param context the exchange's ids
     * @param <T> what the exchange is to give
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
     * Tells whether the registry is closed.
     *
     * @return true after {@link #close()} began
     */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Returns how many exchanges are open.
     *
     * @return the number, exact only while nothing changes
     */
    public int size() {
        return open.size();
    }

    /**
     * Aborts every open exchange and fails it with category {@code CLOSED}. A write that was not sent yet is
     * {@code NOT_APPLIED}. Each future completes on a thread of its own, so that no callback holds up another one, or this
     * method. Idempotent.
     */
    @Override
    public void close() {
        closed = true;
        List<Exchange<?>> ending = List.copyOf(open);
        // First of all: the end of one exchange gives its place to another, which must not begin.
        ending.forEach(Exchange::giveUp);
        for (Exchange<?> exchange : ending) {
            exchange.ended();
            threads.execute(() -> exchange.fail(PartnerCenterException.closed(exchange.context, WriteOutcome.UNKNOWN)));
        }
    }

    /**
     * One exchange: its future, and how to abort it. Thread-safe.
     *
     * @param <T> what the exchange is to give
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
         * @return the future; ending it early aborts the exchange
         */
        public CompletableFuture<T> future() {
            return future;
        }

        /**
         * Tells whether the exchange has ended, so that a transport need not begin it.
         *
         * @return true if the future is done
         */
        public boolean isOver() {
            return future.isDone();
        }

        /**
         * Says how to abort the exchange. If it has ended already, it is aborted at once.
         *
         * @param newAbort stops the exchange and frees its connection; harmless if the exchange is complete
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
         * Ends the exchange with its result; without effect if it has ended.
         *
         * @param result the result
         */
        public void succeed(T result) {
            settle();
            future.complete(result);
        }

        /**
         * Ends the exchange with a failure; aborts it if the transport has not ended it itself, and is without effect if
         * the exchange has ended.
         *
         * @param failure a failure of ours, or an {@link Error}
         */
        public void fail(Throwable failure) {
            PartnerCenterException first;
            synchronized (this) {
                first = closed;
            }
            future.completeExceptionally(first != null ? first : failure);
        }

        /** What is not sent by now never is. The exchange fails as closed, whatever its abort makes of it. */
        private synchronized void giveUp() {
            closed = closed != null
                    ? closed
                    : PartnerCenterException.closed(context, context.progress().abandon());
        }

        /** The transport is done with the exchange: there is nothing left to abort. */
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

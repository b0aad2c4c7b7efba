package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.support.Futures;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What comes from behind a port is not ours to trust: here it becomes what the port promises. */
final class PortResults {

    private PortResults() {}

    /** Calls what may throw, or give null: both become a failed future. */
    static <A, B, T> CompletableFuture<T> guarded(
            BiFunction<? super A, ? super B, ? extends @Nullable CompletableFuture<T>> source, A one, B other) {
        try {
            CompletableFuture<T> future = source.apply(one, other);
            return future != null
                    ? future
                    : CompletableFuture.failedFuture(new NullPointerException("null where a future was due"));
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** Goes on with the source's value: here and now if it is there, as it nearly always is. */
    static <T, R> CompletableFuture<R> compose(CompletableFuture<T> source, Function<T, CompletableFuture<R>> next) {
        return source.isDone() && !source.isCompletedExceptionally()
                ? guarded(Function::apply, next, source.join())
                : source.thenCompose(next);
    }

    /** Returns the source's value, or, if it failed, whatever a function makes of the bare failure. */
    static <T> CompletableFuture<T> recover(
            CompletableFuture<T> source, Function<Throwable, CompletableFuture<T>> otherwise) {
        if (source.isDone() && !source.isCompletedExceptionally()) {
            return source;
        }
        return source.exceptionallyCompose(failure -> otherwise.apply(Futures.unwrap(failure)));
    }

    /** What a gateway failed with; anything but our exceptions is a gateway's fault. */
    static Throwable portFailure(RequestContext context, @Nullable Throwable failure) {
        if (failure == null) {
            return TransportException.protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The gateway completed without a reply, which the port forbids.",
                    null);
        }
        Throwable bare = Futures.unwrap(failure);
        if (context.progress().isLate() && !(bare instanceof Error)) {
            return TransportException.timeout(
                    context,
                    WriteOutcome.NOT_APPLIED,
                    "The exchange was not begun, because its call had no time left. Nothing was sent. Set a longer"
                            + " timeout or, if calls wait for each other, a larger maxConnections.",
                    bare instanceof PartnerCenterException ? null : bare);
        }
        // An illegal argument is the caller's: the profile that they gave cannot be written.
        if (bare instanceof PartnerCenterException
                || bare instanceof IllegalArgumentException
                || bare instanceof Error) {
            return bare;
        }
        if (bare instanceof CancellationException) {
            return PartnerCenterException.cancelled(context);
        }
        return TransportException.protocol(
                context,
                WriteOutcome.UNKNOWN,
                "The gateway failed with " + bare.getClass().getName() + ", which the port forbids.",
                bare);
    }
}

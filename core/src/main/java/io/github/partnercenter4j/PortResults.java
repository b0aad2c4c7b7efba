package io.github.partnercenter4j;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.ExchangeProgress;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.support.Futures;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Normalises what implementations of a port return or throw. */
final class PortResults {

    private PortResults() {}

    /** Calls a function that may throw or return null, and makes a failed future of both. */
    static <A, B, T> CompletableFuture<T> guarded(
            BiFunction<? super A, ? super B, ? extends @Nullable CompletableFuture<T>> source, A one, B other) {
        try {
            CompletableFuture<T> future = source.apply(one, other);
            return future != null
                    ? future
                    : CompletableFuture.failedFuture(new NullPointerException("null instead of a future"));
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }

    /** Composes a function. Runs it at once on this thread if the value is already there, which is the usual case. */
    static <T, R> CompletableFuture<R> compose(CompletableFuture<T> source, Function<T, CompletableFuture<R>> next) {
        return source.isDone() && !source.isCompletedExceptionally()
                ? guarded(Function::apply, next, source.join())
                : source.thenCompose(next);
    }

    /** Returns the value, or, if the source failed, the result of a function of the unwrapped failure. */
    static <T> CompletableFuture<T> recover(
            CompletableFuture<T> source, Function<Throwable, CompletableFuture<T>> otherwise) {
        if (source.isDone() && !source.isCompletedExceptionally()) {
            return source;
        }
        return source.exceptionallyCompose(failure -> otherwise.apply(Futures.unwrap(failure)));
    }

    /**
     * Returns the failure of a gateway as one of this library's exceptions. Any other type is an error of the gateway.
     */
    static Throwable portFailure(RequestContext context, @Nullable Throwable failure) {
        if (failure == null) {
            return TransportException.protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The gateway completed its future with null. A gateway must return a reply or fail.",
                    null);
        }
        Throwable bare = Futures.unwrap(failure);
        if (context.progress().isLate() && !(bare instanceof Error)) {
            return TransportException.timeout(
                    context,
                    WriteOutcome.NOT_APPLIED,
                    "The exchange did not begin, because the call had no time left. Nothing was sent. Set a longer"
                            + " timeout or, if calls wait for each other, a larger maxConnections.",
                    bare instanceof PartnerCenterException ? null : bare);
        }
        // An IllegalArgumentException is an error of the caller: the profile cannot be written.
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
                "The gateway failed with " + bare.getClass().getName()
                        + ". A gateway may fail with a PartnerCenterException only.",
                bare);
    }

    /** Returns the failure of which a gateway has the head only, or null. A gateway must not report a foreign exception. */
    static @Nullable PartnerCenterException refusal(ExchangeProgress progress) {
        return progress.refusal() instanceof PartnerCenterException ours ? ours : null;
    }
}

package io.github.partnercenter4j.port.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Futures whose early end reaches the work behind them. */
public final class Futures {

    private Futures() {}

    /**
     * Returns a future of a function's result. Unlike {@code thenApply}, ending the returned future early cancels the
     * source, and a failure arrives bare, without a {@code CompletionException} around it.
     *
     * @param source the future to map
     * @param function what to make of its value; what it throws fails the returned future
     * @param <T> the source's type
     * @param <R> the result's type
     * @return the mapped future
     */
    public static <T, R> CompletableFuture<R> map(
            CompletableFuture<T> source, Function<? super T, ? extends R> function) {
        CompletableFuture<R> mapped = new CompletableFuture<>();
        mapped.whenComplete((value, failure) -> {
            if (!source.isDone()) {
                source.cancel(true);
            }
        });
        source.whenComplete((value, failure) -> {
            if (failure != null) {
                mapped.completeExceptionally(unwrap(failure));
                return;
            }
            try {
                mapped.complete(function.apply(value));
            } catch (Throwable thrown) {
                mapped.completeExceptionally(thrown);
            }
        });
        return mapped;
    }

    /**
     * Returns what a future really failed with.
     *
     * @param failure what a stage or {@code get()} gave
     * @return the failure without the wrappers that futures put around it
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof CompletionException || bare instanceof ExecutionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        return bare;
    }
}

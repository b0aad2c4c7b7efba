package io.github.partnercenter4j.port.support;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** Helpers for futures that pass a cancellation on to their source. */
public final class Futures {

    private Futures() {}

    /**
     * Returns a future with the result of a function. Unlike with {@code thenApply}, completing the returned future
     * early cancels the source, and a failure is not wrapped in a {@code CompletionException}.
     *
     * @param source the future to map
     * @param function converts the value; if it throws, the returned future fails
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
     * Returns the original failure of a future.
     *
     * @param failure the failure from a stage or from {@code get()}
     * @return the failure without the wrappers of futures
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable bare = failure;
        while ((bare instanceof CompletionException || bare instanceof ExecutionException) && bare.getCause() != null) {
            bare = bare.getCause();
        }
        return bare;
    }
}

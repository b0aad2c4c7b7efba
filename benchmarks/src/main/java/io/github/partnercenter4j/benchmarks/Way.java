package io.github.partnercenter4j.benchmarks;

import java.util.concurrent.CompletableFuture;

/** One way to read and to write the profile: ours, or a library used by hand for the same job. Thread-safe. */
interface Way extends AutoCloseable {

    /** Reads the profile and returns its telephone number, so that no way can leave the answer unread. */
    String get() throws Exception;

    /** Writes the profile and returns the answer's telephone number. */
    String put() throws Exception;

    /** Reads the profile as the library itself does without blocking. */
    CompletableFuture<String> getAsync();

    /** Writes the profile as the library itself does without blocking. */
    CompletableFuture<String> putAsync();

    @Override
    void close();
}

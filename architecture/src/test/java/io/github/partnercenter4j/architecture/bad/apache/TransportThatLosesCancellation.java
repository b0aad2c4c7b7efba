package io.github.partnercenter4j.architecture.bad.apache;

import io.github.partnercenter4j.architecture.bad.retrofit.TransportThatKnowsTheOther;
import java.util.concurrent.CompletableFuture;

/** Breaks: transports do not depend on each other; adapters map futures with the project's own method. */
public class TransportThatLosesCancellation {
    TransportThatKnowsTheOther other;

    CompletableFuture<Integer> map(CompletableFuture<String> future) {
        return future.thenApply(String::length);
    }
}

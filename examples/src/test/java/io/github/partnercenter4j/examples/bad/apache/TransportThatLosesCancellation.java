package io.github.partnercenter4j.examples.bad.apache;

import io.github.partnercenter4j.examples.bad.retrofit.TransportThatKnowsTheOther;
import java.util.concurrent.CompletableFuture;

/** Breaks: transports do not know each other; futures are mapped by the house's own map. */
public class TransportThatLosesCancellation {
    TransportThatKnowsTheOther other;

    CompletableFuture<Integer> map(CompletableFuture<String> future) {
        return future.thenApply(String::length);
    }
}

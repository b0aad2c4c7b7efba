package io.github.partnercenter4j;

import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A gateway with scripted results. It records its requests. */
final class ScriptedGateway implements SupportProfileGateway {

    record Asked(
            String method, RequestContext context, @Nullable SupportProfile sent) {}

    final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    final List<CompletableFuture<SupportProfileReply>> given = Collections.synchronizedList(new ArrayList<>());
    private final RetryBudget budget = new RetryBudget();
    private final Queue<Function<Asked, CompletableFuture<SupportProfileReply>>> script = new ArrayDeque<>();

    /** Adds the result of the next exchange. */
    ScriptedGateway then(Function<Asked, CompletableFuture<SupportProfileReply>> answer) {
        script.add(answer);
        return this;
    }

    ScriptedGateway thenReply(SupportProfileReply reply) {
        return then(asked -> CompletableFuture.completedFuture(reply));
    }

    ScriptedGateway thenFail(Function<RequestContext, ? extends Throwable> failure) {
        return then(asked -> CompletableFuture.failedFuture(failure.apply(asked.context())));
    }

    /** The next exchange never completes by itself. */
    ScriptedGateway thenNothing() {
        return then(asked -> new CompletableFuture<>());
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        return answer(new Asked("GET", context, null));
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        return answer(new Asked("PUT", context, profile));
    }

    private synchronized CompletableFuture<SupportProfileReply> answer(Asked request) {
        asked.add(request);
        Function<Asked, CompletableFuture<SupportProfileReply>> next = script.poll();
        if (next == null) {
            throw new AssertionError("No exchange was expected, but one was made: " + request);
        }
        CompletableFuture<SupportProfileReply> future = next.apply(request);
        given.add(future);
        return future;
    }

    @Override
    public RetryBudget retryBudget() {
        return budget;
    }

    @Override
    public void close() {}
}

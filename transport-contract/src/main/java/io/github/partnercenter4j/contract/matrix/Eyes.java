package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.ExchangeProgress;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What a client says of itself, and what it asks of its gateway. Thread-safe. */
final class Eyes implements CallListener {

    private final @Nullable CallListener beside;
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final List<Retry> retries = new CopyOnWriteArrayList<>();
    private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
    private volatile @Nullable ExchangeProgress progress;

    /**
     * Opens them.
     *
     * @param beside who is told of retries as well, or null
     */
    Eyes(@Nullable CallListener beside) {
        this.beside = beside;
    }

    @Override
    public void attemptStarted(Attempt attempt) {
        attempts.add(attempt);
    }

    @Override
    public void retryWaitStarted(Retry retry) {
        retries.add(retry);
        if (beside != null) {
            beside.retryWaitStarted(retry);
        }
    }

    @Override
    public void callEnded(CallEnd call) {
        ends.add(call);
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    List<Attempt> attempts(Verb verb) {
        return attempts.stream()
                .filter(attempt -> attempt.method().equals(verb.name()))
                .toList();
    }

    List<Retry> retries() {
        return List.copyOf(retries);
    }

    /** The first end of a call that did this. */
    CallEnd end(Verb verb) {
        Operation operation = verb == Verb.GET ? Operation.GET : Operation.UPDATE;
        return ends.stream()
                .filter(end -> end.operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    /** How far the last exchange has come, as its gateway says, or null before the first. */
    @Nullable
    ExchangeProgress progress() {
        return progress;
    }

    void forget() {
        attempts.clear();
        retries.clear();
        ends.clear();
    }

    /** Returns a gateway that is the given one, seen. */
    SupportProfileGateway on(SupportProfileGateway gateway) {
        return new SupportProfileGateway() {
            @Override
            public @Nullable Cloud cloud() {
                return gateway.cloud();
            }

            @Override
            public @Nullable RetryBudget retryBudget() {
                return gateway.retryBudget();
            }

            @Override
            public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                progress = context.progress();
                return gateway.fetch(context);
            }

            @Override
            public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                progress = context.progress();
                return gateway.replace(profile, context);
            }

            @Override
            public void close() {
                gateway.close();
            }
        };
    }
}

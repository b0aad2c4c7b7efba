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

/** Records the events of a client, and the progress of its gateway. Thread-safe. */
final class CallObserver implements CallListener {

    private final @Nullable CallListener beside;
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
    private final List<Retry> retries = new CopyOnWriteArrayList<>();
    private final List<CallEnd> ends = new CopyOnWriteArrayList<>();
    private volatile @Nullable ExchangeProgress progress;

    /**
     * Creates an observer.
     *
     * @param beside a listener that also gets the retries, or null
     */
    CallObserver(@Nullable CallListener beside) {
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

    /** Returns the first end of a call with this method. */
    CallEnd end(Verb verb) {
        Operation operation = verb == Verb.GET ? Operation.GET : Operation.UPDATE;
        return ends.stream()
                .filter(end -> end.operation() == operation)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the progress of the last exchange, or null before the first one. */
    @Nullable
    ExchangeProgress progress() {
        return progress;
    }

    void forget() {
        attempts.clear();
        retries.clear();
        ends.clear();
    }

    /** Returns a gateway that records its exchanges here. */
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

package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.testkit.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handler that says back what it heard, counts what it did, and refuses and spoils what it is told to. */
final class FakeHandler implements Handler {

    final List<Exchange> journal = new CopyOnWriteArrayList<>();
    final AtomicInteger commits = new AtomicInteger();
    volatile FaultPlan.@Nullable Cut onAccept;
    volatile Decision decision = Decision.PROCEED;
    volatile @Nullable HttpAnswer answer;

    @Override
    public FaultPlan.@Nullable Cut accepted(long connection) {
        return onAccept;
    }

    @Override
    public Decision head(HttpHead head) {
        return decision;
    }

    @Override
    public HttpAnswer answer(HttpRequest request) {
        commits.incrementAndGet();
        HttpAnswer scripted = answer;
        return scripted != null
                ? scripted
                : HttpAnswer.of(200)
                        .body(request.head().method() + " " + request.head().target() + " "
                                + new String(request.body(), StandardCharsets.UTF_8));
    }

    @Override
    public void journal(Exchange exchange) {
        journal.add(exchange);
    }

    static FaultPlan.Cut cut(FaultPlan.Manner manner, Fault.Point point) {
        return new FaultPlan.Cut(manner, point);
    }
}

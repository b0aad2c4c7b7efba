package io.github.partnercenter4j.testkit.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A handler that echoes requests, counts its calls, and applies the refusals and faults of a test. */
public final class FakeHandler implements Handler, Serving {

    public final List<Exchange> journal = new CopyOnWriteArrayList<>();
    public final AtomicInteger commits = new AtomicInteger();
    public volatile @Nullable Script onAccept;
    public volatile Decision decision = Decision.PROCEED;
    public volatile @Nullable HttpAnswer answer;

    @Override
    public @Nullable Script accepted(long connection) {
        return onAccept;
    }

    @Override
    public Serving serve(HttpHead head) {
        return this;
    }

    @Override
    public Decision head() {
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

    /** Returns a fault that applies at a given time and plays a script. */
    static HttpFault fault(HttpFault.At at, Script script) {
        return new HttpFault() {
            @Override
            public At at() {
                return at;
            }

            @Override
            public Script script(@Nullable HttpAnswer own) {
                return script;
            }
        };
    }
}

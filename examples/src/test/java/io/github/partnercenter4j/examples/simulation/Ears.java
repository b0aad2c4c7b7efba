package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A listener, which writes down what it hears and then behaves as the plan says. Thread-safe. */
final class Ears implements CallListener {

    private final Manners manners;
    private final Hearing hearing;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    Ears(Manners manners, Hearing hearing) {
        this.manners = manners;
        this.hearing = hearing;
    }

    @Override
    public void attemptStarted(Attempt attempt) {
        hear(attempt.correlationId(), of(Kind.START, attempt, null));
    }

    @Override
    public void attemptEnded(Attempt attempt, AttemptEnd end) {
        hear(attempt.correlationId(), of(Kind.END, attempt, end.failure()));
    }

    private Heard of(Kind kind, Attempt attempt, @Nullable Throwable failure) {
        return heard(
                kind,
                attempt.number(),
                attempt.requestId(),
                attempt.method(),
                attempt.path().path(),
                null,
                failure);
    }

    private Heard heard(
            Kind kind,
            int number,
            String id,
            String method,
            String path,
            @Nullable Duration delay,
            @Nullable Throwable failure) {
        return new Heard(
                hearing.nextOrder(),
                kind,
                hearing.nanos(),
                hearing.sinceNanos(),
                number,
                id,
                method,
                path,
                delay,
                failure);
    }

    @Override
    public void retryWaitStarted(Retry retry) {
        hear(
                retry.correlationId(),
                heard(Kind.RETRY, retry.attempts(), retry.requestId(), "", "", retry.delay(), retry.failure()));
    }

    @Override
    public void retryWaitEnded(Retry retry, Duration elapsed) {
        hear(retry.correlationId(), heard(Kind.RETRY_END, retry.attempts(), retry.requestId(), "", "", null, null));
    }

    @Override
    public void tokenWaitStarted(CallStart call) {
        hear(call.correlationId(), heard(Kind.TOKEN, 0, "", "", "", null, null));
    }

    @Override
    public void tokenWaitEnded(CallStart call, Duration elapsed, @Nullable Throwable failure) {
        hear(call.correlationId(), heard(Kind.TOKEN_END, 0, "", "", "", null, failure));
    }

    @Override
    public void tokenRequested(boolean early) {
        asked.incrementAndGet();
    }

    @Override
    public void callEnded(CallEnd end) {
        hear(end.correlationId(), heard(Kind.OVER, end.attempts(), end.requestId(), "", "", null, end.failure()));
    }

    @Override
    public void tokenEnded(TokenEnd end) {
        asked.decrementAndGet();
        behave(null);
    }

    /** How many token requests have not ended, as far as it was told. */
    int asked() {
        return asked.get();
    }

    private void hear(String correlationId, Heard what) {
        Told call = hearing.hear(correlationId, what);
        if (call != null) {
            behave(call);
        }
    }

    private void behave(@Nullable Told call) {
        int event = events.incrementAndGet();
        switch (manners) {
            case POLITE -> {}
            case THROW -> {
                if (event % 3 == 0) {
                    throw new IllegalStateException("A listener of somebody's throws.");
                }
            }
            case SLOW -> {
                if (event % 4 == 0) {
                    hearing.nap(call);
                }
            }
        }
    }
}

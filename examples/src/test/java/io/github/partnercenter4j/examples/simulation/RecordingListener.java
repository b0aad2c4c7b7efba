package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
import io.github.partnercenter4j.examples.simulation.Plan.Manners;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A listener that records events and then behaves as the plan says. Thread-safe. */
final class RecordingListener implements CallListener {

    private final Manners manners;
    private final ListenerRecorder hearing;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    RecordingListener(Manners manners, ListenerRecorder hearing) {
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

    private ListenerEvent of(Kind kind, Attempt attempt, @Nullable Throwable failure) {
        return heard(
                kind,
                attempt.number(),
                attempt.requestId(),
                attempt.method(),
                attempt.path().path(),
                null,
                failure);
    }

    private ListenerEvent heard(
            Kind kind,
            int number,
            String id,
            String method,
            String path,
            @Nullable Duration delay,
            @Nullable Throwable failure) {
        return new ListenerEvent(
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
    public void tokenRequested(TokenStart start) {
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

    /** Returns how many token requests have started and not ended, as this listener was told. */
    int asked() {
        return asked.get();
    }

    private void hear(String correlationId, ListenerEvent what) {
        CallRecord call = hearing.hear(correlationId, what);
        if (call != null) {
            behave(call);
        }
    }

    private void behave(@Nullable CallRecord call) {
        int event = events.incrementAndGet();
        switch (manners) {
            case POLITE -> {}
            case THROW -> {
                if (event % 3 == 0) {
                    throw new IllegalStateException("The application's listener throws.");
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

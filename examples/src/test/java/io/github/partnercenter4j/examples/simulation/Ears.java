package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A listener, which writes down what it hears and then behaves as the plan says. */
final class Ears implements CallListener {

    private static final Duration NAP = Duration.ofMillis(700);

    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private int events;
    private int asked;

    Ears(Plan plan, Scheduler time, Journal journal) {
        this.plan = plan;
        this.time = time;
        this.journal = journal;
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
                journal.nextOrder(),
                kind,
                time.nanos(),
                time.turn().sinceNanos,
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
        asked++;
    }

    @Override
    public void callEnded(CallEnd end) {
        hear(end.correlationId(), heard(Kind.OVER, end.attempts(), end.requestId(), "", "", null, end.failure()));
    }

    @Override
    public void tokenEnded(TokenEnd end) {
        asked--;
        behave(time.turn().owner());
    }

    /** How many token requests have not ended, as far as it was told. */
    int asked() {
        return asked;
    }

    private void hear(String correlationId, Heard what) {
        Told call = journal.calls.get(correlationId);
        if (call == null) {
            journal.fault("a listener hears of nobody's call");
            return;
        }
        call.heard.add(what);
        if (what.kind() == Kind.RETRY) {
            journal.tell("    " + call.who() + " tries again in " + what.delay().toMillis() + " ms");
        }
        journal.doneFor(call, true, "to be heard");
        behave(call);
    }

    private void behave(@Nullable Told call) {
        events++;
        switch (plan.client().manners()) {
            case POLITE -> {}
            case THROW -> {
                if (events % 3 == 0) {
                    throw new IllegalStateException("A listener of somebody's throws.");
                }
            }
            case SLOW -> {
                if (events % 4 == 0) {
                    if (call == null) {
                        time.sleep(NAP);
                    } else {
                        call.nap(time, NAP);
                    }
                }
            }
        }
    }
}

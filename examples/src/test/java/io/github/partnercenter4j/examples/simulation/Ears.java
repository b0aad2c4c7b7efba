package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.examples.simulation.Heard.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A listener, which writes down what it hears and then behaves as the plan says. */
final class Ears implements CallListener {

    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private int events;

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
        return new Heard(
                kind,
                time.nanos(),
                attempt.number(),
                attempt.requestId(),
                attempt.method(),
                attempt.path().path(),
                null,
                failure);
    }

    @Override
    public void retryWaitStarted(Retry retry) {
        hear(
                retry.correlationId(),
                new Heard(
                        Kind.RETRY,
                        time.nanos(),
                        retry.attempts(),
                        retry.requestId(),
                        "",
                        "",
                        retry.delay(),
                        retry.failure()));
    }

    @Override
    public void callEnded(CallEnd end) {
        hear(
                end.correlationId(),
                new Heard(Kind.OVER, time.nanos(), end.attempts(), end.requestId(), "", "", null, end.failure()));
    }

    @Override
    public void tokenEnded(TokenEnd end) {
        behave();
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
        behave();
    }

    private void behave() {
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
                    time.sleep(Duration.ofMillis(700));
                }
            }
        }
    }
}

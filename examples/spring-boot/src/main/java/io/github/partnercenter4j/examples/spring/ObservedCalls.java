package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each call of one partner: the timer {@code partnercenter.call}, the counter
 * {@code partnercenter.call.retry} and, where a tracer is on the class path, a span with the ids that Microsoft's support
 * asks for. It begins on the caller's thread, so it is a child of the request's. Thread-safe.
 */
final class ObservedCalls implements CallListener {

    /** How a call went, and when it was over. */
    record Outcome(CallEnd call, Instant at) {}

    private final String partner;
    private final ObservationRegistry observations;
    private volatile @Nullable Outcome last;

    ObservedCalls(String partner, ObservationRegistry observations) {
        this.partner = partner;
        this.observations = observations;
    }

    @Override
    public CallListener callStarted(CallStart call) {
        return new Observed(Observation.createNotStarted("partnercenter.call", observations)
                .lowCardinalityKeyValue("partner", partner)
                .lowCardinalityKeyValue("operation", call.operation().name())
                .start());
    }

    /** Returns how the last call went, or null if there was none. */
    @Nullable
    Outcome last() {
        return last;
    }

    /** One call. */
    private final class Observed implements CallListener {

        private final Observation call;

        Observed(Observation call) {
            this.call = call;
        }

        @Override
        public void retryWaitStarted(Retry retry) {
            call.event(Observation.Event.of("retry", retry.failure().category() + ", again in " + retry.delay()));
        }

        @Override
        public void callEnded(CallEnd end) {
            last = new Outcome(end, Instant.now());
            call.lowCardinalityKeyValue("category", category(end.failure()));
            call.highCardinalityKeyValue("attempts", String.valueOf(end.attempts()));
            call.highCardinalityKeyValue("ms.request.id", end.requestId());
            call.highCardinalityKeyValue("ms.correlation.id", end.correlationId());
            if (end.failure() != null) {
                call.error(end.failure());
            }
            call.stop();
        }
    }

    private static String category(@Nullable Throwable failure) {
        if (failure == null) {
            return "none";
        }
        return failure instanceof PartnerCenterException ours ? ours.category().name() : "other";
    }
}

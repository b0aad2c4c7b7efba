package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.CallOptions;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes an observation of each call of one partner: the timer {@code partnercenter.call}, the counter
 * {@code partnercenter.call.retry} and, where a tracer is on the class path, a span with the ids that Microsoft's support
 * asks for. Thread-safe.
 *
 * <p>A listener hears of a call on whatever thread makes progress. So that the observation is a child of the request's, it
 * begins on the caller's thread, and the correlation id leads back to it.
 */
final class ObservedCalls implements CallListener {

    /** How a call went, and when it was over. */
    record Outcome(CallEnd call, Instant at) {}

    private final String partner;
    private final ObservationRegistry observations;
    private final Map<String, Observation> open = new ConcurrentHashMap<>();
    private volatile @Nullable Outcome last;

    ObservedCalls(String partner, ObservationRegistry observations) {
        this.partner = partner;
        this.observations = observations;
    }

    /** Begins to observe a call. The options are for one call, and it has to be made: its end ends the observation. */
    CallOptions begin() {
        String correlationId = UUID.randomUUID().toString();
        open.put(
                correlationId,
                Observation.createNotStarted("partnercenter.call", observations)
                        .lowCardinalityKeyValue("partner", partner)
                        .start());
        return CallOptions.builder().correlationId(correlationId).build();
    }

    @Override
    public void retrying(Retry retry) {
        Observation call = open.get(retry.correlationId());
        if (call != null) {
            call.event(Observation.Event.of("retry", retry.failure().category() + ", again in " + retry.delay()));
        }
    }

    @Override
    public void callEnded(CallEnd end) {
        last = new Outcome(end, Instant.now());
        Observation call = open.remove(end.correlationId());
        if (call == null) {
            return;
        }
        call.lowCardinalityKeyValue("operation", end.operation().name());
        call.lowCardinalityKeyValue("category", category(end.failure()));
        call.highCardinalityKeyValue("attempts", String.valueOf(end.attempts()));
        call.highCardinalityKeyValue("ms.request.id", end.requestId());
        call.highCardinalityKeyValue("ms.correlation.id", end.correlationId());
        if (end.failure() != null) {
            call.error(end.failure());
        }
        call.stop();
    }

    private static String category(@Nullable Throwable failure) {
        if (failure == null) {
            return "none";
        }
        return failure instanceof PartnerCenterException ours ? ours.category().name() : "other";
    }

    /** Returns how the last call went, or null if there was none. */
    @Nullable
    Outcome last() {
        return last;
    }
}

package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener;
import io.github.partnercenter4j.port.ExchangeScope;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Micrometer observation of each call of a client, of each attempt of the call, and of each token request. Add
 * it to the client with {@code PartnerCenter.builder().listener(..)}.
 *
 * <p>The observation of a call is a child of the caller's current observation. An attempt is a child of its call, and
 * it is the current observation while the HTTP client works, so a span of the HTTP client's own instrumentation is a
 * child of the attempt. A token request belongs to no call, because several calls may wait for one token; it has no
 * parent unless the thread that requests the token has a current observation.
 *
 * <p>{@link PartnerCenterObservation} documents the names, keys and events. To change them, register a
 * {@code GlobalObservationConvention} for {@link CallObservationContext}, {@link AttemptObservationContext} or
 * {@link TokenObservationContext}; to add keys, an {@code ObservationFilter}. No key has a token or personal data. A failure is recorded as it is: that of your function
 * in {@code edit} or of your token provider has your text.
 *
 * <p>Thread-safe. Use an object for each client, because the numbers of token requests are the client's.
 */
public final class ObservedCalls implements CallListener {

    private final ObservationRegistry registry;
    private final String partner;

    /** The token requests that run now, by their numbers. */
    private final Map<Integer, Observation> tokenRequests = new ConcurrentHashMap<>();

    private ObservedCalls(ObservationRegistry registry, String partner) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.partner = Objects.requireNonNull(partner, "partner");
    }

    /**
     * Creates a listener. The key {@code partner} of its observations has the value {@code none}.
     *
     * @param registry receives the observations
     * @return the listener
     */
    public static ObservedCalls create(ObservationRegistry registry) {
        return new ObservedCalls(registry, PartnerCenterObservation.NONE);
    }

    /**
     * Creates a listener for the client of one of several partners.
     *
     * @param registry receives the observations
     * @param partner the value of the key {@code partner}. Use one of few names, without a secret, because it becomes a
     *     tag of the metrics
     * @return the listener
     */
    public static ObservedCalls create(ObservationRegistry registry, String partner) {
        return new ObservedCalls(registry, partner);
    }

    @Override
    public CallListener callStarted(CallStart call) {
        CallObservationContext context = new CallObservationContext(partner, call);
        Observation caller = registry.getCurrentObservation();
        Observation observation = PartnerCenterObservation.CALL.start(context, registry);
        return new ObservedCall(context, observation, observation.isNoop() ? caller : observation);
    }

    @Override
    public void tokenRequested(TokenStart start) {
        TokenObservationContext context = new TokenObservationContext(partner, start.early());
        tokenRequests.put(start.number(), PartnerCenterObservation.TOKEN.start(context, registry));
    }

    @Override
    public void tokenEnded(TokenEnd end) {
        Observation request = tokenRequests.remove(end.number());
        if (request == null) {
            return;
        }
        if (request.getContext() instanceof TokenObservationContext context) {
            context.end(end);
        }
        // A client cancels a request that no call waits for any more. That is no error.
        stop(request, end.failure() instanceof CancellationException ? null : end.failure());
    }

    /** Stops an observation, even if a handler throws. */
    private static void stop(Observation observation, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                observation.error(failure);
            }
        } finally {
            observation.stop();
        }
    }

    /**
     * Opens the scope of an observation. If a handler throws at its start or end, the thread has its scope of before
     * again: it may be a thread of a pool.
     */
    private ExchangeScope open(Observation observation) {
        Observation.Scope before = registry.getCurrentObservationScope();
        try {
            Observation.Scope scope = observation.openScope();
            return () -> {
                try {
                    scope.close();
                } finally {
                    registry.setCurrentObservationScope(before);
                }
            };
        } catch (Throwable thrown) {
            registry.setCurrentObservationScope(before);
            throw thrown;
        }
    }

    /** The observations of one call. Its events come one after another, on different threads. */
    private final class ObservedCall implements CallListener {

        private final CallObservationContext context;
        private final Observation call;
        private final @Nullable Observation parentOfAttempts;
        private volatile @Nullable ObservedAttempt attempt;

        /** The parent of the attempts is the call, or the caller's observation if the call is not observed. */
        ObservedCall(CallObservationContext context, Observation call, @Nullable Observation parentOfAttempts) {
            this.context = context;
            this.call = call;
            this.parentOfAttempts = parentOfAttempts;
        }

        @Override
        public void tokenWaitStarted(CallStart start) {
            call.event(PartnerCenterObservation.CallEvent.TOKEN_WAIT);
        }

        @Override
        public void attemptStarted(Attempt started) {
            AttemptObservationContext of = new AttemptObservationContext(partner, started);
            // A tracer prefers the current span to that of a parent which is only set.
            ExchangeScope parent = parentOfAttempts == null ? () -> {} : open(parentOfAttempts);
            try {
                attempt = new ObservedAttempt(of, PartnerCenterObservation.ATTEMPT.start(of, registry));
            } finally {
                parent.close();
            }
        }

        @Override
        public @Nullable ExchangeScope openScope(Attempt running) {
            ObservedAttempt current = attempt;
            return current == null || !current.context.attempt().equals(running) ? null : open(current.observation);
        }

        @Override
        public void attemptEnded(Attempt ended, AttemptEnd end) {
            ObservedAttempt current = attempt;
            if (current != null) {
                attempt = null;
                current.context.end(end);
                stop(current.observation, end.failure());
            }
        }

        @Override
        public void retryWaitStarted(Retry retry) {
            call.event(Observation.Event.of(
                    PartnerCenterObservation.CallEvent.RETRY.getName(),
                    "retry in " + milliseconds(retry.delay()) + " after "
                            + retry.failure().category()));
        }

        private String milliseconds(Duration delay) {
            return delay.toMillis() + " ms";
        }

        @Override
        public void callEnded(CallEnd end) {
            context.end(end);
            stop(call, end.failure());
        }
    }

    private record ObservedAttempt(AttemptObservationContext context, Observation observation) {}
}

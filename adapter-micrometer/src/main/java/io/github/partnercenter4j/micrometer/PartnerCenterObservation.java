package io.github.partnercenter4j.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations that {@link ObservedCalls} makes. Each is a timer, and a span if there is a tracer. Where
 * OpenTelemetry's conventions for HTTP clients have a key, the key has that name. {@code server.address} and
 * {@code server.port} are left out, because a listener of the client does not know the address.
 */
public enum PartnerCenterObservation implements ObservationDocumentation {

    /** One call of the application: {@code get}, {@code update} or {@code edit}, with all its attempts and waits. */
    CALL("partnercenter.call", CallConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {ObservationKey.PARTNER, ObservationKey.OPERATION, ObservationKey.ERROR_TYPE};
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {ObservationKey.REQUEST_ID, ObservationKey.CORRELATION_ID, ObservationKey.ATTEMPTS};
        }

        @Override
        public Observation.Event[] getEvents() {
            return CallEvent.values();
        }
    },

    /** One exchange of a call: a request to Partner Center and its response. */
    ATTEMPT("partnercenter.attempt", AttemptConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {
                ObservationKey.PARTNER,
                ObservationKey.OPERATION,
                ObservationKey.METHOD,
                ObservationKey.TEMPLATE,
                ObservationKey.STATUS,
                ObservationKey.ERROR_TYPE
            };
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return new KeyName[] {
                ObservationKey.REQUEST_ID, ObservationKey.CORRELATION_ID, ObservationKey.ATTEMPT_NUMBER
            };
        }
    },

    /** One request for an access token, from the client to its token provider. */
    TOKEN("partnercenter.token", TokenConvention.class) {
        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return new KeyName[] {ObservationKey.PARTNER, ObservationKey.EARLY, ObservationKey.ERROR_TYPE};
        }
    };

    /** The value of a key for which there is no value. */
    static final String NONE = "none";

    private final String metric;
    private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

    PartnerCenterObservation(
            String metric, Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
        this.metric = metric;
        this.convention = convention;
    }

    /**
     * Returns the name of the observation, which is also the name of its timer.
     *
     * @return the name, such as {@code partnercenter.call}
     */
    public String metric() {
        return metric;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return convention;
    }

    Observation start(CallObservationContext context, ObservationRegistry registry) {
        return start(null, CallConvention.DEFAULT, () -> context, registry);
    }

    Observation start(AttemptObservationContext context, ObservationRegistry registry) {
        return start(null, AttemptConvention.DEFAULT, () -> context, registry);
    }

    Observation start(TokenObservationContext context, ObservationRegistry registry) {
        return start(null, TokenConvention.DEFAULT, () -> context, registry);
    }

    /** The events of {@link #CALL}. Micrometer counts each as {@code partnercenter.call.<name>}. */
    public enum CallEvent implements Observation.Event {
        /** An attempt failed, and the call waits before the next one. */
        RETRY("retry"),
        /** The call waits for an access token. */
        TOKEN_WAIT("token.wait");

        private final String event;

        CallEvent(String event) {
            this.event = event;
        }

        @Override
        public String getName() {
            return event;
        }
    }

    /** The keys of the observations. */
    public enum ObservationKey implements KeyName {
        /** The name of the partner, or {@code none}. */
        PARTNER("partner"),
        /** What the caller asked for: {@code get}, {@code update} or {@code edit}. */
        OPERATION("operation"),
        /** The category of the failure in lower case, such as {@code throttled}; {@code none} if there is no failure. */
        ERROR_TYPE("error.type"),
        /** The HTTP method. */
        METHOD("http.request.method"),
        /** The path of the resource. */
        TEMPLATE("url.template"),
        /** The HTTP status of the response, or {@code none}. */
        STATUS("http.response.status_code"),
        /** Whether calls use the current token while the client requests the next one. */
        EARLY("early"),
        /** The {@code MS-RequestId} of the exchange, or of the last exchange of the call. */
        REQUEST_ID("ms.request.id"),
        /** The {@code MS-CorrelationId} of the call. */
        CORRELATION_ID("ms.correlation.id"),
        /** How many exchanges the call had. */
        ATTEMPTS("partnercenter.attempts"),
        /** 1 for the first exchange of the call. */
        ATTEMPT_NUMBER("partnercenter.attempt.number");

        private final String key;

        ObservationKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}

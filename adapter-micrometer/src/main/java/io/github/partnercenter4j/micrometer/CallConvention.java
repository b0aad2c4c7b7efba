package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.micrometer.PartnerCenterObservation.ObservationKey;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observation of a call. */
final class CallConvention implements ObservationConvention<CallObservationContext> {

    static final CallConvention DEFAULT = new CallConvention();

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof CallObservationContext;
    }

    @Override
    public String getName() {
        return PartnerCenterObservation.CALL.metric();
    }

    @Override
    public String getContextualName(CallObservationContext context) {
        return "partnercenter " + Values.of(context.start().operation());
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(CallObservationContext context) {
        CallEnd end = context.end();
        return KeyValues.of(
                ObservationKey.PARTNER.withValue(context.partner()),
                ObservationKey.OPERATION.withValue(Values.of(context.start().operation())),
                ObservationKey.ERROR_TYPE.withValue(Values.errorType(end == null ? null : end.failure())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(CallObservationContext context) {
        KeyValues values = KeyValues.of(
                ObservationKey.CORRELATION_ID.withValue(context.start().correlationId()));
        CallEnd end = context.end();
        return end == null
                ? values
                : values.and(
                        ObservationKey.REQUEST_ID.withValue(end.requestId()),
                        ObservationKey.ATTEMPTS.withValue(String.valueOf(end.attempts())));
    }
}

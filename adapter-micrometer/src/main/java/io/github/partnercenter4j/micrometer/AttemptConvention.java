package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.AttemptEnd;
import io.github.partnercenter4j.micrometer.PartnerCenterObservation.ObservationKey;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observation of an attempt. */
final class AttemptConvention implements ObservationConvention<AttemptObservationContext> {

    static final AttemptConvention DEFAULT = new AttemptConvention();

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof AttemptObservationContext;
    }

    @Override
    public String getName() {
        return PartnerCenterObservation.ATTEMPT.metric();
    }

    @Override
    public String getContextualName(AttemptObservationContext context) {
        return context.attempt().method() + " " + context.attempt().path().path();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(AttemptObservationContext context) {
        Attempt attempt = context.attempt();
        AttemptEnd end = context.end();
        Integer status = end == null ? null : end.status();
        return KeyValues.of(
                ObservationKey.PARTNER.withValue(context.partner()),
                ObservationKey.OPERATION.withValue(Values.of(attempt.operation())),
                ObservationKey.METHOD.withValue(attempt.method()),
                ObservationKey.TEMPLATE.withValue(attempt.path().path()),
                ObservationKey.STATUS.withValue(status == null ? PartnerCenterObservation.NONE : status.toString()),
                ObservationKey.ERROR_TYPE.withValue(Values.errorType(end == null ? null : end.failure())));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(AttemptObservationContext context) {
        Attempt attempt = context.attempt();
        return KeyValues.of(
                ObservationKey.REQUEST_ID.withValue(attempt.requestId()),
                ObservationKey.CORRELATION_ID.withValue(attempt.correlationId()),
                ObservationKey.ATTEMPT_NUMBER.withValue(String.valueOf(attempt.number())));
    }
}

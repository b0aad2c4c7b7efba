package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.TokenEnd;
import io.github.partnercenter4j.micrometer.PartnerCenterObservation.ObservationKey;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observation of a token request. */
final class TokenConvention implements ObservationConvention<TokenObservationContext> {

    static final TokenConvention DEFAULT = new TokenConvention();

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof TokenObservationContext;
    }

    @Override
    public String getName() {
        return PartnerCenterObservation.TOKEN.metric();
    }

    @Override
    public String getContextualName(TokenObservationContext context) {
        return "partnercenter token";
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(TokenObservationContext context) {
        TokenEnd end = context.end();
        return KeyValues.of(
                ObservationKey.PARTNER.withValue(context.partner()),
                ObservationKey.EARLY.withValue(String.valueOf(context.early())),
                ObservationKey.ERROR_TYPE.withValue(Values.errorType(end == null ? null : end.failure())));
    }
}

package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.AttemptEnd;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** The context of {@link PartnerCenterObservation#ATTEMPT}. Not thread-safe, as the contexts of Micrometer. */
public final class AttemptObservationContext extends Observation.Context {

    private final String partner;
    private final Attempt attempt;
    private volatile @Nullable AttemptEnd end;

    AttemptObservationContext(String partner, Attempt attempt) {
        this.partner = partner;
        this.attempt = attempt;
    }

    /**
     * Returns the name of the partner.
     *
     * @return the name, or {@code none}
     */
    public String partner() {
        return partner;
    }

    /**
     * Returns the exchange.
     *
     * @return method, path, number and ids
     */
    public Attempt attempt() {
        return attempt;
    }

    /**
     * Returns how the exchange ended.
     *
     * @return the end, or null if the exchange has not ended
     */
    public @Nullable AttemptEnd end() {
        return end;
    }

    void end(AttemptEnd ended) {
        end = ended;
    }
}

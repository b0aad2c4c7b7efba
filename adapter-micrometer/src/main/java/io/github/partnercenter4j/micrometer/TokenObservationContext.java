package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.TokenEnd;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** The context of {@link PartnerCenterObservation#TOKEN}. Not thread-safe, as the contexts of Micrometer. */
public final class TokenObservationContext extends Observation.Context {

    private final String partner;
    private final boolean early;
    private volatile @Nullable TokenEnd end;

    TokenObservationContext(String partner, boolean early) {
        this.partner = partner;
        this.early = early;
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
     * Returns whether calls use the current token meanwhile.
     *
     * @return false if calls wait for the token
     */
    public boolean early() {
        return early;
    }

    /**
     * Returns how the request ended.
     *
     * @return the end, or null if the request has not ended
     */
    public @Nullable TokenEnd end() {
        return end;
    }

    void end(TokenEnd ended) {
        end = ended;
    }
}

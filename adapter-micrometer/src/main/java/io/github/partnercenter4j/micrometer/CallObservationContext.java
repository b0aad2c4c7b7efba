package io.github.partnercenter4j.micrometer;

import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.CallStart;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** The context of {@link PartnerCenterObservation#CALL}. Not thread-safe, as the contexts of Micrometer. */
public final class CallObservationContext extends Observation.Context {

    private final String partner;
    private final CallStart start;
    private volatile @Nullable CallEnd end;

    CallObservationContext(String partner, CallStart start) {
        this.partner = partner;
        this.start = start;
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
     * Returns what the caller asked for.
     *
     * @return the operation and the correlation id
     */
    public CallStart start() {
        return start;
    }

    /**
     * Returns how the call ended.
     *
     * @return the end, or null if the call has not ended
     */
    public @Nullable CallEnd end() {
        return end;
    }

    void end(CallEnd ended) {
        end = ended;
    }
}

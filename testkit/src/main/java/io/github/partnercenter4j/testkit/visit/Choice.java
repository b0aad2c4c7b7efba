package io.github.partnercenter4j.testkit.visit;

import io.github.partnercenter4j.testkit.http.HttpFault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The fault that {@link FaultChooser} chose for an exchange or a connection. */
public interface Choice {

    /** Returns the fault, or null if there is none. */
    @Nullable
    HttpFault httpFault();

    /** Returns how long the response, or the fault instead of it, is delayed. */
    Duration delay();
}

package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Handles the connections and requests of the engine. Called from many threads at once. */
public interface Handler {

    /** Returns how to end a connection that was just accepted, or null to serve it. */
    default @Nullable Script accepted(long connection) {
        return null;
    }

    /** Returns another layer for a TLS connection, with a fault, or null for the engine's own. */
    default Settings.@Nullable Layer handshake(long connection) {
        return null;
    }

    /** Returns the object that serves a request. */
    Serving serve(HttpHead head);

    /** Runs a short task later, by the clock of delays. The delay is positive. */
    default Time.Cancellable after(Duration delay, Runnable task) {
        return Time.system().after(delay, task);
    }

    /**
     * Records input without the head of a request, or a request that failed in this handler or its {@link Serving}.
     * Called as early as {@link Serving#journal}.
     */
    default void journal(Exchange exchange) {}
}

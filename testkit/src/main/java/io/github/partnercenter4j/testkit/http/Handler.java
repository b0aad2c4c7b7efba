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
     * Takes note of what came and had not even the head of a request, and of a request that cannot be served because this
     * handler or its {@link Serving} failed; as early as {@link Serving#journal} is.
     */
    default void journal(Exchange exchange) {}
}

package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What stands behind the engine. Called from many threads at once. */
public interface Handler {

    /** Returns how to end the connection of that number, which was just accepted, or null to serve it. */
    default @Nullable Script accepted(long connection) {
        return null;
    }

    /** Returns the layer that spoils the TLS with which a connection begins, or null to take the engine's own. */
    default Settings.@Nullable Layer handshake(long connection) {
        return null;
    }

    /** Begins to serve a request: returns what serves it from here on. */
    Serving serve(HttpHead head);

    /** Runs a short task later, by the time that answers are held back by. The delay is more than nothing. */
    default Time.Cancellable after(Duration delay, Runnable task) {
        return Time.system().after(delay, task);
    }

    /**
     * Takes note of what came and had not even the head of a request, and of a request that cannot be served because this
     * handler or its {@link Serving} failed; as early as {@link Serving#journal} is.
     */
    default void journal(Exchange exchange) {}
}

package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What stands behind the engine. Called from many threads at once. */
public interface Handler {

    /**
     * Tells what befalls a connection that was just accepted.
     *
     * @param connection its number
     * @return how to end it, or null to serve it
     */
    default @Nullable Script accepted(long connection) {
        return null;
    }

    /**
     * Tells how to speak TLS on a connection that begins with it.
     *
     * @param connection its number
     * @return a layer to spoil that with, or null to take the engine's own
     */
    default Settings.@Nullable Layer handshake(long connection) {
        return null;
    }

    /**
     * Begins to serve a request.
     *
     * @param head its head
     * @return what serves it from here on
     */
    Serving serve(HttpHead head);

    /**
     * Runs a short task later, by the time that answers are held back by.
     *
     * @param delay how much later, more than nothing
     * @param task what to run
     * @return what takes the task back
     */
    default Time.Cancellable after(Duration delay, Runnable task) {
        return Time.system().after(delay, task);
    }

    /**
     * Takes note of what came and had not even the head of a request, and of a request that cannot be served because this
     * handler or its {@link Serving} failed; as early as {@link Serving#journal} is.
     *
     * @param exchange what is about to be said
     */
    default void journal(Exchange exchange) {}
}

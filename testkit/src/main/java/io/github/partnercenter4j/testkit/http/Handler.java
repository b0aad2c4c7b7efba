package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind the engine. Called from many threads at once; the calls for one exchange come in this order, on one
 * thread: {@link #head}, {@link #body} and {@link #answer} (unless the head was refused or a fault struck before it), {@link #journal}.
 */
public interface Handler {

    /**
     * Tells what befalls a connection that was just accepted.
     *
     * @param connection its number
     * @return a cut at {@code ACCEPT}, or null to serve it
     */
    default FaultPlan.@Nullable Cut accepted(long connection) {
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
     * Judges a request by its head, before its body is read and before the client is told to send it.
     *
     * @param head the head
     * @return whether to go on, and the fault to play
     */
    default Decision head(HttpHead head) {
        return Decision.PROCEED;
    }

    /**
     * Judges a request once more, now that its body is there. A fault at {@code AFTER_HEAD} then strikes as one at
     * {@code BEFORE_COMMIT} does. Not called where the head decided that the body does not matter.
     *
     * @param request the whole request
     * @param atHead what was decided by its head
     * @return the fault to play; a refusal is not looked at
     */
    default Decision body(HttpRequest request, Decision atHead) {
        return atHead;
    }

    /**
     * Runs a short task later, by the time that faults are held back by.
     *
     * @param delay how much later, more than nothing
     * @param task what to run
     * @return what takes the task back
     */
    default Time.Cancellable after(Duration delay, Runnable task) {
        return Time.system().after(delay, task);
    }

    /**
     * Does what is asked and says what came of it. Whatever the request changes is changed here.
     *
     * @param request the whole request
     * @return the answer, before any fault has touched it
     */
    HttpAnswer answer(HttpRequest request);

    /**
     * Takes note of an exchange. Called exactly once for each, before the first byte of its answer is written and before
     * the connection is cut, so that whoever has seen an answer finds it in the journal.
     *
     * @param exchange what was asked and what is about to be said
     */
    default void journal(Exchange exchange) {}
}

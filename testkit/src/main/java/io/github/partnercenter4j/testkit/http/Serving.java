package io.github.partnercenter4j.testkit.http;

/**
 * Handles one exchange for the engine. The methods are called on one thread, in this order: {@link #head}, then
 * {@link #body} and {@link #answer} unless the head was refused or a fault comes first, then {@link #journal}. If the
 * input is not a valid request, only {@link #journal} may be called.
 */
public interface Serving {

    /** Decides by the head, before the body is read and before a 100 (Continue) is sent. */
    default Decision head() {
        return Decision.PROCEED;
    }

    /**
     * Decides again after the body was read. A fault at {@code HEAD} now applies as one at {@code REQUEST}; a refusal is
     * ignored. Not called if the first decision does not need the body.
     */
    default Decision body(HttpRequest request, Decision atHead) {
        return atHead;
    }

    /**
     * Handles the request, with all its changes to the fake, and returns the response. A fault is applied later.
     */
    HttpAnswer answer(HttpRequest request);

    /**
     * Records the exchange. Called exactly once, before the first byte of the response is sent and before the connection
     * is cut, so that a client that has received a response finds it in the journal.
     */
    default void journal(Exchange exchange) {}
}

package io.github.partnercenter4j.testkit.http;

/**
 * One exchange, as whoever stands behind the engine serves it. Its methods are called on one thread, in this order:
 * {@link #head}, {@link #body} and {@link #answer} (unless the head was refused or trouble struck before it),
 * {@link #journal}. Where what came is no request after all, {@link #journal} alone may be called.
 */
public interface Serving {

    /** Judges the request by its head, before its body is read and before the client is told to send it. */
    default Decision head() {
        return Decision.PROCEED;
    }

    /**
     * Judges the request once more, now that its body is there. Trouble at {@code HEAD} then strikes as trouble at
     * {@code REQUEST} does. Not called where the head decided that the body does not matter; a refusal is not looked at.
     */
    default Decision body(HttpRequest request, Decision atHead) {
        return atHead;
    }

    /**
     * Does what is asked and returns the answer, before any trouble has touched it. Whatever the request changes is changed
     * here.
     */
    HttpAnswer answer(HttpRequest request);

    /**
     * Takes note of the exchange. Called exactly once, before the first byte of the answer is written and before the
     * connection is cut, so that whoever has seen an answer finds it in the journal.
     */
    default void journal(Exchange exchange) {}
}

package io.github.partnercenter4j.testkit.http;

/**
 * One exchange, as whoever stands behind the engine serves it. Its methods are called on one thread, in this order:
 * {@link #head}, {@link #body} and {@link #answer} (unless the head was refused or trouble struck before it),
 * {@link #journal}. Where what came is no request after all, {@link #journal} alone may be called.
 */
public interface Serving {

    /**
     * Judges the request by its head, before its body is read and before the client is told to send it.
     *
     * @return whether to go on, and what goes wrong
     */
    default Decision head() {
        return Decision.PROCEED;
    }

    /**
     * Judges the request once more, now that its body is there. Trouble at {@code HEAD} then strikes as trouble at
     * {@code REQUEST} does. Not called where the head decided that the body does not matter.
     *
     * @param request the whole request
     * @param atHead what was decided by its head
     * @return what goes wrong; a refusal is not looked at
     */
    default Decision body(HttpRequest request, Decision atHead) {
        return atHead;
    }

    /**
     * Does what is asked and says what came of it. Whatever the request changes is changed here.
     *
     * @param request the whole request
     * @return the answer, before any trouble has touched it
     */
    HttpAnswer answer(HttpRequest request);

    /**
     * Takes note of the exchange. Called exactly once, before the first byte of the answer is written and before the
     * connection is cut, so that whoever has seen an answer finds it in the journal.
     *
     * @param exchange what was asked and what is about to be said
     */
    default void journal(Exchange exchange) {}
}

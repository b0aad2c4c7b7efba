package io.github.partnercenter4j.examples.probe;

import java.util.Map;

/** Who is asked: the service, or a fake. */
interface Peer {

    /** Returns whether there is a token of this kind. */
    boolean has(Credential credential);

    /**
     * Sends one request once, and returns the answer, or that there was none.
     *
     * @param ask the request as a template
     * @param ids the numbered GUIDs of this question, which are kept here
     */
    Heard send(Ask ask, Map<String, String> ids) throws InterruptedException;
}

package io.github.partnercenter4j.testkit.http;

/** A request: its head and its body, decoded if it came in chunks. Immutable. */
public final class HttpRequest {

    private final HttpHead head;
    private final byte[] body;

    HttpRequest(HttpHead head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** Returns the head. */
    public HttpHead head() {
        return head;
    }

    /** Returns a copy of the body's bytes; none if there was no body or it was not read. */
    public byte[] body() {
        return body.clone();
    }
}

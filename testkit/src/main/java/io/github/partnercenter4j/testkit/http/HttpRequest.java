package io.github.partnercenter4j.testkit.http;

/** A request: its head and its body, without chunks. Immutable. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
public record HttpRequest(HttpHead head, byte[] body) {

    /** Returns a copy of the bytes; none if there was no body or it was not read. */
    @Override
    public byte[] body() {
        return body.clone();
    }
}

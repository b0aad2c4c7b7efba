package io.github.partnercenter4j.contract;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * A response from a {@link ReferenceConnection}.
 *
 * @param body the bytes of the body that were read
 * @param end how the body ended
 * @param reusable whether the connection can be used again
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on and never compared.
record ReferenceAnswer(int status, Headers headers, byte[] body, BodyEnd end, boolean reusable) {

    /** How the body of a response ended. */
    enum BodyEnd {
        /** Completely. */
        WHOLE,
        /** The connection broke. */
        CUT,
        /** It was longer than the limit. */
        ENDLESS
    }

    boolean isSuccess() {
        return status >= 200 && status <= 299;
    }

    ReferenceAnswer status(int other) {
        return new ReferenceAnswer(other, headers, body, end, reusable);
    }

    ReferenceAnswer headers(Headers other) {
        return new ReferenceAnswer(status, other, body, end, reusable);
    }

    ReferenceAnswer body(byte[] other) {
        return new ReferenceAnswer(status, headers, other, end, reusable);
    }

    /** Returns this response as if the body were complete. */
    ReferenceAnswer whole() {
        return new ReferenceAnswer(status, headers, body, BodyEnd.WHOLE, false);
    }

    ReferenceAnswer reusable(boolean other) {
        return new ReferenceAnswer(status, headers, body, end, other);
    }

    /** Returns a stream of the body, with its failure at the end. */
    InputStream stream() {
        InputStream bytes = new ByteArrayInputStream(body);
        return end == BodyEnd.CUT ? new SequenceInputStream(bytes, new Broken()) : bytes;
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new EOFException("the connection ended in the body");
        }

        @Override
        public int read(byte[] into, int from, int count) throws IOException {
            return read();
        }
    }
}

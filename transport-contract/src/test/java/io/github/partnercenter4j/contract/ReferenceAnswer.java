package io.github.partnercenter4j.contract;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * An answer as it came over a {@link ReferenceConnection}.
 *
 * @param body what was read of its body
 * @param end how it ended
 * @param reusable whether the connection can be used again
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on and never compared.
record ReferenceAnswer(int status, Headers headers, byte[] body, BodyEnd end, boolean reusable) {

    /** How an answer's body ended. */
    enum BodyEnd {
        /** As its head promised. */
        WHOLE,
        /** By a connection that broke. */
        CUT,
        /** Not within the bound. */
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

    /** The same, as if the body had come to its end. */
    ReferenceAnswer whole() {
        return new ReferenceAnswer(status, headers, body, BodyEnd.WHOLE, false);
    }

    ReferenceAnswer reusable(boolean other) {
        return new ReferenceAnswer(status, headers, body, end, other);
    }

    /** The body, to be read again, with the failure that it ended with. */
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

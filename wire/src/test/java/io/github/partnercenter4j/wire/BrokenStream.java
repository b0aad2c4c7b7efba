package io.github.partnercenter4j.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that throws instead of ending. */
final class BrokenStream extends InputStream {
    private final ByteArrayInputStream in;
    private final IOException failure;

    BrokenStream(byte[] bytes, IOException failure) {
        this.in = new ByteArrayInputStream(bytes);
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        int next = in.read();
        if (next < 0) {
            throw failure;
        }
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int got = in.read(target, offset, length);
        if (got < 0) {
            throw failure;
        }
        return got;
    }
}

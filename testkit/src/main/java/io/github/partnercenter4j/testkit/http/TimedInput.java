package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * What comes in on a socket, all of it within a span of time: a limit for each read alone would let a client that sends a
 * byte now and then stay for ever. The first byte can be looked at before it is taken. Not thread-safe.
 */
final class TimedInput extends InputStream {

    private static final int NOT_LOOKED = -2;

    private final Socket socket;
    private final InputStream in;
    private int seen = NOT_LOOKED;
    private long deadline;

    TimedInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Starts the span of time. */
    void within(Duration span) {
        deadline = System.nanoTime() + span.toNanos();
    }

    /** Waits for the next byte and leaves it there. Returns -1 if there is none. */
    int peek() throws IOException {
        if (seen == NOT_LOOKED) {
            seen = read();
        }
        return seen;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (seen >= 0 && count > 0) {
            bytes[from] = (byte) seen;
            seen = NOT_LOOKED;
            return 1;
        }
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("the client took too long");
        }
        socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        return in.read(bytes, from, count);
    }

    @Override
    public int available() throws IOException {
        return (seen >= 0 ? 1 : 0) + in.available();
    }
}

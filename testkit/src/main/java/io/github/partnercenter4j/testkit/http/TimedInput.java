package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The input of a socket, with one time limit for several reads. With a limit for each read, a client could send a byte
 * from time to time and stay forever. The next byte can be read without taking it. Not thread-safe.
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

    /** Starts the time limit. */
    void within(Duration span) {
        deadline = System.nanoTime() + span.toNanos();
    }

    /** Waits for the next byte without taking it. Returns -1 at the end of the input. */
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

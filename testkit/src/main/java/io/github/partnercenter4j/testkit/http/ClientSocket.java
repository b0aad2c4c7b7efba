package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A client's connection, with deadlines for what it sends and several ways of ending it. */
final class ClientSocket implements AutoCloseable {

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final int LINGER_BYTES = 4 * 1024 * 1024;
    private static final int STALL_BYTES = 64 * 1024;
    private static final long ENDLESS_BYTES = 64L * 1024 * 1024;
    private static final int ENDLESS_CHUNK = 16 * 1024;

    /** Kept beside the layered one: a reset, or a close that must not wait, is a matter of TCP. */
    private final Socket accepted;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private long deadline;

    ClientSocket(Socket accepted, Socket socket) throws IOException {
        this.accepted = accepted;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Starts a span of time within which what is read must have come, a byte at a time or at once. */
    void within(Duration span) {
        deadline = System.nanoTime() + span.toNanos();
    }

    /** Returns what the client sends, as long as it comes in time. */
    InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                return ClientSocket.this.read(bytes, from, count);
            }
        };
    }

    /** Hands all bytes over in one write: a second small one would wait for the first to be acknowledged. */
    void write(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write(bytes);
            out.flush();
        }
    }

    /**
     * Ends the connection in good order. What the client is still sending is read and thrown away for a while, because
     * closing over unread bytes is a reset, which would take the answer away from it.
     */
    void drop() throws IOException {
        socket.shutdownOutput();
        within(LINGER);
        discard(LINGER_BYTES);
        close();
    }

    /** Breaks the connection. */
    void reset() throws IOException {
        accepted.setSoLinger(true, 0);
        accepted.close();
    }

    /**
     * Says nothing until the client goes away. Reads on only so far that a small request's client is seen leaving: a large
     * one must find that nobody takes its bytes.
     */
    void stall(CountDownLatch closing) throws IOException, InterruptedException {
        within(Duration.ofDays(1));
        if (!discard(STALL_BYTES)) {
            closing.await();
        }
    }

    /** Sends chunks until the client goes away, or an amount that no client should ever have read. */
    void endless() throws IOException {
        byte[] chunk = new byte[ENDLESS_CHUNK];
        Arrays.fill(chunk, (byte) 'x');
        String size = Integer.toHexString(ENDLESS_CHUNK) + "\r\n";
        byte[] start = "9\r\n{\"more\":\"\r\n".getBytes(StandardCharsets.US_ASCII);
        write(start);
        byte[] framed =
                (size + new String(chunk, StandardCharsets.US_ASCII) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (long sent = 0; sent < ENDLESS_BYTES; sent += ENDLESS_CHUNK) {
            write(framed);
        }
        drop();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private int read(byte[] bytes, int from, int count) throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException("the request took too long to arrive");
        }
        socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        return in.read(bytes, from, count);
    }

    /** Reads and forgets. Returns false if there was more than that. */
    private boolean discard(int most) throws IOException {
        byte[] rubbish = new byte[8 * 1024];
        for (int left = most; left > 0; ) {
            int count = read(rubbish, 0, Math.min(left, rubbish.length));
            if (count < 0) {
                return true;
            }
            left -= count;
        }
        return false;
    }
}

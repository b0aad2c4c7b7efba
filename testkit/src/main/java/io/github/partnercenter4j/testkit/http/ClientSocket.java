package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A client's connection, with deadlines for what it sends and several ways of ending it. */
final class ClientSocket implements AutoCloseable {

    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final int LINGER_BYTES = 64 * 1024 * 1024;
    private static final int STALL_BYTES = 64 * 1024;
    private static final long ENDLESS_BYTES = 64L * 1024 * 1024;
    private static final int ENDLESS_CHUNK = 16 * 1024;

    /** The first byte of every TLS connection, and of no request: the record type of a handshake. */
    private static final int TLS_HANDSHAKE = 22;

    /** Kept beside the layered one: a reset, or a close that must not wait, is a matter of TCP. */
    private final Socket accepted;

    private final TimedInput timed;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    ClientSocket(Socket accepted) throws IOException {
        this.accepted = accepted;
        this.timed = new TimedInput(accepted);
        this.socket = accepted;
        this.in = timed;
        this.out = accepted.getOutputStream();
    }

    /** Waits for the first byte, and speaks TLS from then on if that is how it begins. Returns false if there is none. */
    boolean begins(Settings settings, Handler handler, long id) throws IOException {
        within(settings.idle());
        int first = timed.peek();
        Settings.Layer tls = settings.tls();
        if (first == TLS_HANDSHAKE && tls != null) {
            within(settings.read());
            Settings.Layer spoilt = handler.handshake(id);
            socket = (spoilt == null ? tls : spoilt).over(accepted, timed);
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }
        return first >= 0;
    }

    /** Starts a span of time within which what is read must have come, a byte at a time or at once. */
    void within(Duration span) {
        timed.within(span);
    }

    /** Returns what the client sends, as long as it comes in time. */
    InputStream input() {
        return in;
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

    /** Reads and forgets. Returns false if there was more than that. */
    private boolean discard(int most) throws IOException {
        byte[] rubbish = new byte[8 * 1024];
        for (int left = most; left > 0; ) {
            int count = in.read(rubbish, 0, Math.min(left, rubbish.length));
            if (count < 0) {
                return true;
            }
            left -= count;
        }
        return false;
    }
}

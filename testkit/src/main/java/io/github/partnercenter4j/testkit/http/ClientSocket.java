package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** The connection of a client, with time limits for its input and several ways to end it. */
final class ClientSocket implements AutoCloseable {

    private static final Duration LINGER = Duration.ofSeconds(5);
    private static final int LINGER_BYTES = 64 * 1024 * 1024;
    private static final int STALL_BYTES = 64 * 1024;
    private static final long ENDLESS_BYTES = 64L * 1024 * 1024;
    private static final int ENDLESS_CHUNK = 16 * 1024;

    /** The first byte of every TLS connection: the record type of a handshake. No HTTP request begins with it. */
    private static final int TLS_HANDSHAKE = 22;

    /** The TCP socket below TLS, for a reset and for a close that must not block. */
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

    /** Waits for the first byte, and starts TLS if it is that of a handshake. Returns false if no byte comes. */
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

    /** Starts the time limit for the next input. */
    void within(Duration span) {
        timed.within(span);
    }

    /** Returns the input of the client. It throws after the time limit. */
    InputStream input() {
        return in;
    }

    /** Writes all bytes at once. A second small write would wait for the acknowledgement of the first. */
    void write(byte[] bytes) throws IOException {
        if (bytes.length > 0) {
            out.write(bytes);
            out.flush();
        }
    }

    /**
     * Closes the connection (FIN). Reads and drops further input for a while, because closing with unread bytes is a
     * reset, and the client would lose the response.
     */
    void drop() throws IOException {
        socket.shutdownOutput();
        within(LINGER);
        discard(LINGER_BYTES);
        close();
    }

    /** Resets the connection (RST). */
    void reset() throws IOException {
        accepted.setSoLinger(true, 0);
        accepted.close();
    }

    /**
     * Sends nothing until the client closes the connection. Reads only a limited number of bytes: enough to notice the
     * close after a small request, but not the whole body of a large one.
     */
    void stall(CountDownLatch closing) throws IOException, InterruptedException {
        within(Duration.ofDays(1));
        if (!discard(STALL_BYTES)) {
            closing.await();
        }
    }

    /** Sends chunks until the client closes the connection, up to an amount that no client should read. */
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

    /** Reads and drops input. Returns false if there was more than the limit. */
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

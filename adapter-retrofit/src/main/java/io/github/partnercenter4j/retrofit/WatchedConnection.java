package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.port.support.KeptConnections;
import io.github.partnercenter4j.wire.CodedBytes;
import io.github.partnercenter4j.wire.HeadBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.net.ProtocolException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The input of one OkHttp connection. OkHttp reads as many bytes as possible into its own buffer. If a server sends
 * bytes after a response, the next exchange would take them for its response. This stream therefore returns at most one
 * head, one line of a body of unknown length, or exactly a body of known length. Further bytes stay in this stream,
 * where they are detected. Used by one thread at a time.
 */
final class WatchedConnection extends InputStream {

    private static final int BUFFER = 8 * 1024;

    private final Socket socket;
    private final @Nullable Socket underTls;
    private final InputStream in;
    private byte[] buffer = new byte[0];
    private int from;
    private int to;
    private long bodyLeft;
    private @Nullable HeadBytes head;
    private @Nullable CodedBytes coded;
    private boolean looking;
    private boolean used;
    private boolean notReusable;
    private boolean echoing;
    private long idleSince;

    /**
     * Creates the stream.
     *
     * @param socket the connection; with TLS, the TLS socket
     * @param underTls the socket below TLS, or null if there is no TLS
     * @param in the original input of the connection
     */
    WatchedConnection(Socket socket, @Nullable Socket underTls, InputStream in) {
        this.socket = socket;
        this.underTls = underTls;
        this.in = in;
    }

    /** A socket with such a stream. */
    interface Carrier {
        WatchedConnection watched() throws IOException;
    }

    /**
     * Returns whether an exchange may begin: always on a new connection; on a pooled one only if it is open and has no
     * unread bytes.
     */
    boolean mayCarry(KeptConnections kept) {
        return !used || (!notReusable && from == to && kept.mayCarry(socket, underTls, idleSince));
    }

    /** Returns whether this connection has had an exchange before. */
    boolean isUsed() {
        return used;
    }

    /** Records that an exchange begins. */
    void begin() {
        used = true;
        bodyLeft = 0;
        head = new HeadBytes();
        coded = null;
    }

    /** Records the length of the body that follows the head, or a negative number if it is not known. */
    void bodyFollows(long bytes) {
        bodyLeft = Math.max(bytes, 0);
        head = null;
        coded = bytes < 0 ? new CodedBytes() : null;
    }

    /** Records that the connection must not be reused. */
    void doNotReuse() {
        notReusable = true;
    }

    /** Returns whether responses on this connection have the ids of their requests. */
    boolean isEchoing() {
        return echoing;
    }

    /** Records that a response had the ids of its request. */
    void echoes() {
        echoing = true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * Handles OkHttp's check for a closed connection: it reads with a timeout of a millisecond, and would keep the
     * bytes that it reads.
     */
    void timeout(int millis) {
        looking = millis == 1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (from == to && bodyLeft > 0) {
            int read = in.read(bytes, offset, (int) Math.min(length, bodyLeft));
            bodyLeft -= Math.max(read, 0);
            idleSince = System.nanoTime();
            return read;
        }
        if ((from == to && !fill()) || looking) {
            return -1;
        }
        int ready = Math.min(length, to - from);
        int count = bodyLeft > 0 ? (int) Math.min(ready, bodyLeft) : head != null ? head(ready) : line(ready);
        if (head != null) {
            if (!head.came(buffer, from, count)) {
                throw new ProtocolException("The server does not speak HTTP.");
            }
            if (!head.mayGoOn()) {
                throw new HeadTooLong(head.refusal());
            }
        } else if (coded != null && !coded.came(count)) {
            throw new ProtocolException("The response body is too long.");
        }
        System.arraycopy(buffer, from, bytes, offset, count);
        from += count;
        bodyLeft = Math.max(bodyLeft - count, 0);
        return count;
    }

    /** Thrown if the head of a response is too long. An error status in the head still counts. */
    static final class HeadTooLong extends ProtocolException {

        @Serial
        private static final long serialVersionUID = 1;

        private final int refusal;

        HeadTooLong(int refusal) {
            super("The heads of the response are too long.");
            this.refusal = refusal;
        }

        /** Returns the error status, or 0 for another status. */
        int refusal() {
            return refusal;
        }
    }

    private boolean fill() throws IOException {
        if (buffer.length == 0) {
            buffer = new byte[BUFFER];
        }
        int read = in.read(buffer);
        from = 0;
        to = Math.max(read, 0);
        idleSince = System.nanoTime();
        return read >= 0;
    }

    /** Returns the number of buffered bytes of the head, up to the empty line at its end. */
    private int head(int most) {
        int column = 0;
        for (int i = 0; i < most; i++) {
            byte one = buffer[from + i];
            if (one == '\n' && column == 0) {
                return i + 1;
            }
            column = one == '\n' ? 0 : one == '\r' ? column : column + 1;
        }
        return most;
    }

    private int line(int most) {
        for (int i = 0; i < most; i++) {
            if (buffer[from + i] == '\n') {
                return i + 1;
            }
        }
        return most;
    }

    @Override
    public int available() throws IOException {
        return to - from + in.available();
    }
}

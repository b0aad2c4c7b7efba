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
 * One connection of OkHttp's, and what OkHttp does not know of it. OkHttp reads as much as there is, so that bytes behind an
 * answer end in its own buffer, where the next exchange would take them for its answer. This stream hands over one head at a
 * time, a body of unknown length line by line, and of a body of known length no byte more, so that such bytes stay here and
 * are seen. Used by one thread at a time.
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
    private boolean doubtful;
    private boolean echoing;
    private long idleSince;

    /**
     * Watches a connection.
     *
     * @param socket the connection; with TLS, the socket of TLS
     * @param underTls the socket below TLS, or null if there is no TLS
     * @param in what comes on the connection, unwatched
     */
    WatchedConnection(Socket socket, @Nullable Socket underTls, InputStream in) {
        this.socket = socket;
        this.underTls = underTls;
        this.in = in;
    }

    /** Whatever carries such a connection. */
    interface Carrier {
        WatchedConnection watched() throws IOException;
    }

    /** Tells whether an exchange may begin: on a new connection always, on a kept one if it is quiet. */
    boolean mayCarry(KeptConnections kept) {
        return !used || (!doubtful && from == to && kept.mayCarry(socket, underTls, idleSince));
    }

    /** Tells whether an exchange began on this connection before. */
    boolean isUsed() {
        return used;
    }

    /** An exchange begins. */
    void begin() {
        used = true;
        bodyLeft = 0;
        head = new HeadBytes();
        coded = null;
    }

    /** The head of an answer has come, and this many bytes follow; any negative number if nobody knows. */
    void bodyFollows(long bytes) {
        bodyLeft = Math.max(bytes, 0);
        head = null;
        coded = bytes < 0 ? new CodedBytes() : null;
    }

    /** The connection must carry no other exchange. */
    void doubt() {
        doubtful = true;
    }

    /** Tells whether answers on this connection echo the ids of their requests. */
    boolean isEchoing() {
        return echoing;
    }

    /** An answer has echoed the ids of its request. */
    void echoes() {
        echoing = true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** OkHttp reads for a millisecond to see whether a connection has ended, and would keep what it reads. */
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
                throw new ProtocolException("The peer does not speak HTTP.");
            }
            if (!head.mayGoOn()) {
                throw new HeadTooLong(head.refusal());
            }
        } else if (coded != null && !coded.came(count)) {
            throw new ProtocolException("The response body takes too many bytes.");
        }
        System.arraycopy(buffer, from, bytes, offset, count);
        from += count;
        bodyLeft = Math.max(bodyLeft - count, 0);
        return count;
    }

    /** The answer's head is too long to be read; if it says that the request was refused, that counts. */
    static final class HeadTooLong extends ProtocolException {

        @Serial
        private static final long serialVersionUID = 1;

        private final int refusal;

        HeadTooLong(int refusal) {
            super("The answer's heads are too long.");
            this.refusal = refusal;
        }

        /** The status of the refusal, or 0 if it is none. */
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

    /** As much as there is of a head, and no byte behind the empty line that ends it. */
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

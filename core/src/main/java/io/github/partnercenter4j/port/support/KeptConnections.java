package io.github.partnercenter4j.port.support;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a gateway may send another request on a pooled connection. Not if the peer has closed the connection.
 * Not if unread bytes are waiting on it, because they cannot be the response to a request that was not sent yet.
 *
 * <p>The check for a closed connection takes a millisecond, so this class does it only after 100 ms without use. On a
 * connection that was closed more recently, one attempt fails. The gateway then reports {@link #broke()}, and every
 * connection that was idle at that moment is closed. Each gateway has one instance. Thread-safe.
 */
public final class KeptConnections {

    private static final long BRIEFLY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOOK_MILLIS = 1;

    private volatile long brokenAt = System.nanoTime();

    /** Creates the object for a gateway without connections. */
    public KeptConnections() {}

    /**
     * Reports that a pooled connection broke before a response came. The cause, such as a restarted load balancer, has
     * probably closed the others too.
     */
    public void broke() {
        brokenAt = System.nanoTime();
    }

    /**
     * Returns whether to send another request on a connection. The caller must own the connection, and must close it if
     * the result is false.
     *
     * @param socket the connection; with TLS, its {@link SSLSocket}
     * @param underTls the socket below TLS, or null if there is no TLS or the socket is not known; without it, the
     *     check under TLS takes a millisecond
     * @param idleSince when its last response was complete, as {@link System#nanoTime()}
     * @return false if it is closed, if unread bytes are waiting on it, or if it was idle when another one broke
     */
    public boolean mayCarry(Socket socket, @Nullable Socket underTls, long idleSince) {
        if (idleSince - brokenAt < 0) {
            return false;
        }
        try {
            if (socket.getInputStream().available() > 0) {
                return false;
            }
            // Bytes below TLS may belong to TLS itself, such as session tickets. Only a read through TLS shows that.
            boolean hidden = socket instanceof SSLSocket
                    && (underTls == null || underTls.getInputStream().available() > 0);
            boolean brief = System.nanoTime() - idleSince < BRIEFLY_NANOS;
            return (brief && !hidden) || isSilent(socket);
        } catch (IOException ended) {
            return false;
        }
    }

    /**
     * Returns whether to send another request on a connection, if it is not known since when it is idle.
     *
     * @param socket the connection; with TLS, its {@link SSLSocket}
     * @return false if it is closed, or if unread bytes are waiting on it
     */
    public boolean mayCarry(Socket socket) {
        try {
            return isSilent(socket);
        } catch (IOException ended) {
            return false;
        }
    }

    private static boolean isSilent(Socket socket) throws IOException {
        int usual = socket.getSoTimeout();
        socket.setSoTimeout(LOOK_MILLIS);
        try {
            // The peer closed the connection, or sent a byte without a request.
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(usual);
        }
    }
}

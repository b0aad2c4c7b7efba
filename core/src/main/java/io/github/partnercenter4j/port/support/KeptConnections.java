package io.github.partnercenter4j.port.support;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a connection that a gateway kept open may carry another request. A connection that has ended may not.
 * Nor may one on which bytes wait to be read: what comes before a request is never its answer.
 *
 * <p>To see the end of a connection takes a millisecond, so this class looks for it only after 100 ms of idleness. A
 * connection that ended more recently costs one attempt; the gateway then reports {@link #broke()}, and every connection
 * that was idle at that moment is given up. Each gateway has one instance. Thread-safe.
 */
public final class KeptConnections {

    private static final long BRIEFLY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int LOOK_MILLIS = 1;

    private volatile long brokenAt = System.nanoTime();

    /** Creates the decider of a gateway that has no connections yet. */
    public KeptConnections() {}

    /**
     * Reports that a kept connection broke before it gave an answer. Whatever closed it, such as a restarted load balancer,
     * has probably closed the others too.
     */
    public void broke() {
        brokenAt = System.nanoTime();
    }

    /**
     * Tells whether a connection may carry another request. The caller must own the connection, and must close it if the
     * answer is no.
     *
     * @param socket the connection; with TLS, its {@link SSLSocket}
     * @param underTls the socket below TLS, or null if there is no TLS or the socket is not known, which costs a
     *     millisecond
     * @param idleSince when its last answer was complete, in {@link System#nanoTime()}
     * @return false if it has ended, if bytes wait on it, or if it was idle when another one broke
     */
    public boolean mayCarry(Socket socket, @Nullable Socket underTls, long idleSince) {
        if (idleSince - brokenAt < 0) {
            return false;
        }
        try {
            if (socket.getInputStream().available() > 0) {
                return false;
            }
            // Bytes below TLS may be its own, such as session tickets: only reading through TLS can tell.
            boolean hidden = socket instanceof SSLSocket
                    && (underTls == null || underTls.getInputStream().available() > 0);
            boolean brief = System.nanoTime() - idleSince < BRIEFLY_NANOS;
            return (brief && !hidden) || isSilent(socket);
        } catch (IOException ended) {
            return false;
        }
    }

    /**
     * Tells whether a connection may carry another request of which nothing else is known, because others have used it.
     *
     * @param socket the connection; with TLS, its {@link SSLSocket}
     * @return false if it has ended, or if bytes wait on it
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
            // What comes is an end, or a byte that nobody asked for.
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(usual);
        }
    }
}

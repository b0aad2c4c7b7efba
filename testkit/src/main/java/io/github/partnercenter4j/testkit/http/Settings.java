package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an engine treats its connections.
 *
 * @param idle how long a connection may be open without a request
 * @param read how long a TLS handshake, a request's head, and then its body, may take to arrive
 * @param drain how long exchanges in progress may take when the engine is closed
 * @param tls what is put over a connection that begins with a TLS handshake, or null to take that for bad HTTP
 */
public record Settings(
        Duration idle,
        Duration read,
        Duration drain,
        @Nullable Layer tls) {

    /** 30 s idle, 10 s to arrive, 200 ms to end, plain HTTP. */
    public static final Settings DEFAULT =
            new Settings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(200), null);

    /** Returns these settings with other limits for idle connections and for requests that take long to arrive. */
    public Settings waiting(Duration otherIdle, Duration otherRead) {
        return new Settings(otherIdle, otherRead, drain, tls);
    }

    /** Returns these settings, speaking TLS to the clients that do. */
    public Settings tls(Layer layer) {
        return new Settings(idle, read, drain, layer);
    }

    /** What is put over the connection of a client that speaks TLS. */
    public interface Layer {

        /**
         * Puts the layer over a connection, and returns the socket to speak HTTP on. Runs on the connection's own thread. Of
         * the accepted socket some bytes have been read; the input has them, too, and keeps the time limit.
         *
         * @throws IOException if the client does not agree
         */
        Socket over(Socket accepted, InputStream input) throws IOException;
    }
}

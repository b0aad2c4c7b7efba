package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/**
 * How an engine treats its connections.
 *
 * @param idle how long a connection may be open without a request
 * @param read how long a request's head, and then its body, may take to arrive
 * @param drain how long exchanges in progress may take when the engine is closed
 * @param layer what is put over an accepted socket
 */
public record Settings(Duration idle, Duration read, Duration drain, Layer layer) {

    /** 30 s idle, 10 s to arrive, 200 ms to end, plain HTTP. */
    public static final Settings DEFAULT =
            new Settings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(200), socket -> socket);

    /** Returns these settings with other limits for idle connections and for requests that take long to arrive. */
    public Settings waiting(Duration otherIdle, Duration otherRead) {
        return new Settings(otherIdle, otherRead, drain, layer);
    }

    /** Returns these settings with something else over an accepted socket. */
    public Settings layer(Layer other) {
        return new Settings(idle, read, drain, other);
    }

    /** What is put over an accepted socket: TLS, or nothing. */
    @FunctionalInterface
    public interface Layer {

        /**
         * Puts a layer over a socket. Runs on the connection's own thread; the socket's read timeout is set.
         *
         * @param accepted the socket
         * @return the socket to speak HTTP on
         * @throws IOException if the client does not agree
         */
        Socket over(Socket accepted) throws IOException;
    }
}

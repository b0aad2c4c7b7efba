package io.github.partnercenter4j.testkit.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an engine.
 *
 * @param idle how long a connection may be open without a request
 * @param read how long a TLS handshake, the head of a request, and then its body, may take
 * @param drain how long running exchanges may take when the engine is closed
 * @param tls the layer for connections that begin with a TLS handshake, or null to refuse them as bad HTTP
 */
public record Settings(
        Duration idle,
        Duration read,
        Duration drain,
        @Nullable Layer tls) {

    public static final Settings DEFAULT =
            new Settings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(200), null);

    public Settings waiting(Duration otherIdle, Duration otherRead) {
        return new Settings(otherIdle, otherRead, drain, tls);
    }

    public Settings tls(Layer layer) {
        return new Settings(idle, read, drain, layer);
    }

    /** Starts TLS on a connection. */
    public interface Layer {

        /**
         * Returns the socket for HTTP. Runs on the thread of the connection.
         *
         * @param input the input of the accepted socket, with the bytes that were already read, and with a time limit
         * @throws IOException if the handshake fails
         */
        Socket over(Socket accepted, InputStream input) throws IOException;
    }
}

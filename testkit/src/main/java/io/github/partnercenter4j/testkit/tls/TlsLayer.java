package io.github.partnercenter4j.testkit.tls;

import io.github.partnercenter4j.testkit.http.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Starts TLS on connections, correctly or with a fault. Names no TLS class itself, so that a fake with plain HTTP only
 * loads none. Immutable.
 *
 * @param wrong the fault, or null
 * @param server the contexts of a server with other names, or null for localhost
 */
public record TlsLayer(@Nullable Wrong wrong, @Nullable ServerTls server) implements Settings.Layer {

    /** A fault of the server side of a handshake. */
    public enum Wrong {
        /** The certificate expired yesterday. */
        EXPIRED,
        /** The certificate is for another host. */
        WRONG_HOST,
        /** The certificate was issued by an unknown authority. */
        UNKNOWN_ISSUER,
        /** The handshake ends with the alert {@code handshake_failure}. */
        HANDSHAKE_FAILURE,
        /** The server chooses TLS 1.1, which no client should accept any more. */
        TLS_1_1_ONLY
    }

    /** A layer with a certificate for localhost and the loopback addresses. */
    public TlsLayer() {
        this(null, null);
    }

    /** A layer for a server with other names. */
    public TlsLayer(ServerTls server) {
        this(null, server);
    }

    /** A layer with a fault. */
    public TlsLayer(Wrong wrong) {
        this(wrong, null);
    }

    @Override
    public Socket over(Socket accepted, InputStream input) throws IOException {
        return Handshake.asServer(accepted, input, wrong, server);
    }
}

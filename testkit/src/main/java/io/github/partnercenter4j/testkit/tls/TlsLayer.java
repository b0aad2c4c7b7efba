package io.github.partnercenter4j.testkit.tls;

import io.github.partnercenter4j.testkit.http.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS over connections, rightly or wrongly. Names no class of TLS itself, so that a fake that is only spoken to in plain
 * HTTP loads none. Immutable.
 */
public final class TlsLayer implements Settings.Layer {

    /** How the server's side of a handshake goes wrong. */
    public enum Wrong {
        /** The certificate was good until yesterday. */
        EXPIRED,
        /** The certificate is for another host, so that no client on loopback may take it. */
        WRONG_HOST,
        /** The certificate is of an authority that nobody knows. */
        UNKNOWN_ISSUER,
        /** The handshake ends with the alert {@code handshake_failure}. */
        HANDSHAKE_FAILURE,
        /** The server picks TLS 1.1, which no client should speak any more. */
        TLS_1_1_ONLY
    }

    private final @Nullable Wrong wrong;
    private final @Nullable ServerTls server;

    /** A layer whose certificate is for localhost and the loopback addresses. */
    public TlsLayer() {
        this(null, null);
    }

    /** A layer that speaks for a server of other names. */
    public TlsLayer(ServerTls server) {
        this(null, server);
    }

    /** A layer that goes wrong. */
    public TlsLayer(Wrong wrong) {
        this(wrong, null);
    }

    private TlsLayer(@Nullable Wrong wrong, @Nullable ServerTls server) {
        this.wrong = wrong;
        this.server = server;
    }

    @Override
    public Socket over(Socket accepted, InputStream input) throws IOException {
        return Handshake.asServer(accepted, input, wrong, server);
    }
}

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
    enum Wrong {
        EXPIRED,
        UNKNOWN_ISSUER,
        HANDSHAKE_FAILURE,
        TLS_1_1_ONLY
    }

    private final @Nullable Wrong wrong;
    private final @Nullable String host;

    /** A layer whose certificate is for localhost and the loopback addresses. */
    public TlsLayer() {
        this(null, null);
    }

    /** A layer whose certificate is for another host, so that no client on loopback may take it. */
    public TlsLayer(String host) {
        this(null, host);
    }

    private TlsLayer(@Nullable Wrong wrong, @Nullable String host) {
        this.wrong = wrong;
        this.host = host;
    }

    /** Returns a layer whose certificate was good until yesterday. */
    public static TlsLayer expired() {
        return new TlsLayer(Wrong.EXPIRED, null);
    }

    /** Returns a layer whose certificate is of an authority that nobody knows. */
    public static TlsLayer ofUnknownIssuer() {
        return new TlsLayer(Wrong.UNKNOWN_ISSUER, null);
    }

    /** Returns a layer that ends the handshake with the alert {@code handshake_failure}. */
    public static TlsLayer handshakeFailure() {
        return new TlsLayer(Wrong.HANDSHAKE_FAILURE, null);
    }

    /** Returns a layer that picks TLS 1.1, which no client should speak any more. */
    public static TlsLayer tls11() {
        return new TlsLayer(Wrong.TLS_1_1_ONLY, null);
    }

    @Override
    public Socket over(Socket accepted, InputStream input) throws IOException {
        return Handshake.asServer(accepted, input, wrong, host);
    }
}

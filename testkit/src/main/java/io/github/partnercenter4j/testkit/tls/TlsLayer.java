package io.github.partnercenter4j.testkit.tls;

import io.github.partnercenter4j.testkit.http.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * Puts TLS over connections. Names no class of TLS itself, so that a fake that is only spoken to in plain HTTP loads none.
 * Immutable.
 */
public final class TlsLayer implements Settings.Layer {

    private final @Nullable String host;
    private final boolean expired;

    /** A layer whose certificate is for localhost and the loopback addresses. */
    public TlsLayer() {
        this(null, false);
    }

    /** A layer whose certificate is for another host, so that no client on loopback may take it. */
    public TlsLayer(String host) {
        this(host, false);
    }

    private TlsLayer(@Nullable String host, boolean expired) {
        this.host = host;
        this.expired = expired;
    }

    /** Returns a layer whose certificate is for localhost and the loopback addresses, and was good until yesterday. */
    public static TlsLayer expired() {
        return new TlsLayer(null, true);
    }

    @Override
    public Socket over(Socket accepted, InputStream input) throws IOException {
        return Handshake.asServer(accepted, input, host, expired);
    }
}

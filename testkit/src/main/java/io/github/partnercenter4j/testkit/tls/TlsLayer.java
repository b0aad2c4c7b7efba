package io.github.partnercenter4j.testkit.tls;

import io.github.partnercenter4j.testkit.http.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * Puts TLS over connections, with a certificate for localhost and the loopback addresses. Names no class of TLS itself, so
 * that a fake that is only spoken to in plain HTTP loads none. Immutable.
 */
public final class TlsLayer implements Settings.Layer {

    @Override
    public Socket over(Socket accepted, InputStream input) throws IOException {
        return Handshake.asServer(accepted, input);
    }
}

package io.github.partnercenter4j.testkit.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** The beginning of a connection over TLS. */
final class Handshake {

    /** Older versions are refused by the clients too, and by most JDKs. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private Handshake() {}

    /** Agrees with a client whose every byte comes from the input, the first ones included. */
    static Socket asServer(Socket accepted, InputStream input) throws IOException {
        return asServer(accepted, input, FakeTls.server());
    }

    /** Agrees with such a client, by what a server's factory knows of itself. */
    static Socket asServer(Socket accepted, InputStream input, SSLSocketFactory server) throws IOException {
        SSLSocket socket = (SSLSocket) server.createSocket(accepted, input, true);
        socket.setEnabledProtocols(PROTOCOLS);
        socket.startHandshake();
        return socket;
    }
}

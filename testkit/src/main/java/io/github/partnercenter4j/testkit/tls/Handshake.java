package io.github.partnercenter4j.testkit.tls;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The server side of a TLS handshake. */
final class Handshake {

    /** Clients and most JDKs refuse older versions. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** A record of TLS 1.2 with the fatal alert 40, handshake_failure. */
    private static final String ALERT = "15" + "0303" + "0002" + "0228";

    /** A record of TLS 1.1 with a ServerHello: version, 32 random bytes, no session, a cipher suite, no compression. */
    private static final String OLD_HELLO =
            "16" + "0302" + "002a" + "02000026" + "0302" + "5a".repeat(32) + "00" + "c013" + "00";

    private Handshake() {}

    /** Runs the handshake. All bytes of the client come from the input, also those that were already read. */
    static Socket asServer(
            Socket accepted, InputStream input, TlsLayer.@Nullable Wrong wrong, @Nullable ServerTls server)
            throws IOException {
        if (wrong == null) {
            return agree(
                    accepted, input, server == null ? FakeTls.serverContext() : server.at(accepted.getLocalAddress()));
        }
        return switch (wrong) {
            case EXPIRED, WRONG_HOST, UNKNOWN_ISSUER -> agree(accepted, input, FakeTls.serverContext(wrong));
            case HANDSHAKE_FAILURE -> throw brokenOff(wrong, ALERT, accepted, input);
            case TLS_1_1_ONLY -> throw brokenOff(wrong, OLD_HELLO, accepted, input);
        };
    }

    private static Socket agree(Socket accepted, InputStream input, SSLContext server) throws IOException {
        SSLSocket socket = (SSLSocket) server.getSocketFactory().createSocket(accepted, input, true);
        socket.setEnabledProtocols(PROTOCOLS);
        socket.startHandshake();
        return socket;
    }

    /** Answers the first record, and waits until the client closes: closing with unread bytes would lose the answer. */
    private static IOException brokenOff(TlsLayer.Wrong wrong, String hex, Socket accepted, InputStream input)
            throws IOException {
        DataInputStream records = new DataInputStream(input);
        records.readNBytes(3);
        records.readNBytes(records.readUnsignedShort());
        accepted.getOutputStream().write(HexFormat.of().parseHex(hex));
        accepted.shutdownOutput();
        records.transferTo(OutputStream.nullOutputStream());
        return new IOException("The handshake failed because of a fault: " + wrong);
    }
}

package io.github.partnercenter4j.testkit.tls;

import io.github.partnercenter4j.testkit.TlsFault;
import io.github.partnercenter4j.testkit.http.Settings;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HexFormat;

/**
 * A handshake that no careful client goes through with.
 *
 * @param fault what is wrong with it
 */
public record SpoiltTls(TlsFault fault) implements Settings.Layer {

    private static final String ELSEWHERE = "elsewhere.example";

    /** A record of TLS 1.2 with the fatal alert 40, handshake_failure. */
    private static final String ALERT = "15" + "0303" + "0002" + "0228";

    /** A record of TLS 1.1 with a ServerHello: version, 32 random bytes, no session, a cipher suite, no compression. */
    private static final String OLD_HELLO =
            "16" + "0302" + "002a" + "02000026" + "0302" + "5a".repeat(32) + "00" + "c013" + "00";

    @Override
    public Socket over(Socket accepted, InputStream input) throws IOException {
        return switch (fault) {
            case EXPIRED -> Handshake.asServer(accepted, input, FakeTls.expiredServer());
            case WRONG_HOST -> Handshake.asServer(accepted, input, FakeTls.serverFor(ELSEWHERE));
            case UNKNOWN_ISSUER -> Handshake.asServer(accepted, input, FakeTls.strangersServer());
            case HANDSHAKE_FAILURE -> throw said(ALERT, accepted, input);
            case TLS_1_1_ONLY -> throw said(OLD_HELLO, accepted, input);
        };
    }

    /** Answers the client's first record and waits for it to go: closing over what it sent would take that answer away. */
    private IOException said(String hex, Socket accepted, InputStream input) throws IOException {
        DataInputStream records = new DataInputStream(input);
        records.readNBytes(3);
        records.readNBytes(records.readUnsignedShort());
        accepted.getOutputStream().write(HexFormat.of().parseHex(hex));
        accepted.shutdownOutput();
        records.transferTo(OutputStream.nullOutputStream());
        return new IOException("The handshake was broken off on purpose: " + fault);
    }
}

package io.github.partnercenter4j.testkit.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends given bytes, with a time limit. */
public final class RawClient implements AutoCloseable {

    public static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;

    public RawClient(HttpEngine engine) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), engine.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Opens a connection, sends a text, and returns the input until the server closes the connection. */
    public static String ask(HttpEngine engine, String text) throws IOException {
        try (RawClient client = new RawClient(engine)) {
            client.send(text);
            return client.rest();
        }
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sets the time limit of later reads. */
    public void patience(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    /** Returns whether the connection has ended in any way. */
    public boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Reads to the end of the stream and returns the number of bytes. */
    public long skip() throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    public void endInput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection like a client that crashes. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Reads to the end of the stream. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    public int read() throws IOException {
        return in.read();
    }

    public byte[] read(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** Reads the head of a response, without the empty line. */
    public List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** Reads a whole response with a Content-Length, and returns status line and body. */
    public String answer() throws IOException {
        List<String> head = head();
        int length = 0;
        for (String line : head) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        return head.get(0) + " | " + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("the connection ended in a head, after: " + line);
            }
            line.append((char) c);
        }
        return line.substring(0, line.length() - 2);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

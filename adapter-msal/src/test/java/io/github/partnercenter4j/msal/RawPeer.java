package io.github.partnercenter4j.msal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A server on loopback that a test controls byte by byte. Waits at most 10 seconds. */
final class RawPeer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> taken = new ArrayList<>();

    RawPeer() throws IOException {
        this(50);
    }

    RawPeer(int backlog) throws IOException {
        listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        listener.setSoTimeout(10_000);
    }

    /** Creates a server with a full queue, so that connecting to it hangs. */
    static RawPeer neverAccepting() throws IOException {
        RawPeer peer = new RawPeer(1);
        for (int i = 0; i < 4; i++) {
            Socket filler = new Socket();
            peer.taken.add(filler);
            try {
                filler.connect(peer.listener.getLocalSocketAddress(), 200);
            } catch (IOException full) {
                break;
            }
        }
        return peer;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/token");
    }

    /** Returns a selector that uses this server as proxy for everything. */
    ProxySelector asProxy() {
        return ProxySelector.of(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
    }

    /** Returns a selector without proxies that records its calls. */
    static ProxySelector recording(List<URI> asked) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    Socket accept() throws IOException {
        Socket socket = listener.accept();
        taken.add(socket);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Reads the head of a request, and the body with the length of Content-Length. */
    static String read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The client left in the middle of a head.");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads until the client has closed or reset the connection. Returns whether that was in time. */
    static boolean isLeft(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : taken) {
            socket.close();
        }
        listener.close();
    }
}

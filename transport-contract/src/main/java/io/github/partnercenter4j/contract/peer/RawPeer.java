package io.github.partnercenter4j.contract.peer;

import io.github.partnercenter4j.model.Cloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A peer on loopback that sends single bytes, for behaviour that no correct server has. */
public final class RawPeer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> fillers = new ArrayList<>();

    private RawPeer(int backlog, Duration patience) throws IOException {
        listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        listener.setSoTimeout((int) patience.toMillis());
    }

    /** Creates a peer that listens, with a time limit for its clients. */
    public static RawPeer listening(Duration patience) throws IOException {
        return new RawPeer(50, patience);
    }

    /** Creates a peer with a full queue of connections, so that connecting hangs. */
    public static RawPeer neverAccepting() throws IOException {
        RawPeer peer = new RawPeer(1, Duration.ZERO);
        for (int i = 0; i < 4; i++) {
            Socket filler = new Socket();
            peer.fillers.add(filler);
            try {
                filler.connect(peer.listener.getLocalSocketAddress(), 200);
            } catch (IOException full) {
                break;
            }
        }
        return peer;
    }

    public Cloud cloud() {
        URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort());
        return Cloud.custom(url, url, url + "/user_impersonation");
    }

    /** Returns whether a client has connected and was not accepted yet. */
    public boolean isWaitedFor() throws IOException {
        try (Socket own = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket first = listener.accept()) {
            return first.getPort() != own.getLocalPort();
        }
    }

    /** Waits for a client and accepts it. */
    public Client accept() throws IOException {
        Socket socket = listener.accept();
        socket.setSoTimeout(listener.getSoTimeout());
        socket.setTcpNoDelay(true);
        return new Client(socket);
    }

    @Override
    public void close() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        listener.close();
    }

    /** The connection of one client. */
    public static final class Client implements AutoCloseable {

        private static final Duration DRIP = Duration.ofMillis(20);

        private final Socket socket;
        private final Socket tcp;

        Client(Socket socket) {
            this(socket, socket);
        }

        private Client(Socket socket, Socket tcp) {
            this.socket = socket;
            this.tcp = tcp;
        }

        /** Returns this connection over TLS, after a handshake with the key of a server. */
        public Client overTls(SSLContext server) throws IOException {
            SSLSocket secure = (SSLSocket) server.getSocketFactory().createSocket(tcp, null, true);
            secure.startHandshake();
            return new Client(secure, tcp);
        }

        /** Reads one request and returns head and body as sent, one character for each byte. */
        public String readRequest() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("The client left in the middle of a request's head.");
                }
                head.write(next);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            int length = text.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                    .mapToInt(line -> Integer.parseInt(
                            line.substring(line.indexOf(':') + 1).strip()))
                    .findFirst()
                    .orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        public void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** Waits for input without reading it. Returns false after the time limit. */
        public boolean isSpokenTo() throws IOException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(socket.getSoTimeout());
            while (socket.getInputStream().available() == 0 && System.nanoTime() < end) {
                // A read would take the input.
                LockSupport.parkNanos(100_000);
            }
            return socket.getInputStream().available() > 0;
        }

        /** Reads this number of bytes, or fewer at the end of the input. */
        public int read(int bytes) throws IOException {
            return socket.getInputStream().readNBytes(bytes).length;
        }

        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Sends one byte at a time with short pauses, until everything is sent or the client closes the connection. */
        public void drip(String text) throws IOException {
            for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
                send(new byte[] {one});
                LockSupport.parkNanos(DRIP.toNanos());
            }
        }

        /** Sends the same bytes this number of times, or until the client closes the connection. */
        public void flood(String text, int most) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < most; i++) {
                socket.getOutputStream().write(bytes);
            }
        }

        /** Closes the output (FIN), and can still read. */
        public void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        /** Resets the connection (RST). */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client has closed or reset the connection. Returns false after the time limit. */
        public boolean isLeft() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException stillThere) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        /** Closes without the close message of TLS, which would wait for the client. */
        @Override
        public void close() throws IOException {
            tcp.close();
        }
    }
}

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

/** A peer on loopback that does what a sentence says, byte by byte, for what no well-behaved server would do. */
public final class RawPeer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<Socket> fillers = new ArrayList<>();

    private RawPeer(int backlog, Duration patience) throws IOException {
        listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
        listener.setSoTimeout((int) patience.toMillis());
    }

    /** A peer that listens, and waits for its clients only so long. */
    public static RawPeer listening(Duration patience) throws IOException {
        return new RawPeer(50, patience);
    }

    /** A peer whose queue is full, so that connecting to it hangs. */
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

    /** Tells whether somebody has connected and was not taken yet: connections are taken in the order they came in. */
    public boolean isWaitedFor() throws IOException {
        try (Socket own = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket first = listener.accept()) {
            return first.getPort() != own.getLocalPort();
        }
    }

    /** Waits for a client and takes it. */
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

    /** One client's connection. */
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

        /** The same connection over TLS, agreed on now, with what a server has to show for itself. */
        public Client overTls(SSLContext server) throws IOException {
            SSLSocket secure = (SSLSocket) server.getSocketFactory().createSocket(tcp, null, true);
            secure.startHandshake();
            return new Client(secure, tcp);
        }

        /** Reads one request and returns its head and body as they came, each byte a character. */
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

        /** Waits until something has come, and leaves it there; tells whether it did in time. */
        public boolean isSpokenTo() throws IOException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(socket.getSoTimeout());
            while (socket.getInputStream().available() == 0 && System.nanoTime() < end) {
                // Reading would take what is to stay there.
                LockSupport.parkNanos(100_000);
            }
            return socket.getInputStream().available() > 0;
        }

        /** Reads so many bytes, or what there is before the end. */
        public int read(int bytes) throws IOException {
            return socket.getInputStream().readNBytes(bytes).length;
        }

        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Sends a byte at a time, so often that no pause is a long one, until the client leaves or all is sent. */
        public void drip(String text) throws IOException {
            for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
                send(new byte[] {one});
                LockSupport.parkNanos(DRIP.toNanos());
            }
        }

        /** Sends the same again and again until the client leaves, or so many times. */
        public void flood(String text, int most) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < most; i++) {
                socket.getOutputStream().write(bytes);
            }
        }

        /** Says that nothing more will come (FIN), and goes on listening. */
        public void halfClose() throws IOException {
            socket.shutdownOutput();
        }

        /** Breaks the connection (RST). */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Waits until the client has closed or reset the connection; tells whether it did in time. */
        public boolean isLeft() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException stillThere) {
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        /** Closes without the farewell of TLS, which would wait for the client's. */
        @Override
        public void close() throws IOException {
            tcp.close();
        }
    }
}

package io.github.partnercenter4j.contract.peer;

import io.github.partnercenter4j.port.support.TransportThreads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP proxy on loopback. It opens tunnels to loopback for clients with the password, and records its requests.
 * Thread-safe.
 */
public final class TunnelProxy implements AutoCloseable {

    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String WHO_ARE_YOU = String.join(
            "\r\n",
            "HTTP/1.1 407 Who",
            "Proxy-Authenticate: Negotiate, Basic realm=\"x\"",
            "Content-Length: 0",
            "Connection: close",
            "",
            "");

    private final ServerSocket listener;
    private final String authorization;
    private final String forged;
    private final ExecutorService threads = TransportThreads.platform("fake-proxy");
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger tunnels = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TunnelProxy(ServerSocket listener, String authorization, String forged) {
        this.listener = listener;
        this.authorization = authorization;
        this.forged = forged;
    }

    public static TunnelProxy open(String user, String password) throws IOException {
        return forging(user, password, "");
    }

    /** Opens a proxy that sends its own bytes together with the response that opens a tunnel. */
    public static TunnelProxy forging(String user, String password, String forged) throws IOException {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        TunnelProxy proxy = new TunnelProxy(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                "Proxy-Authorization: Basic " + credentials,
                forged);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Returns the heads of all requests as sent. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    /** Returns the number of opened tunnels. */
    public int tunnels() {
        return tunnels.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(PATIENCE_MILLIS);
            String head = head(client);
            heads.add(head);
            if (!head.contains(authorization)) {
                send(client, WHO_ARE_YOU);
                return;
            }
            String target = head.split(" ", 3)[1];
            int port = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
            try (Socket origin = new Socket(Proxy.NO_PROXY)) {
                origin.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                open.add(origin);
                tunnels.incrementAndGet();
                send(client, "HTTP/1.1 200 Connected\r\n\r\n" + forged);
                threads.execute(() -> copy(origin, client));
                copy(client, origin);
            }
        } catch (IOException | RejectedExecutionException gone) {
            // One side has closed the connection, or the proxy is closed: the tunnel ends.
        }
    }

    private static String head(Socket client) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = client.getInputStream().read();
            if (next < 0 || head.size() == LONGEST_HEAD) {
                throw new IOException("no head of a request");
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void send(Socket client, String head) throws IOException {
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            // The tunnel has ended.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}

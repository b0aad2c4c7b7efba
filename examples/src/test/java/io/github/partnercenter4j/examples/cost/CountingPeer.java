package io.github.partnercenter4j.examples.cost;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives the same answer to every request and counts the bytes it receives. The fake cannot do this: it keeps headers,
 * but not how they were written.
 */
final class CountingPeer implements AutoCloseable {

    private static final byte[] BODY = "{\"email\":\"support@contoso.com\"}".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + BODY.length + "\r\n\r\n" + new String(BODY, StandardCharsets.US_ASCII))
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private CountingPeer(ServerSocket listener) {
        this.listener = listener;
    }

    /**
     * A request.
     *
     * @param method the HTTP method
     * @param bytes how many bytes it had, without the values of {@code Host} and {@code User-Agent}, which differ
     *     between runs and between versions
     */
    record Request(String method, int bytes) {}

    static CountingPeer start() throws IOException {
        CountingPeer peer = new CountingPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        daemon(peer::accept);
        return peer;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int connections() {
        return connections.get();
    }

    List<Request> requests() {
        return requests;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "counting-peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String length = value(head, "Content-Length");
                int body = length.isEmpty() ? 0 : Integer.parseInt(length);
                if (in.readNBytes(body).length < body) {
                    return;
                }
                int varying =
                        value(head, "Host").length() + value(head, "User-Agent").length();
                requests.add(new Request(head.substring(0, head.indexOf(' ')), head.length() + body - varying));
                socket.getOutputStream().write(ANSWER);
            }
        } catch (IOException closed) {
            // The client has closed the connection.
        }
    }

    /**
     * Reads the head of a request, with the empty line at its end. Returns an empty text if the connection has ended.
     */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            text = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : text;
        }
        return text;
    }

    private static String value(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

package io.github.partnercenter4j.benchmarks;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads the profile over bare sockets, so that the servers are what is measured. */
final class RawClient {

    private RawClient() {}

    private static byte[] request(String token) {
        return ("GET " + Endpoint.GET_PATH + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                        + "\r\nAccept: application/json\r\nMS-RequestId: 20604323-50bf-4738-9968-c5486ab32be0"
                        + "\r\nMS-CorrelationId: 20604323-50bf-4738-9968-c5486ab32be1\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One exchange on a connection of its own. */
    static void once(int port, String token) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(request(token));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            Answer answer = new Answer();
            byte[] bytes = new byte[8192];
            while (!answer.isWhole()) {
                int count = in.read(bytes);
                if (count < 0) {
                    throw new EOFException("the server closed");
                }
                answer.take(ByteBuffer.wrap(bytes, 0, count));
            }
        }
    }

    /** Returns how many answers a second come over so many connections, each asked again as soon as it has answered. */
    static double perSecond(int port, String token, int connections, Duration span) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(request(token));
        ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
        long answers = 0;
        try (Selector selector = Selector.open()) {
            try {
                for (int i = 0; i < connections; i++) {
                    SocketChannel channel =
                            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    channel.socket().setTcpNoDelay(true);
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ, new Answer());
                    channel.write(request.rewind());
                }
                long begin = System.nanoTime();
                while (System.nanoTime() - begin < span.toNanos()) {
                    selector.select(1000);
                    for (SelectionKey key : selector.selectedKeys()) {
                        SocketChannel channel = (SocketChannel) key.channel();
                        if (channel.read(in.clear()) < 0) {
                            throw new EOFException("the server closed");
                        }
                        Answer answer = (Answer) key.attachment();
                        answer.take(in.flip());
                        if (answer.isWhole()) {
                            answers++;
                            answer.clear();
                            // A few hundred bytes into an idle connection's buffer: they fit.
                            channel.write(request.rewind());
                        }
                    }
                    selector.selectedKeys().clear();
                }
                return answers * 1e9 / (System.nanoTime() - begin);
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }
    }

    /** As much of one answer as has come; it must be a success with a length. */
    private static final class Answer {

        private final byte[] head = new byte[16 * 1024];
        private int headLength;
        private int bodyLeft = -1;

        void take(ByteBuffer bytes) throws IOException {
            while (bodyLeft < 0 && bytes.hasRemaining()) {
                head[headLength++] = bytes.get();
                if (headLength > 3
                        && head[headLength - 1] == '\n'
                        && head[headLength - 2] == '\r'
                        && head[headLength - 3] == '\n') {
                    bodyLeft = length();
                }
            }
            bodyLeft -= bytes.remaining();
        }

        private int length() throws IOException {
            String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
            int name = text.indexOf("\nContent-Length:");
            name = name < 0 ? text.indexOf("\nContent-length:") : name;
            if (!text.startsWith("HTTP/1.1 200") || name < 0) {
                throw new IOException("not the answer that was expected: " + text);
            }
            int from = name + "\nContent-Length:".length();
            return Integer.parseInt(
                    text.substring(from, text.indexOf('\r', from)).strip());
        }

        boolean isWhole() {
            return bodyLeft == 0;
        }

        void clear() {
            headLength = 0;
            bodyLeft = -1;
        }
    }
}

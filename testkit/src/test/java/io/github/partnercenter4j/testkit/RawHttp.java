package io.github.partnercenter4j.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends one request on its own connection, byte by byte, with a time limit. */
public final class RawHttp {

    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    public record Answer(String statusLine, List<String> headers, List<Byte> bytes) {

        public int status() {
            return Integer.parseInt(statusLine.substring(9, 12));
        }

        @Nullable
        public String header(String exactName) {
            return headers.stream()
                    .filter(line -> line.startsWith(exactName + ": "))
                    .map(line -> line.substring(exactName.length() + 2))
                    .findFirst()
                    .orElse(null);
        }

        List<String> headerNames() {
            return headers.stream()
                    .map(line -> line.substring(0, line.indexOf(':')))
                    .toList();
        }

        public byte[] body() {
            byte[] body = new byte[bytes.size()];
            for (int i = 0; i < body.length; i++) {
                body[i] = bytes.get(i);
            }
            return body;
        }

        public String text() {
            return new String(body(), StandardCharsets.UTF_8);
        }
    }

    /** Sends head lines and a body, adds Content-Length and Connection, and returns the response. */
    public static Answer send(URI url, String body, String... head) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String line : head) {
            text.append(line).append("\r\n");
        }
        if (bytes.length > 0 || head[0].startsWith("PUT ")) {
            text.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        text.append("Host: fake\r\nConnection: close\r\n\r\n");
        byte[] received = exchange(url, text.toString(), bytes);
        return answer(received);
    }

    /** Sends a text and bytes, and returns everything that comes back. */
    public static byte[] exchange(URI url, String head, byte[] body) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            return socket.getInputStream().readAllBytes();
        }
    }

    private static Answer answer(byte[] received) {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Byte[] body = new Byte[received.length - end - 4];
        for (int i = 0; i < body.length; i++) {
            body[i] = received[end + 4 + i];
        }
        return new Answer(lines[0], Arrays.asList(lines).subList(1, lines.length), List.of(body));
    }
}

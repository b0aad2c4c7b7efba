package io.github.partnercenter4j.testkit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the client gets at the end of an exchange: which part of which response, and what happens to the connection.
 * Immutable.
 *
 * @param answer the response of which all or a part is sent, or null
 * @param raw bytes to send instead of a response, or none
 * @param extent how much of the response is sent
 * @param part for {@link Extent#PART}: how many bytes of the body are sent, or {@link #HALF}
 * @param ending what happens to the connection, unless the response itself closes it
 * @param drop how many bytes of the body are sent at a time
 * @param interval the time between two parts of a body that is sent slowly
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
public record Script(
        @Nullable HttpAnswer answer, byte[] raw, Extent extent, int part, Ending ending, int drop, Duration interval) {

    /** What happens to the connection after the sent bytes. */
    public enum Ending {
        /** It stays open if the response allows that. */
        KEEP_OPEN,
        /** It is closed (FIN). */
        DROP,
        /** It is reset (RST). */
        RESET,
        /** It stays open, and nothing more is sent. */
        STALL,
        /** A chunked body without end is sent. */
        ENDLESS
    }

    /** The part of a response that is sent. */
    public enum Extent {
        /** Nothing. */
        NOTHING,
        /** Half of its head. */
        HALF_HEAD,
        /** Its head and a part of its body. */
        PART,
        /** All of it. */
        WHOLE
    }

    private static final byte[] NO_BYTES = {};

    /** For {@link Extent#PART}: half of the body, however long that is. */
    private static final int HALF = -1;

    private static Script of(@Nullable HttpAnswer answer, Extent extent, int part, Ending ending) {
        return new Script(answer, NO_BYTES, extent, part, ending, Integer.MAX_VALUE, Duration.ZERO);
    }

    /** Sends a response, and keeps the connection open if the response allows that. */
    public static Script whole(HttpAnswer answer) {
        return whole(answer, Ending.KEEP_OPEN);
    }

    public static Script whole(HttpAnswer answer, Ending ending) {
        return of(answer, Extent.WHOLE, 0, ending);
    }

    /** Sends nothing. */
    public static Script nothing(Ending ending) {
        return of(null, Extent.NOTHING, 0, ending);
    }

    /** Sends bytes, which need not be a response, and then closes the connection. */
    public static Script raw(byte[] bytes) {
        return new Script(null, bytes, Extent.NOTHING, 0, Ending.DROP, Integer.MAX_VALUE, Duration.ZERO);
    }

    public static Script halfHead(HttpAnswer answer, Ending ending) {
        return of(answer, Extent.HALF_HEAD, 0, ending);
    }

    /** Sends the head of a response and half of its body. */
    public static Script halfBody(HttpAnswer answer, Ending ending) {
        return of(answer, Extent.PART, HALF, ending);
    }

    /** Sends the head of a response and the first bytes of its body, and then closes the connection. */
    public static Script part(HttpAnswer answer, int bodyBytes) {
        return of(answer, Extent.PART, bodyBytes, Ending.DROP);
    }

    /** Sends a response with a body without end. */
    public static Script endless() {
        HttpAnswer head =
                HttpAnswer.of(200).header("Content-Type", "application/json").header("Transfer-Encoding", "chunked");
        return of(head, Extent.WHOLE, 0, Ending.ENDLESS);
    }

    /** Sends a response slowly: the head with the first bytes of the body, then as many bytes after each interval. */
    public static Script dripping(HttpAnswer answer, int bytes, Duration interval) {
        return new Script(answer, NO_BYTES, Extent.WHOLE, 0, Ending.KEEP_OPEN, bytes, interval);
    }

    /** Returns whether bytes are sent instead of a response. */
    public boolean isRaw() {
        return raw.length > 0;
    }

    /** Returns how many bytes of a body of this length are sent. */
    public int bodyBytes(int length) {
        return extent != Extent.PART ? length : part == HALF ? length / 2 : Math.min(part, length);
    }

    /** Returns the time from the first to the last byte of a body of this length. */
    public Duration duration(int length) {
        long pieces = Math.max(1, ((long) length + drop - 1) / drop);
        return interval.multipliedBy(pieces - 1);
    }

    /** Returns what happens to the connection, also because of the method and the headers of the response. */
    Ending ending(String method) {
        if (ending == Ending.ENDLESS && method.equals("HEAD")) {
            return Ending.DROP;
        }
        boolean closes = ending == Ending.KEEP_OPEN
                && answer != null
                && (answer.headers().hasToken("Connection", "close") || promisesMore(answer, method));
        return closes ? Ending.DROP : ending;
    }

    /** Returns the bytes of each write: a single one, unless the body is sent slowly. */
    List<byte[]> pieces(String method) {
        byte[] wire = wire(method);
        List<byte[]> pieces = new ArrayList<>();
        int head = answer == null || drop == Integer.MAX_VALUE ? 0 : head(answer).length;
        int to = (int) Math.min(wire.length, (long) head + drop);
        pieces.add(to == wire.length ? wire : Arrays.copyOf(wire, to));
        for (int from = to; from < wire.length; from = to) {
            to = (int) Math.min(wire.length, (long) from + drop);
            pieces.add(Arrays.copyOfRange(wire, from, to));
        }
        return pieces;
    }

    private byte[] wire(String method) {
        if (extent == Extent.NOTHING) {
            return raw;
        }
        HttpAnswer sent = Objects.requireNonNull(answer, "answer");
        byte[] head = head(sent);
        if (extent == Extent.HALF_HEAD) {
            return Arrays.copyOf(head, head.length / 2);
        }
        byte[] body = ending == Ending.ENDLESS ? NO_BYTES : body(sent, method);
        byte[] wire = Arrays.copyOf(head, head.length + bodyBytes(body.length));
        System.arraycopy(body, 0, wire, head.length, wire.length - head.length);
        return wire;
    }

    /**
     * If the announced length is too large, the connection closes, so that the client does not wait for its timeout.
     */
    private static boolean promisesMore(HttpAnswer answer, String method) {
        String promised = answer.headers().first("Content-Length");
        return promised != null
                && !method.equals("HEAD")
                && hasBody(answer)
                && !(promised.matches("[0-9]{1,9}") && Integer.parseInt(promised) <= body(answer, method).length);
    }

    private static byte[] head(HttpAnswer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(answer.reason())
                .append("\r\n");
        for (Header header : answer.headers().list()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        if (hasBody(answer) && !answer.headers().has("Content-Length") && !isChunked(answer)) {
            head.append("Content-Length: ").append(answer.body().length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(HttpAnswer answer, String method) {
        if (method.equals("HEAD") || !hasBody(answer)) {
            return NO_BYTES;
        }
        byte[] body = answer.body();
        if (!isChunked(answer)) {
            return body;
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        if (body.length > 0) {
            chunks.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.writeBytes(body);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    private static boolean hasBody(HttpAnswer answer) {
        return answer.status() != 204 && answer.status() != 304;
    }

    private static boolean isChunked(HttpAnswer answer) {
        return answer.headers().hasToken("Transfer-Encoding", "chunked");
    }
}

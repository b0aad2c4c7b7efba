package io.github.partnercenter4j.testkit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done to the client at the end of an exchange: how much of which answer it gets, and what follows. Immutable. */
public final class Script {

    /** What follows what is sent. */
    public enum Ending {
        /** The connection stays open, as far as the answer allows it. */
        KEEP_OPEN,
        /** The connection ends in good order (FIN). */
        DROP,
        /** The connection breaks (RST). */
        RESET,
        /** The connection stays open, and nothing more is said on it. */
        STALL,
        /** A chunked body without end. */
        ENDLESS
    }

    /** How much of the answer is sent. */
    public enum Extent {
        /** Nothing of an answer. */
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

    private final @Nullable HttpAnswer answer;
    private final byte[] raw;
    private final Extent extent;
    private final int part;
    private final Ending ending;
    private final int drop;
    private final Duration interval;

    private Script(
            @Nullable HttpAnswer answer,
            byte[] raw,
            Extent extent,
            int part,
            Ending ending,
            int drop,
            Duration interval) {
        this.answer = answer;
        this.raw = raw;
        this.extent = extent;
        this.part = part;
        this.ending = ending;
        this.drop = drop;
        this.interval = interval;
    }

    private static Script of(@Nullable HttpAnswer answer, Extent extent, int part, Ending ending) {
        return new Script(answer, NO_BYTES, extent, part, ending, Integer.MAX_VALUE, Duration.ZERO);
    }

    /** Sends an answer, and keeps the connection open if the answer allows it. */
    public static Script whole(HttpAnswer answer) {
        return whole(answer, Ending.KEEP_OPEN);
    }

    /** Sends an answer, and then ends the connection so. */
    public static Script whole(HttpAnswer answer, Ending ending) {
        return of(answer, Extent.WHOLE, 0, ending);
    }

    /** Sends nothing. */
    public static Script nothing(Ending ending) {
        return of(null, Extent.NOTHING, 0, ending);
    }

    /** Sends bytes that need not be an answer, and then ends the connection in good order. */
    public static Script raw(byte[] bytes) {
        return new Script(null, bytes, Extent.NOTHING, 0, Ending.DROP, Integer.MAX_VALUE, Duration.ZERO);
    }

    /** Sends half of an answer's head. */
    public static Script halfHead(HttpAnswer answer, Ending ending) {
        return of(answer, Extent.HALF_HEAD, 0, ending);
    }

    /** Sends an answer's head and half of its body. */
    public static Script halfBody(HttpAnswer answer, Ending ending) {
        return of(answer, Extent.PART, HALF, ending);
    }

    /** Sends an answer's head and the first bytes of its body, and then ends the connection in good order. */
    public static Script part(HttpAnswer answer, int bodyBytes) {
        return of(answer, Extent.PART, bodyBytes, Ending.DROP);
    }

    /** Sends the head of an answer whose body has no end. */
    public static Script endless() {
        HttpAnswer head =
                HttpAnswer.of(200).header("Content-Type", "application/json").header("Transfer-Encoding", "chunked");
        return of(head, Extent.WHOLE, 0, Ending.ENDLESS);
    }

    /** Sends an answer slowly: its head with the first few bytes of the body, then so many again after each interval. */
    public static Script dripping(HttpAnswer answer, int bytes, Duration interval) {
        return new Script(answer, NO_BYTES, Extent.WHOLE, 0, Ending.KEEP_OPEN, bytes, interval);
    }

    /** Returns the answer of which all or a part is sent, or null. */
    public @Nullable HttpAnswer answer() {
        return answer;
    }

    /** Tells whether bytes are sent that need not be an answer. */
    public boolean isRaw() {
        return raw.length > 0;
    }

    /** Returns how much of the answer is sent. */
    public Extent extent() {
        return extent;
    }

    /** Returns how many bytes of the answer's body are sent. */
    public int bodyBytes(int length) {
        return extent != Extent.PART ? length : part == HALF ? length / 2 : Math.min(part, length);
    }

    /** Returns what follows what is sent, whatever the answer says. */
    public Ending ending() {
        return ending;
    }

    /** Returns how long it takes until a body of this length is sent, from its first byte on. */
    public Duration duration(int length) {
        long pieces = Math.max(1, ((long) length + drop - 1) / drop);
        return interval.multipliedBy(pieces - 1);
    }

    /** Returns what follows what is sent, with the request's method and the answer's own headers in mind. */
    Ending ending(String method) {
        if (ending == Ending.ENDLESS && method.equals("HEAD")) {
            return Ending.DROP;
        }
        boolean closes = ending == Ending.KEEP_OPEN
                && answer != null
                && (answer.headers().hasToken("Connection", "close") || promisesMore(answer, method));
        return closes ? Ending.DROP : ending;
    }

    /** Returns the bytes as they are to be written: at once, unless they drip. */
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

    /** Returns the time from one piece to the next. */
    Duration interval() {
        return interval;
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

    /** A client that was promised more than there is must not wait for it until its time is out. */
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

    /** The body as it goes onto the wire. */
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

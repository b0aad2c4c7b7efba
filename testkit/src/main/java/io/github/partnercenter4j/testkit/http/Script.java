package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is done to the client at the end of an exchange: these bytes, and then this. Pure. */
final class Script {

    /** What follows the bytes. */
    enum Ending {
        KEEP_OPEN,
        DROP,
        RESET,
        STALL,
        /** A chunked body without end. */
        ENDLESS
    }

    private static final byte[] NOTHING = {};

    private final @Nullable HttpAnswer answer;
    private final byte[] wire;
    private final Ending ending;
    private final FaultPlan.@Nullable Drip drip;

    private Script(@Nullable HttpAnswer answer, byte[] wire, Ending ending) {
        this(answer, wire, ending, null);
    }

    private Script(@Nullable HttpAnswer answer, byte[] wire, Ending ending, FaultPlan.@Nullable Drip drip) {
        this.answer = answer;
        this.wire = wire;
        this.ending = ending;
        this.drip = drip;
    }

    /** Writes the script of an answer, spoilt by a fault, both of which may be missing, though not both at once. */
    static Script of(@Nullable HttpAnswer own, @Nullable FaultPlan fault, String method) {
        if (fault instanceof FaultPlan.Raw raw) {
            return new Script(null, raw.bytes(), Ending.DROP);
        }
        if (fault instanceof FaultPlan.Replace replace) {
            return whole(replace.answer(), method);
        }
        if (fault instanceof FaultPlan.Endless) {
            HttpAnswer endless = HttpAnswer.of(200)
                    .header("Content-Type", "application/json")
                    .header("Transfer-Encoding", "chunked");
            return new Script(endless, head(endless), method.equals("HEAD") ? Ending.DROP : Ending.ENDLESS);
        }
        if (fault instanceof FaultPlan.Cut cut && cut.point().compareTo(Point.AFTER_COMMIT) <= 0) {
            return new Script(null, NOTHING, ending(cut));
        }
        HttpAnswer answer = Objects.requireNonNull(own, "an answer for the fault to spoil");
        if (fault instanceof FaultPlan.Cut cut) {
            return cut(answer, cut, method);
        }
        if (fault instanceof FaultPlan.Truncate truncate) {
            return new Script(answer, part(answer, method, truncate.bodyBytes()), Ending.DROP);
        }
        if (fault instanceof FaultPlan.Drip drip) {
            Script whole = whole(answer, method);
            return new Script(answer, whole.wire, whole.ending, drip);
        }
        return whole(fault instanceof FaultPlan.Overlay overlay ? overlay.over(answer) : answer, method);
    }

    @Nullable
    HttpAnswer answer() {
        return answer;
    }

    /** Returns the bytes as they are to be written: at once, unless they drip. */
    List<byte[]> pieces() {
        if (answer == null || drip == null) {
            return List.of(wire);
        }
        List<byte[]> pieces = new ArrayList<>();
        int to = (int) Math.min(wire.length, (long) head(answer).length + drip.bytes());
        pieces.add(Arrays.copyOf(wire, to));
        for (int from = to; from < wire.length; from = to) {
            to = (int) Math.min(wire.length, (long) from + drip.bytes());
            pieces.add(Arrays.copyOfRange(wire, from, to));
        }
        return pieces;
    }

    /** Returns the time from one piece to the next. */
    Duration interval() {
        return drip == null ? Duration.ZERO : drip.interval();
    }

    Ending ending() {
        return ending;
    }

    private static Script whole(HttpAnswer answer, String method) {
        boolean open = !answer.headers().hasToken("Connection", "close") && !promisesMore(answer, method);
        return new Script(answer, part(answer, method, Integer.MAX_VALUE), open ? Ending.KEEP_OPEN : Ending.DROP);
    }

    private static Script cut(HttpAnswer answer, FaultPlan.Cut cut, String method) {
        byte[] head = head(answer);
        byte[] wire = switch (cut.point()) {
            case IN_HEAD -> Arrays.copyOf(head, head.length / 2);
            case IN_BODY -> part(answer, method, body(answer, method).length / 2);
            default -> part(answer, method, Integer.MAX_VALUE);
        };
        return new Script(answer, wire, ending(cut));
    }

    private static Ending ending(FaultPlan.Cut cut) {
        return switch (cut.manner()) {
            case DROP -> Ending.DROP;
            case RESET -> Ending.RESET;
            case STALL -> Ending.STALL;
        };
    }

    /** A client that was promised more than there is must not wait for it until its time is out. */
    private static boolean promisesMore(HttpAnswer answer, String method) {
        String promised = answer.headers().first("Content-Length");
        return promised != null
                && !method.equals("HEAD")
                && hasBody(answer)
                && !(promised.matches("[0-9]{1,9}") && Integer.parseInt(promised) <= body(answer, method).length);
    }

    private static byte[] part(HttpAnswer answer, String method, int mostOfBody) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        byte[] body = body(answer, method);
        wire.writeBytes(head(answer));
        wire.write(body, 0, Math.min(mostOfBody, body.length));
        return wire.toByteArray();
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
            return NOTHING;
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

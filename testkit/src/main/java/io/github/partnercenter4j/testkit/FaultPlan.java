package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.tls.TlsLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The internal form of a {@link Fault}. Each kind refuses the changes that it does not support. Immutable.
 */
sealed interface FaultPlan extends HttpFault {

    /** No client waits longer for the next bytes. */
    Duration LONGEST_INTERVAL = Duration.ofDays(1);

    Point point();

    @Override
    default At at() {
        return switch (point()) {
            case ACCEPT -> At.CONNECTION;
            case AFTER_HEAD -> At.HEAD;
            case BEFORE_COMMIT -> At.REQUEST;
            case AFTER_COMMIT, IN_HEAD, IN_BODY, AFTER_ANSWER -> At.ANSWER;
        };
    }

    default FaultPlan reason(String reason) {
        throw unfit("Only an answer has a reason phrase");
    }

    default FaultPlan header(String name, String value) {
        throw unfit("Only an answer or an overlay takes a header");
    }

    default FaultPlan withoutHeader(String name) {
        throw unfit("Only an overlay removes a header");
    }

    default FaultPlan body(byte[] body) {
        throw unfit("Only an answer or an overlay takes a body");
    }

    default FaultPlan withIds() {
        throw unfit("Only an answer takes the request's ids");
    }

    default FaultPlan at(Point point) {
        throw unfit("Only an answer, raw bytes or an endless body can apply at another point");
    }

    private IllegalArgumentException unfit(String wanted) {
        return new IllegalArgumentException(wanted + ", not " + Secrets.hide(toString()) + ".");
    }

    /** Sends nothing more from this point on. */
    static FaultPlan cut(String name, Script.Ending ending, Point point) {
        return new Spoil(point, name + "(" + point + ")", own -> switch (point) {
            case IN_HEAD -> Script.halfHead(given(own), ending);
            case IN_BODY -> Script.halfBody(given(own), ending);
            case AFTER_ANSWER -> Script.whole(given(own), ending);
            default -> Script.nothing(ending);
        });
    }

    static FaultPlan drip(int bytes, Duration interval) {
        if (bytes < 1) {
            throw new IllegalArgumentException("drip(..) must send at least 1 byte at a time, not " + bytes + ".");
        }
        if (interval.isNegative() || interval.isZero() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException(
                    "drip(..) must wait more than zero and at most 1 day between two pieces, not " + interval + ".");
        }
        return new Spoil(
                Point.AFTER_COMMIT,
                "drip(" + bytes + " bytes, " + interval + ")",
                own -> Script.dripping(given(own), bytes, interval));
    }

    static FaultPlan truncate(int bodyBytes) {
        if (bodyBytes < 0) {
            throw new IllegalArgumentException("truncate(..) must keep 0 or more bytes, not " + bodyBytes + ".");
        }
        return new Spoil(Point.IN_BODY, "truncate(" + bodyBytes + " bytes)", own -> Script.part(given(own), bodyBytes));
    }

    static FaultPlan raw(byte[] bytes) {
        return new Instead(Point.BEFORE_COMMIT, "raw", bytes.length + " bytes", Script.raw(bytes.clone()));
    }

    static FaultPlan endless() {
        return new Instead(Point.BEFORE_COMMIT, "endlessBody", "", Script.endless());
    }

    /** Sends only a part of the response, or nothing. */
    record Spoil(Point point, String words, Function<@Nullable HttpAnswer, Script> way) implements FaultPlan {

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return way.apply(own);
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** No fault. */
    record None() implements FaultPlan {

        @Override
        public Point point() {
            return Point.AFTER_COMMIT;
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.whole(given(own));
        }

        @Override
        public String toString() {
            return "none()";
        }
    }

    /** A fault of the TLS handshake. */
    record Tls(TlsFault fault) implements FaultPlan {

        @Override
        public Point point() {
            return Point.ACCEPT;
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.nothing(Script.Ending.DROP);
        }

        @Override
        public At at() {
            return At.HANDSHAKE;
        }

        @Override
        public Settings.Layer handshake() {
            return new TlsLayer(
                    switch (fault) {
                        case HANDSHAKE_FAILURE -> TlsLayer.Wrong.HANDSHAKE_FAILURE;
                        case EXPIRED -> TlsLayer.Wrong.EXPIRED;
                        case WRONG_HOST -> TlsLayer.Wrong.WRONG_HOST;
                        case UNKNOWN_ISSUER -> TlsLayer.Wrong.UNKNOWN_ISSUER;
                        case TLS_1_1_ONLY -> TlsLayer.Wrong.TLS_1_1_ONLY;
                    });
        }

        @Override
        public String toString() {
            return "tls(" + fault + ")";
        }
    }

    /** Sends something else instead of the response. */
    record Instead(Point point, String name, String what, Script script) implements FaultPlan {

        public Instead {
            movable(point);
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return script;
        }

        @Override
        public FaultPlan at(Point other) {
            return new Instead(other, name, what, script);
        }

        @Override
        public String toString() {
            String moved = moved(point);
            return name + "(" + (what.isEmpty() && !moved.isEmpty() ? point : what + moved) + ")";
        }
    }

    /** Sends another response, with or without the headers of the service. */
    record Replace(HttpAnswer answer, Point point, boolean ids) implements FaultPlan {

        public Replace {
            movable(point);
        }

        public static Replace of(HttpAnswer answer) {
            return new Replace(answer, Point.BEFORE_COMMIT, false);
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.whole(answer);
        }

        @Override
        public HttpFault withServiceHeaders(UnaryOperator<HttpAnswer> seal) {
            return ids ? new Replace(seal.apply(answer), point, true) : this;
        }

        @Override
        public FaultPlan reason(String reason) {
            return new Replace(answer.reason(reason), point, ids);
        }

        @Override
        public FaultPlan header(String name, String value) {
            return new Replace(answer.header(name, value), point, ids);
        }

        @Override
        public FaultPlan body(byte[] body) {
            return new Replace(answer.body(body), point, ids);
        }

        @Override
        public FaultPlan withIds() {
            return new Replace(answer, point, true);
        }

        @Override
        public FaultPlan at(Point other) {
            return new Replace(answer, other, ids);
        }

        @Override
        public String toString() {
            return "answer(" + answer.toString().strip() + (ids ? ", with ids" : "") + moved(point) + ")";
        }
    }

    /** Changes the response of the fake. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
    record Overlay(List<Edit> edits, byte @Nullable [] body) implements FaultPlan {

        public static final Overlay NOTHING = new Overlay(List.of(), null);

        private static final String LENGTH = "Content-Length";
        private static final String CODING = "Transfer-Encoding";

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.whole(over(given(own)));
        }

        private HttpAnswer over(HttpAnswer answer) {
            Headers headers = answer.headers();
            HttpAnswer changed = answer;
            if (body != null) {
                changed = answer.body(body);
                // The length is right, unless an edit changes it.
                headers = headers.has(LENGTH) ? headers.with(LENGTH, Integer.toString(body.length)) : headers;
            }
            if (edits(CODING) && !edits(LENGTH)) {
                headers = headers.without(LENGTH);
            }
            for (Edit edit : edits) {
                headers = edit.value == null ? headers.without(edit.name) : headers.with(edit.name, edit.value);
            }
            return changed.headers(headers);
        }

        private boolean edits(String header) {
            for (Edit edit : edits) {
                if (edit.name.equalsIgnoreCase(header)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Point point() {
            return Point.AFTER_COMMIT;
        }

        @Override
        public FaultPlan header(String name, String value) {
            Header valid = new Header(name, value);
            return edited(new Edit(valid.name(), valid.value()));
        }

        @Override
        public FaultPlan withoutHeader(String name) {
            return edited(new Edit(name, null));
        }

        @Override
        public FaultPlan body(byte[] other) {
            return new Overlay(edits, other.clone());
        }

        @Override
        public String toString() {
            List<String> parts = new ArrayList<>();
            for (Edit edit : edits) {
                parts.add(edit.value == null ? "-" + edit.name : edit.name + ": " + edit.value);
            }
            if (body != null) {
                parts.add("body of " + body.length + " bytes");
            }
            return "overlay(" + String.join(", ", parts) + ")";
        }

        private Overlay edited(Edit edit) {
            List<Edit> more = new ArrayList<>(edits);
            more.add(edit);
            return new Overlay(List.copyOf(more), body);
        }

        /** A header to set, or to remove if the value is null. */
        record Edit(String name, @Nullable String value) {}
    }

    private static HttpAnswer given(@Nullable HttpAnswer own) {
        return Objects.requireNonNull(own, "own");
    }

    private static void movable(Point point) {
        List<Point> points = Arrays.asList(Point.AFTER_HEAD, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);
        if (!points.contains(point)) {
            throw new IllegalArgumentException("This fault can apply at one of " + points + ", not at " + point
                    + ". To break the connection there, use drop, reset or stall; to change the answer, use truncate or"
                    + " overlay.");
        }
    }

    private static String moved(Point point) {
        return point == Point.BEFORE_COMMIT ? "" : ", " + point;
    }
}

package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.tls.TlsLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fault} is inside the testkit, where its parts can be looked at. Each kind refuses the changes that mean
 * nothing to it. Immutable.
 */
sealed interface FaultPlan extends Trouble {

    /** Where it strikes. */
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

    /** See {@link Fault#reason}. */
    default FaultPlan reason(String reason) {
        throw new IllegalArgumentException("Only an answer has a reason phrase, not " + Secrets.hide(toString()) + ".");
    }

    /** See {@link Fault#header}. */
    default FaultPlan header(String name, String value) {
        throw new IllegalArgumentException(
                "Only an answer or an overlay takes a header, not " + Secrets.hide(toString()) + ".");
    }

    /** See {@link Fault#withoutHeader}. */
    default FaultPlan withoutHeader(String name) {
        throw new IllegalArgumentException(
                "Only an overlay takes a header away, not " + Secrets.hide(toString()) + ".");
    }

    /** See {@link Fault#body(byte[])}. */
    default FaultPlan body(byte[] body) {
        throw new IllegalArgumentException(
                "Only an answer or an overlay takes a body, not " + Secrets.hide(toString()) + ".");
    }

    /** See {@link Fault#withIds}. */
    default FaultPlan withIds() {
        throw new IllegalArgumentException(
                "Only an answer takes the request's ids, not " + Secrets.hide(toString()) + ".");
    }

    /** See {@link Fault#at}. */
    default FaultPlan at(Point point) {
        throw new IllegalArgumentException(
                "Only an answer, raw bytes or an endless body can be moved, not " + Secrets.hide(toString()) + ".");
    }

    /** Nothing goes wrong. */
    enum None implements FaultPlan {
        NONE;

        @Override
        public Point point() {
            return Point.AFTER_COMMIT;
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.whole(Objects.requireNonNull(own, "own"));
        }

        @Override
        public String toString() {
            return "none()";
        }
    }

    /** How a connection is cut. */
    enum Manner {
        DROP(Script.Ending.DROP),
        RESET(Script.Ending.RESET),
        STALL(Script.Ending.STALL);

        private final Script.Ending ending;

        Manner(Script.Ending ending) {
            this.ending = ending;
        }
    }

    /** Nothing more is said. */
    record Cut(Manner manner, Point point) implements FaultPlan {

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return switch (point) {
                case IN_HEAD -> Script.halfHead(Objects.requireNonNull(own, "own"), manner.ending);
                case IN_BODY -> Script.halfBody(Objects.requireNonNull(own, "own"), manner.ending);
                case AFTER_ANSWER -> Script.whole(Objects.requireNonNull(own, "own"), manner.ending);
                default -> Script.nothing(manner.ending);
            };
        }

        @Override
        public String toString() {
            return switch (manner) {
                        case DROP -> "drop";
                        case RESET -> "reset";
                        case STALL -> "stall";
                    }
                    + "(" + point + ")";
        }
    }

    /** A connection cannot be made safe. */
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
            return switch (fault) {
                case HANDSHAKE_FAILURE -> TlsLayer.handshakeFailure();
                case EXPIRED -> TlsLayer.expired();
                case WRONG_HOST -> new TlsLayer("elsewhere.example");
                case UNKNOWN_ISSUER -> TlsLayer.ofUnknownIssuer();
                case TLS_1_1_ONLY -> TlsLayer.tls11();
            };
        }

        @Override
        public String toString() {
            return "tls(" + fault + ")";
        }
    }

    /** Another answer is given; the ids of its request are put into it, or not. */
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
        public Trouble sealedBy(UnaryOperator<HttpAnswer> seal) {
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

    /** Bytes are sent that need not be an answer. */
    final class Raw implements FaultPlan {

        private final byte[] bytes;
        private final Point point;

        public Raw(byte[] bytes, Point point) {
            this.bytes = bytes.clone();
            this.point = movable(point);
        }

        byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.raw(bytes.clone());
        }

        @Override
        public Point point() {
            return point;
        }

        @Override
        public FaultPlan at(Point other) {
            return new Raw(bytes, other);
        }

        @Override
        public String toString() {
            return "raw(" + bytes.length + " bytes" + moved(point) + ")";
        }
    }

    /** A body is sent that has no end. */
    record Endless(Point point) implements FaultPlan {

        public Endless {
            movable(point);
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.endless();
        }

        @Override
        public FaultPlan at(Point other) {
            return new Endless(other);
        }

        @Override
        public String toString() {
            return "endlessBody(" + (point == Point.BEFORE_COMMIT ? "" : point) + ")";
        }
    }

    /** The body comes a few bytes at a time. */
    record Drip(int bytes, Duration interval) implements FaultPlan {

        private static final Duration LONGEST = Duration.ofDays(1);

        public Drip {
            if (bytes < 1) {
                throw new IllegalArgumentException("A body drips by one byte or more, not by " + bytes + ".");
            }
            if (interval.isNegative() || interval.isZero() || interval.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(
                        "Between two drops is some time, a day at most, not " + interval + ".");
            }
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.dripping(Objects.requireNonNull(own, "own"), bytes, interval);
        }

        @Override
        public Point point() {
            return Point.AFTER_COMMIT;
        }

        @Override
        public String toString() {
            return "drip(" + bytes + " bytes, " + interval + ")";
        }
    }

    /** The body ends early. */
    record Truncate(int bodyBytes) implements FaultPlan {

        public Truncate {
            if (bodyBytes < 0) {
                throw new IllegalArgumentException("A body cannot be cut to " + bodyBytes + " bytes.");
            }
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.part(Objects.requireNonNull(own, "own"), bodyBytes);
        }

        @Override
        public Point point() {
            return Point.IN_BODY;
        }

        @Override
        public String toString() {
            return "truncate(" + bodyBytes + " bytes)";
        }
    }

    /** The fake's own answer is changed. */
    final class Overlay implements FaultPlan {

        public static final Overlay NOTHING = new Overlay(List.of(), null);

        private static final String LENGTH = "Content-Length";
        private static final String CODING = "Transfer-Encoding";

        private final List<Edit> edits;
        private final byte @Nullable [] body;

        private Overlay(List<Edit> edits, byte @Nullable [] body) {
            this.edits = edits;
            this.body = body;
        }

        @Override
        public Script script(@Nullable HttpAnswer own) {
            return Script.whole(over(Objects.requireNonNull(own, "own")));
        }

        private HttpAnswer over(HttpAnswer answer) {
            Headers headers = answer.headers();
            HttpAnswer changed = answer;
            if (body != null) {
                changed = answer.body(body);
                // The length is true unless it is changed on purpose.
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

        /** A header to set, or to take away if the value is null. */
        private record Edit(String name, @Nullable String value) {}
    }

    private static Point movable(Point point) {
        List<Point> points = Arrays.asList(Point.AFTER_HEAD, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);
        if (!points.contains(point)) {
            throw new IllegalArgumentException("What is said instead is said at one of " + points + ", not at " + point
                    + "; drop, reset and stall strike there, truncate and overlay change the answer.");
        }
        return point;
    }

    private static String moved(Point point) {
        return point == Point.BEFORE_COMMIT ? "" : ", " + point;
    }
}

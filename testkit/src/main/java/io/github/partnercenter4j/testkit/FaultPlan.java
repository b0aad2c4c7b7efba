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
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fault} is inside the testkit, where its parts can be looked at. Each kind refuses the changes that mean
 * nothing to it. Immutable.
 */
sealed interface FaultPlan extends Trouble {

    /** A client that waits longer for the next bytes is none. */
    Duration LONGEST_INTERVAL = Duration.ofDays(1);

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
        throw unfit("Only an answer has a reason phrase");
    }

    /** See {@link Fault#header}. */
    default FaultPlan header(String name, String value) {
        throw unfit("Only an answer or an overlay takes a header");
    }

    /** See {@link Fault#withoutHeader}. */
    default FaultPlan withoutHeader(String name) {
        throw unfit("Only an overlay takes a header away");
    }

    /** See {@link Fault#body(byte[])}. */
    default FaultPlan body(byte[] body) {
        throw unfit("Only an answer or an overlay takes a body");
    }

    /** See {@link Fault#withIds}. */
    default FaultPlan withIds() {
        throw unfit("Only an answer takes the request's ids");
    }

    /** See {@link Fault#at}. */
    default FaultPlan at(Point point) {
        throw unfit("Only an answer, raw bytes or an endless body can be moved");
    }

    private IllegalArgumentException unfit(String wanted) {
        return new IllegalArgumentException(wanted + ", not " + Secrets.hide(toString()) + ".");
    }

    /** Nothing more is said. */
    static FaultPlan cut(String name, Script.Ending ending, Point point) {
        return new Spoil(point, name + "(" + point + ")", own -> switch (point) {
            case IN_HEAD -> Script.halfHead(given(own), ending);
            case IN_BODY -> Script.halfBody(given(own), ending);
            case AFTER_ANSWER -> Script.whole(given(own), ending);
            default -> Script.nothing(ending);
        });
    }

    /** The body comes a few bytes at a time. */
    static FaultPlan drip(int bytes, Duration interval) {
        if (bytes < 1) {
            throw new IllegalArgumentException("A body drips by one byte or more, not by " + bytes + ".");
        }
        if (interval.isNegative() || interval.isZero() || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("Between two drops is some time, a day at most, not " + interval + ".");
        }
        return new Spoil(
                Point.AFTER_COMMIT,
                "drip(" + bytes + " bytes, " + interval + ")",
                own -> Script.dripping(given(own), bytes, interval));
    }

    /** The body ends early. */
    static FaultPlan truncate(int bodyBytes) {
        if (bodyBytes < 0) {
            throw new IllegalArgumentException("A body cannot be cut to " + bodyBytes + " bytes.");
        }
        return new Spoil(Point.IN_BODY, "truncate(" + bodyBytes + " bytes)", own -> Script.part(given(own), bodyBytes));
    }

    /** Bytes are sent that need not be an answer. */
    static FaultPlan raw(byte[] bytes) {
        return new Instead(Point.BEFORE_COMMIT, "raw", bytes.length + " bytes", Script.raw(bytes.clone()));
    }

    /** A body is sent that has no end. */
    static FaultPlan endless() {
        return new Instead(Point.BEFORE_COMMIT, "endlessBody", "", Script.endless());
    }

    /** The answer is spoilt, or never comes to be, in a way that has no more to be said about it. */
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

    /** Nothing goes wrong. */
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

    /** Something is sent instead of the answer, whatever that would be. */
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
            return Script.whole(over(given(own)));
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

    /** Returns the answer that is spoilt, of which there is one wherever a plan needs it. */
    private static HttpAnswer given(@Nullable HttpAnswer own) {
        return Objects.requireNonNull(own, "own");
    }

    private static void movable(Point point) {
        List<Point> points = Arrays.asList(Point.AFTER_HEAD, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);
        if (!points.contains(point)) {
            throw new IllegalArgumentException("What is said instead is said at one of " + points + ", not at " + point
                    + "; drop, reset and stall strike there, truncate and overlay change the answer.");
        }
    }

    private static String moved(Point point) {
        return point == Point.BEFORE_COMMIT ? "" : ", " + point;
    }
}

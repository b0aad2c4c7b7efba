package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Trouble;
import io.github.partnercenter4j.testkit.service.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong in one exchange with the fake: another answer, a broken one, or none.
 *
 * <p>A fault says what happens and at which {@link Point}; the rule that carries it says to whom and how often. What was
 * asked of the fake takes effect between {@link Point#BEFORE_COMMIT} and {@link Point#AFTER_COMMIT}, so a fault can lose
 * the answer to an update that was made as well as prevent the update. Immutable.
 *
 * <p>Some faults have no method of their own:
 *
 * <pre>{@code
 * Fault.overlay().header("Content-Length", "9999");                  // a length that is not true
 * Fault.overlay().header("Content-Encoding", "gzip");                // a body that is not what it is declared to be
 * Fault.overlay().body("{}");                                        // a body without a byte order mark
 * Fault.answer(403).reason("No role");                               // a reason phrase and nothing else
 * Fault.raw(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno chunk"));
 * fake.when(Request.any()).during(span).play(Fault.stall(Point.ACCEPT)); // a black hole, for a time
 * }</pre>
 */
public final class Fault {

    /** Where in an exchange a fault strikes, in the order in which an exchange passes them. */
    public enum Point {
        /** As the connection is accepted, before anything is read. */
        ACCEPT,
        /** The request's head has been read, its body has not, and no 100 (Continue) was sent. */
        AFTER_HEAD,
        /** The request has been read whole; nothing was done about it yet. */
        BEFORE_COMMIT,
        /** What was asked has been done; not a byte of the answer was sent. */
        AFTER_COMMIT,
        /** Half of the answer's head has been sent. */
        IN_HEAD,
        /** The answer's head and half of its body have been sent. */
        IN_BODY,
        /** The answer has been sent whole, and promised to keep the connection open. */
        AFTER_ANSWER
    }

    private final FaultPlan plan;

    private Fault(FaultPlan plan) {
        this.plan = plan;
    }

    /**
     * Returns a fault that answers this instead of what the fake would say. Unless {@link #at} says otherwise, nothing is
     * done about the request. The answer has the status's usual reason phrase, no body and no header but
     * {@code Content-Length} until the methods below add some.
     *
     * @param status the status code, 200 to 999
     * @return the fault
     */
    public static Fault answer(int status) {
        return answer(HttpAnswer.of(status));
    }

    static Fault answer(HttpAnswer answer) {
        return new Fault(FaultPlan.Replace.of(answer));
    }

    /**
     * Returns no fault: the exchange goes as it would. For a turn in {@link FaultRule.Builder#inTurn}, or a rule that
     * keeps its requests from those behind it.
     *
     * @return the fault
     */
    public static Fault none() {
        return new Fault(new FaultPlan.None());
    }

    /**
     * Returns a fault that sends these bytes instead of an answer and then ends the connection (FIN): for what is not
     * HTTP at all. Unless {@link #at} says otherwise, nothing is done about the request.
     *
     * @param bytes what is sent
     * @return the fault
     */
    public static Fault raw(byte[] bytes) {
        return new Fault(FaultPlan.raw(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * Returns a fault that ends the connection in good order (FIN).
     *
     * @param point where
     * @return the fault
     */
    public static Fault drop(Point point) {
        return cut("drop", Script.Ending.DROP, point);
    }

    /**
     * Returns a fault that breaks the connection (RST).
     *
     * @param point where
     * @return the fault
     */
    public static Fault reset(Point point) {
        return cut("reset", Script.Ending.RESET, point);
    }

    /**
     * Returns a fault that says nothing more and leaves the connection open until the client goes away or the fake is
     * closed.
     *
     * @param point where
     * @return the fault
     */
    public static Fault stall(Point point) {
        return cut("stall", Script.Ending.STALL, point);
    }

    /**
     * Returns a fault that spoils the TLS handshake of a connection. It waits for one that begins with TLS: a connection
     * over plain HTTP does not use it up. In memory, every exchange is such a connection. A client that takes no offence at
     * a bad certificate is served.
     *
     * @param fault what is wrong with the handshake
     * @return the fault, which strikes at {@link Point#ACCEPT}
     */
    public static Fault tls(TlsFault fault) {
        return new Fault(new FaultPlan.Tls(Objects.requireNonNull(fault, "fault")));
    }

    /**
     * Returns a fault that sends the head of the fake's own answer with its true {@code Content-Length}, then only so many
     * bytes of the body, and then ends the connection (FIN). What was asked is done.
     *
     * @param bodyBytes how many bytes of the body are sent
     * @return the fault
     */
    public static Fault truncate(int bodyBytes) {
        return new Fault(FaultPlan.truncate(bodyBytes));
    }

    /**
     * Returns a fault that sends the fake's own answer slowly: the head with the first few bytes of the body, then so many
     * again after each interval, by the fake's clock as {@link FaultRule.Builder#delay(Duration)} has it. What was asked is
     * done.
     *
     * @param bytes how many bytes of the body come at a time, at least 1
     * @param interval how long from one piece to the next, more than nothing and at most a day
     * @return the fault
     * @throws IllegalArgumentException if one of them is out of its bounds
     */
    public static Fault drip(int bytes, Duration interval) {
        return new Fault(FaultPlan.drip(bytes, interval));
    }

    /**
     * Returns a fault that answers 200 with a chunked JSON body that does not end until the client goes away (or 64 MiB
     * are sent). Unless {@link #at} says otherwise, nothing is done about the request.
     *
     * @return the fault
     */
    public static Fault endlessBody() {
        return new Fault(FaultPlan.endless());
    }

    /**
     * Returns a fault that lets the fake do what was asked and changes its answer: {@link #header} replaces or adds a
     * header, {@link #withoutHeader} takes one away, {@link #body(byte[])} puts other bytes in the body. A
     * {@code Content-Length} given here is sent as it is, true or not.
     *
     * @return the fault, which changes nothing yet
     */
    public static Fault overlay() {
        return new Fault(FaultPlan.Overlay.NOTHING);
    }

    /**
     * Returns this fault with another reason phrase.
     *
     * @param reason any text on one line, or nothing
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #answer}
     */
    public Fault reason(String reason) {
        return new Fault(plan.reason(Objects.requireNonNull(reason, "reason")));
    }

    /**
     * Returns this fault with one more header, spelt exactly so. An {@link #answer} sends every header it was given, in
     * that order, the same name twice too; an {@link #overlay} replaces the header of that name.
     *
     * @param name the header's name
     * @param value the header's value
     * @return the fault
     * @throws IllegalArgumentException if this is neither an {@link #answer} nor an {@link #overlay}
     */
    public Fault header(String name, String value) {
        return new Fault(plan.header(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
    }

    /**
     * Returns this overlay without a header of the fake's answer.
     *
     * @param name the header's name, in any case
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #overlay}
     */
    public Fault withoutHeader(String name) {
        return new Fault(plan.withoutHeader(Objects.requireNonNull(name, "name")));
    }

    /**
     * Returns this fault with this text, in UTF-8, as the answer's body.
     *
     * @param body the text
     * @return the fault
     * @throws IllegalArgumentException if this is neither an {@link #answer} nor an {@link #overlay}
     */
    public Fault body(String body) {
        return body(Objects.requireNonNull(body, "body").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns this fault with these bytes as the answer's body.
     *
     * @param body the bytes
     * @return the fault
     * @throws IllegalArgumentException if this is neither an {@link #answer} nor an {@link #overlay}
     */
    public Fault body(byte[] body) {
        return new Fault(plan.body(Objects.requireNonNull(body, "body")));
    }

    /**
     * Returns this answer, spoken by the service itself: with what all answers of the fake have, the ids that the request
     * came with, {@code MS-CV}, {@code MS-ServerId}, {@code Request-Context} and {@code Date}. An answer without them looks
     * like that of a gateway or proxy before the service: a success without them, on a connection whose answers had them
     * before, is refused by this project's transports as the answer to another request.
     *
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #answer}
     */
    public Fault withIds() {
        return new Fault(plan.withIds());
    }

    /**
     * Returns this fault, playing at another point: at {@link Point#AFTER_HEAD} without waiting for the request's body, at
     * {@link Point#BEFORE_COMMIT} (the default) without doing what was asked, at {@link Point#AFTER_COMMIT} when it was
     * done.
     *
     * @param point one of the three
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #answer}, {@link #raw} or {@link #endlessBody}, or the
     *     point is another one
     */
    public Fault at(Point point) {
        return new Fault(plan.at(Objects.requireNonNull(point, "point")));
    }

    boolean isNone() {
        return plan instanceof FaultPlan.None;
    }

    /** Tells whether this fault befalls a connection, whatever will be asked on it. */
    boolean isOfConnection() {
        return plan.at().isOfConnection();
    }

    /** Tells whether this fault is for one stage of a connection, or, where that is null, for a request. */
    boolean isFor(Trouble.@Nullable At ofConnection) {
        return ofConnection == null ? !isOfConnection() : plan.at() == ofConnection;
    }

    /** Returns what this fault is inside the testkit. */
    FaultPlan plan() {
        return plan;
    }

    /** Returns this fault on one line, fit for a journal: without anything secret. */
    @Override
    public String toString() {
        return Secrets.hide(plan.toString());
    }

    private static Fault cut(String name, Script.Ending ending, Point point) {
        return new Fault(FaultPlan.cut(name, ending, Objects.requireNonNull(point, "point")));
    }
}

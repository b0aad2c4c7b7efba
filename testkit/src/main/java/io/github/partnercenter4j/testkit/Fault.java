package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpFault;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.service.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fault of one exchange with the fake: another response, a broken one, or none.
 *
 * <p>A fault defines what happens and at which {@link Point}; a rule defines for which requests and how often. An
 * update is stored between {@link Point#BEFORE_COMMIT} and {@link Point#AFTER_COMMIT}. So a fault can prevent an
 * update, or only lose its response. Immutable.
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

    /** The points of an exchange at which a fault can happen, in their order. */
    public enum Point {
        /** When the connection is accepted, before anything is read. */
        ACCEPT,
        /** After the head of the request was read, before its body and before a 100 (Continue). */
        AFTER_HEAD,
        /** After the whole request was read, before it has any effect. */
        BEFORE_COMMIT,
        /** After the request had its effect, before the first byte of the response. */
        AFTER_COMMIT,
        /** After half of the response head was sent. */
        IN_HEAD,
        /** After the response head and half of its body were sent. */
        IN_BODY,
        /** After the whole response was sent, which announced to keep the connection open. */
        AFTER_ANSWER
    }

    private final FaultPlan plan;

    private Fault(FaultPlan plan) {
        this.plan = plan;
    }

    /**
     * Returns a fault that sends this response instead of the fake's own. Unless {@link #at} is used, the request has
     * no effect. The response has the usual reason phrase of the status, the header {@code Content-Length} and no body;
     * the methods below add more.
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
     * {@return no fault: the exchange is normal} For {@link FaultRule.Builder#inTurn}, or for a rule that keeps its
     * requests from later rules.
     */
    public static Fault none() {
        return new Fault(new FaultPlan.None());
    }

    /**
     * Returns a fault that sends these bytes instead of a response and then closes the connection (FIN), for example
     * bytes that are not HTTP. Unless {@link #at} is used, the request has no effect.
     *
     * @param bytes the bytes to send
     * @return the fault
     */
    public static Fault raw(byte[] bytes) {
        return new Fault(FaultPlan.raw(Objects.requireNonNull(bytes, "bytes")));
    }

    /**
     * Returns a fault that closes the connection (FIN).
     *
     * @param point the point of the exchange
     * @return the fault
     */
    public static Fault drop(Point point) {
        return cut("drop", Script.Ending.DROP, point);
    }

    /**
     * Returns a fault that resets the connection (RST).
     *
     * @param point the point of the exchange
     * @return the fault
     */
    public static Fault reset(Point point) {
        return cut("reset", Script.Ending.RESET, point);
    }

    /**
     * Returns a fault that sends nothing more and keeps the connection open until the client closes it or the fake is
     * closed.
     *
     * @param point the point of the exchange
     * @return the fault
     */
    public static Fault stall(Point point) {
        return cut("stall", Script.Ending.STALL, point);
    }

    /**
     * Returns a fault of the TLS handshake of a connection. It waits for a connection with TLS; plain HTTP does not use
     * it up. In memory, every exchange counts as such a connection. A client that accepts a wrong certificate gets a
     * normal response.
     *
     * @param fault the kind of fault
     * @return the fault, at {@link Point#ACCEPT}
     */
    public static Fault tls(TlsFault fault) {
        return new Fault(new FaultPlan.Tls(Objects.requireNonNull(fault, "fault")));
    }

    /**
     * Returns a fault that sends the head of the fake's own response with the right {@code Content-Length}, then only a
     * part of the body, and then closes the connection (FIN). The request has its effect.
     *
     * @param bodyBytes how many bytes of the body are sent
     * @return the fault
     */
    public static Fault truncate(int bodyBytes) {
        return new Fault(FaultPlan.truncate(bodyBytes));
    }

    /**
     * Returns a fault that sends the fake's own response slowly: the head with the first bytes of the body, then the
     * next bytes after each interval, by the clock of {@link FaultRule.Builder#delay(Duration)}. The request has its
     * effect.
     *
     * @param bytes how many bytes of the body are sent at a time, at least 1
     * @param interval the time between two parts, positive and at most a day
     * @return the fault
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public static Fault drip(int bytes, Duration interval) {
        return new Fault(FaultPlan.drip(bytes, interval));
    }

    /**
     * {@return a fault that answers 200 with a chunked JSON body without end} It ends when the client closes the
     * connection or 64 MiB are sent. Unless {@link #at} is used, the request has no effect.
     */
    public static Fault endlessBody() {
        return new Fault(FaultPlan.endless());
    }

    /**
     * {@return a fault that changes the fake's own response, without any change yet} The request has its effect. {@link
     * #header} replaces or adds a header, {@link #withoutHeader} removes one, and {@link #body(byte[])} replaces the
     * body. A {@code Content-Length} that is set here is sent even if it is wrong.
     */
    public static Fault overlay() {
        return new Fault(FaultPlan.Overlay.NOTHING);
    }

    /**
     * Returns this fault with another reason phrase.
     *
     * @param reason any text in one line, or an empty text
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #answer}
     */
    public Fault reason(String reason) {
        return new Fault(plan.reason(Objects.requireNonNull(reason, "reason")));
    }

    /**
     * Returns this fault with one more header, in exactly this spelling. An {@link #answer} sends all given headers in
     * their order, even the same name twice. An {@link #overlay} replaces the header of that name.
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
     * Returns this overlay without a header of the fake's response.
     *
     * @param name the header's name, in any case
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #overlay}
     */
    public Fault withoutHeader(String name) {
        return new Fault(plan.withoutHeader(Objects.requireNonNull(name, "name")));
    }

    /**
     * Returns this fault with this text, in UTF-8, as the body of the response.
     *
     * @param body the text
     * @return the fault
     * @throws IllegalArgumentException if this is neither an {@link #answer} nor an {@link #overlay}
     */
    public Fault body(String body) {
        return body(Objects.requireNonNull(body, "body").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns this fault with these bytes as the body of the response.
     *
     * @param body the bytes
     * @return the fault
     * @throws IllegalArgumentException if this is neither an {@link #answer} nor an {@link #overlay}
     */
    public Fault body(byte[] body) {
        return new Fault(plan.body(Objects.requireNonNull(body, "body")));
    }

    /**
     * Returns this answer with the headers of the service itself: the ids of the request, {@code MS-CV},
     * {@code MS-ServerId}, {@code Request-Context} and {@code Date}. A response without them looks like that of a
     * gateway or proxy in front of the service. This project's transports refuse a success without ids on a connection
     * whose earlier responses had ids, because it may belong to another request.
     *
     * @return the fault
     * @throws IllegalArgumentException if this is not an {@link #answer}
     */
    public Fault withIds() {
        return new Fault(plan.withIds());
    }

    /**
     * Returns this fault at another point: {@link Point#AFTER_HEAD}, without waiting for the body of the request;
     * {@link Point#BEFORE_COMMIT} (the default), without an effect of the request; or {@link Point#AFTER_COMMIT}, after
     * its effect.
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

    /** Returns whether this is a fault of a connection, not of a request. */
    boolean isOfConnection() {
        return plan.at().isOfConnection();
    }

    /** Returns whether this fault is for this stage of a connection, or, if that is null, for a request. */
    boolean isFor(HttpFault.@Nullable At ofConnection) {
        return ofConnection == null ? !isOfConnection() : plan.at() == ofConnection;
    }

    /** Returns the internal form of this fault. */
    FaultPlan plan() {
        return plan;
    }

    /** Returns this fault in one line, without secrets, for the journal. */
    @Override
    public String toString() {
        return Secrets.hide(plan.toString());
    }

    private static Fault cut(String name, Script.Ending ending, Point point) {
        return new Fault(FaultPlan.cut(name, ending, Objects.requireNonNull(point, "point")));
    }
}

package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.http.Header;
import io.github.partnercenter4j.testkit.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as the fake saw it. It shows no token: ask {@link #hasToken} which one came. Immutable.
 *
 * <p>What never became a request, such as bytes that are not HTTP, is recorded, too: it has no method, and
 * {@link #objection()} says what was wrong.
 */
public final class RecordedExchange {

    /** How an exchange came in. */
    public enum Door {
        /** Over a socket. */
        HTTP,
        /** Through {@link InMemorySupportProfileGateway}. */
        IN_MEMORY
    }

    /** Of a body, no more is kept: a journal holds a thousand exchanges. */
    private static final int BODY_LIMIT = 64 * 1024;

    private final Door door;
    private final long connection;
    private final int index;
    private final String method;
    private final String target;
    private final Headers requestHeaders;
    private final byte[] requestBody;
    private final @Nullable String tenant;
    private final int status;
    private final Headers responseHeaders;
    private final @Nullable Fault fault;
    private final Duration delay;
    private final boolean committed;
    private final boolean replayed;
    private final List<String> remarks;
    private final Duration tooEarly;
    private final @Nullable String objection;

    private RecordedExchange(Builder builder) {
        this.door = builder.door;
        this.connection = builder.connection;
        this.index = builder.index;
        this.method = builder.method;
        this.target = builder.target;
        this.requestHeaders = builder.requestHeaders;
        this.requestBody = builder.requestBody;
        this.tenant = builder.tenant;
        this.status = builder.status;
        this.responseHeaders = builder.responseHeaders;
        this.fault = builder.fault;
        this.delay = builder.delay;
        this.committed = builder.committed;
        this.replayed = builder.replayed;
        this.remarks = List.copyOf(builder.remarks);
        this.tooEarly = builder.tooEarly;
        this.objection = builder.objection;
    }

    /**
     * Returns how the exchange came in.
     *
     * @return the door
     */
    public Door door() {
        return door;
    }

    /**
     * Returns the number of the connection, or of the gateway in memory: each door counts its own, from 1.
     *
     * @return the number
     */
    public long connection() {
        return connection;
    }

    /**
     * Returns the number of the exchange on its connection.
     *
     * @return the number, from 0
     */
    public int index() {
        return index;
    }

    /**
     * Returns the method.
     *
     * @return the method as sent, empty if what came was not a request
     */
    public String method() {
        return method;
    }

    /**
     * Returns the request target.
     *
     * @return path and query as sent, empty if what came was not a request
     */
    public String target() {
        return target;
    }

    /**
     * Returns the request's headers, in order and as spelt. The value of {@code Authorization} is redacted.
     *
     * @return name and value of each
     */
    public List<Map.Entry<String, String>> requestHeaders() {
        return requestHeaders.list().stream().map(RecordedExchange::shown).toList();
    }

    /**
     * Returns a header of the request.
     *
     * @param name the name, in any case
     * @return the first value, redacted if it is the token's, or null if there is none
     */
    public @Nullable String requestHeader(String name) {
        for (Map.Entry<String, String> header : requestHeaders()) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }

    /**
     * Tells whether this token came with the request.
     *
     * @param token the token
     * @return true if it was the request's bearer token
     */
    public boolean hasToken(AccessToken token) {
        return token.value().equals(Gatekeeper.bearer(requestHeaders));
    }

    /**
     * Returns the request's body.
     *
     * @return a copy of its bytes, at most the first 64 KiB; none if it was not read
     */
    public byte[] requestBody() {
        return requestBody.clone();
    }

    /**
     * Returns the request's body as text.
     *
     * @return the same bytes, read as UTF-8
     */
    public String requestText() {
        return new String(requestBody, StandardCharsets.UTF_8);
    }

    /**
     * Returns the partner tenant that the token was issued for.
     *
     * @return a GUID in lower case, or null if no token of this fake came
     */
    public @Nullable String tenant() {
        return tenant;
    }

    /**
     * Returns the status that was answered, if only in part.
     *
     * @return the status, or 0 if no answer was begun
     */
    public int status() {
        return status;
    }

    /**
     * Returns the answer's headers, in order and as spelt.
     *
     * @return name and value of each
     */
    public List<Map.Entry<String, String>> responseHeaders() {
        return responseHeaders.list().stream().map(RecordedExchange::entry).toList();
    }

    /**
     * Returns a header of the answer.
     *
     * @param name the name, in any case
     * @return the first value, or null if there is none
     */
    public @Nullable String responseHeader(String name) {
        return responseHeaders.first(name);
    }

    /**
     * Returns the fault that was played.
     *
     * @return the fault, or null if none was
     */
    public @Nullable Fault fault() {
        return fault;
    }

    /**
     * Returns how long a rule held back the answer, or what came instead.
     *
     * @return the delay, zero if there was none
     */
    public Duration delay() {
        return delay;
    }

    /**
     * Tells whether the exchange replaced a profile, whatever was answered then.
     *
     * @return true for a write that took effect
     */
    public boolean committed() {
        return committed;
    }

    /**
     * Tells whether a write was not done because one with the same {@code MS-RequestId} had been, and was given the answer
     * to that one; see {@link Behaviour#REPLAY}.
     *
     * @return true for a write that was answered from memory
     */
    public boolean replayed() {
        return replayed;
    }

    /**
     * Returns what was odd about the request, whether it was served or not: headers and members that Partner Center is not
     * known to have, ids that are missing or no GUIDs. {@link Preset#STRICT} refuses some of it.
     *
     * @return a few words each, with names and without values; empty if nothing was
     */
    public List<String> remarks() {
        return remarks;
    }

    /**
     * Returns how long before the end of the wait that it had been asked for the request came. {@link Throttle} asks
     * for that, of a tenant's reads and of its updates; who comes too early is asked again.
     *
     * @return the time that was left, zero if there was none
     */
    public Duration tooEarly() {
        return tooEarly;
    }

    /**
     * Returns what the fake could not make sense of, below the service's own rules.
     *
     * @return the objection, or null if there is none
     */
    public @Nullable String objection() {
        return objection;
    }

    /** Shows method, target, status and fault; no header and no body. */
    @Override
    public String toString() {
        return door + " " + connection + "." + index + " " + (method.isEmpty() ? "no request" : method + " " + target)
                + " -> " + (status == 0 ? "no answer" : status) + (fault == null ? "" : ", fault " + fault)
                + (delay.isZero() ? "" : ", delay " + delay)
                + (tooEarly.isZero() ? "" : ", too early by " + tooEarly)
                + (committed ? ", written" : "") + (replayed ? ", replayed" : "")
                + (objection == null ? "" : ", objection: " + objection);
    }

    private static Map.Entry<String, String> entry(Header header) {
        return Map.entry(header.name(), header.value());
    }

    private static Map.Entry<String, String> shown(Header header) {
        if (!header.name().equalsIgnoreCase("Authorization")) {
            return entry(header);
        }
        boolean bearer = header.value().regionMatches(true, 0, "Bearer ", 0, "Bearer ".length());
        return Map.entry(header.name(), bearer ? "Bearer <redacted>" : "<redacted>");
    }

    /** Collects what is known of an exchange. Not thread-safe. */
    static final class Builder {
        private final Door door;
        private final long connection;
        private final int index;
        private String method = "";
        private String target = "";
        private Headers requestHeaders = Headers.NONE;
        private byte[] requestBody = {};
        private @Nullable String tenant;
        private int status;
        private Headers responseHeaders = Headers.NONE;
        private @Nullable Fault fault;
        private Duration delay = Duration.ZERO;
        private boolean committed;
        private boolean replayed;
        private final List<String> remarks = new ArrayList<>(0);
        private Duration tooEarly = Duration.ZERO;
        private @Nullable String objection;

        Builder(Door door, long connection, int index) {
            this.door = Objects.requireNonNull(door, "door");
            this.connection = connection;
            this.index = index;
        }

        Builder request(ServiceRequest request, byte[] body) {
            this.method = request.method();
            this.target = request.target();
            this.requestHeaders = request.headers();
            this.requestBody = Arrays.copyOf(body, Math.min(body.length, BODY_LIMIT));
            return this;
        }

        /** Takes what the service made of the head. */
        Builder admission(FakeState.Admission admission) {
            this.tenant = admission.tenant();
            this.remarks.addAll(admission.remarks());
            this.tooEarly = admission.tooEarly();
            return this;
        }

        Builder answer(int answeredStatus, Headers headers) {
            this.status = answeredStatus;
            this.responseHeaders = headers;
            return this;
        }

        Builder fault(@Nullable Fault value) {
            this.fault = value;
            return this;
        }

        Builder delay(Duration value) {
            this.delay = value;
            return this;
        }

        /** Takes what the service did, null if nothing. */
        Builder outcome(FakeState.@Nullable Outcome outcome) {
            this.committed = outcome != null && outcome.written();
            this.replayed = outcome != null && outcome.replayed();
            if (outcome != null) {
                this.remarks.addAll(outcome.remarks());
            }
            return this;
        }

        Builder objection(@Nullable String value) {
            this.objection = value;
            return this;
        }

        RecordedExchange build() {
            return new RecordedExchange(this);
        }
    }
}

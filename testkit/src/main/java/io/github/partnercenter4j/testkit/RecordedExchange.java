package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.testkit.behaviour.Behaviour;
import io.github.partnercenter4j.testkit.behaviour.Preset;
import io.github.partnercenter4j.testkit.behaviour.Throttle;
import io.github.partnercenter4j.testkit.http.Headers;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.service.Gatekeeper;
import io.github.partnercenter4j.testkit.service.RouteHint;
import io.github.partnercenter4j.testkit.service.Secrets;
import io.github.partnercenter4j.testkit.service.ServiceRequest;
import io.github.partnercenter4j.testkit.service.TokenIdentity;
import io.github.partnercenter4j.testkit.visit.Choice;
import io.github.partnercenter4j.testkit.visit.Visited;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as the fake saw it. What is secret in it (tokens, client secrets, codes, cookies) is shown by nothing but
 * {@link #requestBody()} and {@link #responseBody()}, which are the bytes as they were: ask {@link #token} what kind of token
 * came, and {@link #hasToken} which. Immutable.
 *
 * <p>What never became a request, such as bytes that are not HTTP, is recorded, too: it has no method, and
 * {@link #objection()} says what was wrong.
 */
public final class RecordedExchange {

    /** How an exchange came in. */
    public enum Door {
        /** Over a socket. */
        HTTP,
        /** Through {@link FakePartnerCenter#gateway()}. */
        IN_MEMORY
    }

    /** Which token came with a request: the kinds that {@link FakeTokens} issues, whoever issued it. */
    public enum Token {
        /** None that can be told. */
        NONE,
        /** One that the fake did not issue. */
        UNKNOWN,
        /** One of any kind whose time was over when it came. */
        EXPIRED,
        /** An app's for a user: what this resource takes. */
        APP_PLUS_USER,
        /** The same for a user who signed in without a second factor. */
        WITHOUT_MFA,
        /** The same for a user whose role may read only. */
        WITHOUT_ROLE,
        /** An app's own. */
        APP_ONLY,
        /** One for another API. */
        WRONG_AUDIENCE
    }

    private final Visited visited;
    private final int attempt;

    /**
     * Creates an exchange.
     *
     * @param visited what became of it
     * @param attempt which request of a call it was, or 0
     */
    RecordedExchange(Visited visited, int attempt) {
        this.visited = visited;
        this.attempt = attempt;
    }

    /**
     * Returns how the exchange came in.
     *
     * @return the door
     */
    public Door door() {
        return visited.origin().inMemory() ? Door.IN_MEMORY : Door.HTTP;
    }

    /**
     * Returns the number of the connection, or of the gateway in memory: each door counts its own, from 1.
     *
     * @return the number
     */
    public long connection() {
        return visited.origin().connection();
    }

    /**
     * Returns the number of the exchange on its connection.
     *
     * @return the number, from 0
     */
    public int index() {
        return visited.origin().index();
    }

    /**
     * Returns which request of a call this was: the first, or the second, which is its first retry, and so on. Requests are
     * of one call if their {@code MS-CorrelationId} is the same, in any case, whatever the method and the door.
     *
     * @return the number, from 1; 0 if the request has no such id
     */
    public int attempt() {
        return attempt;
    }

    /**
     * Returns when the request's head had come, by the fake's clock.
     *
     * @return the moment; when the fake noticed, if what came was not a request
     */
    public Instant received() {
        return visited.received().instant();
    }

    /**
     * Returns when the answer's first byte was due to leave, or what came instead, by the fake's clock: {@link #delay()} after
     * the fake knew what to answer.
     *
     * @return the moment, which may be in the future
     */
    public Instant answered() {
        return visited.noted().instant().plus(delay());
    }

    /**
     * Returns how long after this exchange was answered another came in. Other than the moments, it does not depend on the
     * wall clock: it is measured by what faults are held back by, a {@link VirtualClock} or real time.
     *
     * @param later the other exchange, of the same fake
     * @return the time from {@link #answered()} to the other's {@link #received()}, negative if that came before
     */
    public Duration gapTo(RecordedExchange later) {
        return Duration.ofNanos(
                        later.visited.received().nanos() - visited.noted().nanos())
                .minus(delay());
    }

    /**
     * Returns the method.
     *
     * @return the method as sent, empty if what came was not a request
     */
    public String method() {
        ServiceRequest request = request();
        return request == null ? "" : Secrets.hide(request.method());
    }

    /**
     * Returns the request target.
     *
     * @return path and query as sent, but for secrets, empty if what came was not a request
     */
    public String target() {
        return Secrets.hide(visited.target());
    }

    /**
     * Returns the request's headers, in order and as spelt. The values of {@code Authorization} and the like are redacted.
     *
     * @return name and value of each
     */
    public List<Map.Entry<String, String>> requestHeaders() {
        return shown(sentHeaders());
    }

    /**
     * Returns a header of the request.
     *
     * @param name the name, in any case
     * @return the first value, redacted if it is secret, or null if there is none
     */
    public @Nullable String requestHeader(String name) {
        String value = sentHeaders().first(name);
        return value == null ? null : Secrets.hide(name, value);
    }

    /** Returns the request as the rules see it, or null if what came was none. */
    @Nullable
    ServiceRequest request() {
        return visited.request();
    }

    /** Tells whether this is one of those requests. */
    boolean isOf(Request wanted) {
        ServiceRequest request = request();
        return request != null && wanted.includes(request, tenant(), visited.body());
    }

    /** Returns in what this differs from those requests; empty if it is one of them. */
    List<String> differences(Request wanted, boolean bodies) {
        ServiceRequest request = request();
        return request == null
                ? List.of("wanted a request, found none")
                : wanted.differences(request, tenant(), visited.body(), bodies);
    }

    private Headers sentHeaders() {
        ServiceRequest request = request();
        return request == null ? Headers.NONE : request.headers();
    }

    /**
     * Tells whether this token came with the request.
     *
     * @param token the token
     * @return true if it was the request's bearer token
     */
    public boolean hasToken(AccessToken token) {
        return token.value().equals(Gatekeeper.bearer(sentHeaders()));
    }

    /**
     * Returns the kind of token that came with the request.
     *
     * @return the kind, as it was when the request came
     */
    public Token token() {
        TokenIdentity identity = identity();
        if (identity == null) {
            return Gatekeeper.bearer(sentHeaders()) == null ? Token.NONE : Token.UNKNOWN;
        }
        if (!received().isBefore(identity.expiresAt())) {
            return Token.EXPIRED;
        }
        return switch (identity.kind()) {
            case USER -> Token.APP_PLUS_USER;
            case USER_WITHOUT_MFA -> Token.WITHOUT_MFA;
            case USER_WITHOUT_ROLE -> Token.WITHOUT_ROLE;
            case APP -> Token.APP_ONLY;
            case OTHER_AUDIENCE -> Token.WRONG_AUDIENCE;
        };
    }

    /**
     * Returns the request's body, secrets included.
     *
     * @return a copy of its bytes, at most the first 64 KiB; none if it was not read, or not to its end
     */
    public byte[] requestBody() {
        byte[] body = visited.body();
        return body == null ? new byte[0] : body.clone();
    }

    /**
     * Returns the request's body as text.
     *
     * @return the same bytes, read as UTF-8; the values of members and parameters that hold secrets are redacted
     */
    public String requestText() {
        return Secrets.hide(new String(requestBody(), StandardCharsets.UTF_8));
    }

    /**
     * Returns the partner tenant that the token was issued for.
     *
     * @return a GUID in lower case, or null if no token of this fake came
     */
    public @Nullable String tenant() {
        TokenIdentity identity = identity();
        return identity == null ? null : identity.tenant();
    }

    /**
     * Returns the status that was answered, if only in part.
     *
     * @return the status, or 0 if no answer was begun
     */
    public int status() {
        HttpAnswer answer = visited.answer();
        return answer == null ? 0 : answer.status();
    }

    /**
     * Returns the answer's headers, in order and as spelt. The values of {@code Set-Cookie} and the like are redacted.
     *
     * @return name and value of each
     */
    public List<Map.Entry<String, String>> responseHeaders() {
        return shown(answerHeaders());
    }

    /**
     * Returns a header of the answer.
     *
     * @param name the name, in any case
     * @return the first value, redacted if it is secret, or null if there is none
     */
    public @Nullable String responseHeader(String name) {
        String value = answerHeaders().first(name);
        return value == null ? null : Secrets.hide(name, value);
    }

    /** Returns each value of a header of the answer that holds no secret. */
    List<String> answerHeaders(String name) {
        return answerHeaders().all(name);
    }

    /**
     * Returns the answer's body, of which less may have been sent if a fault cut it.
     *
     * @return a copy of its bytes, at most the first 64 KiB; none if no answer was begun
     */
    public byte[] responseBody() {
        HttpAnswer answer = visited.answer();
        return answer == null ? new byte[0] : answer.body();
    }

    /**
     * Returns the answer's body as text.
     *
     * @return the same bytes, read as UTF-8; the values of members that hold secrets are redacted
     */
    public String responseText() {
        return Secrets.hide(new String(responseBody(), StandardCharsets.UTF_8));
    }

    /**
     * Returns the fault that was played.
     *
     * @return the fault, or null if none was
     */
    public @Nullable Fault fault() {
        return visited.choice() instanceof Play play ? play.fault() : null;
    }

    /**
     * Returns the rule that decided what becomes of the exchange.
     *
     * @return the rule, or null if none did: the fault, if there is one, was queued
     */
    public @Nullable FaultRule rule() {
        return visited.choice() instanceof Play play ? play.rule() : null;
    }

    /**
     * Returns how long a rule held back the answer, or what came instead.
     *
     * @return the delay, zero if there was none
     */
    public Duration delay() {
        Choice choice = visited.choice();
        return choice == null ? Duration.ZERO : choice.delay();
    }

    /**
     * Tells whether the exchange replaced a profile, whatever was answered then.
     *
     * @return true for a write that took effect
     */
    public boolean committed() {
        return visited.judged().written();
    }

    /**
     * Tells whether a write was not done because one with the same {@code MS-RequestId} had been, and was given the answer
     * to that one; see {@link Behaviour#REPLAY}.
     *
     * @return true for a write that was answered from memory
     */
    public boolean replayed() {
        return visited.judged().replayed();
    }

    /**
     * Returns what was odd about the request, whether it was served or not: headers and members that Partner Center is not
     * known to have, ids that are missing or no GUIDs. {@link Preset#STRICT} refuses some of it.
     *
     * @return a few words each, with names and without values; empty if nothing was
     */
    public List<String> remarks() {
        return visited.judged().remarks().stream().map(Secrets::hide).toList();
    }

    /**
     * Returns how long before the end of the wait that it had been asked for the request came. {@link Throttle} asks
     * for that, of a tenant's reads and of its updates; who comes too early is asked again.
     *
     * @return the time that was left, zero if there was none
     */
    public Duration tooEarly() {
        return visited.judged().tooEarly();
    }

    /**
     * Returns what the fake could not make sense of, below the service's own rules.
     *
     * @return the objection, or null if there is none
     */
    public @Nullable String objection() {
        String objection = visited.objection();
        return objection == null ? null : Secrets.hide(objection);
    }

    /**
     * Returns what to change in a request that the fake itself answered 404 or 405.
     *
     * @return the closest route and what differs from it, on one line; null if the request was answered otherwise
     */
    public @Nullable String hint() {
        ServiceRequest request = request();
        boolean lost = (status() == 404 || status() == 405) && fault() == null;
        return lost && request != null ? RouteHint.of(request) : null;
    }

    /** Tells whether the target holds what must not be in a URL. */
    boolean hasSecretInTarget() {
        return !target().equals(visited.target());
    }

    /** Tells whether this was answered between two requests for tokens, or at the same time as one. */
    boolean isBetween(TokenCall first, TokenCall second) {
        return !first.cameAfter(visited.noted()) && !second.cameBefore(visited.noted());
    }

    /**
     * Shows when the exchange came, on which connection, its attempt, method, target, kind of token, status, and what was
     * special about it; no header, no body, and nothing secret.
     */
    @Override
    public String toString() {
        boolean requested = request() != null;
        return received() + " " + door() + " " + connection() + "." + index() + " "
                + (requested ? method() + " " + target() : "no request")
                + " -> " + (status() == 0 ? "no answer" : status())
                + (attempt > 1 ? ", attempt " + attempt : "")
                + (!requested || token() == Token.APP_PLUS_USER ? "" : ", token " + token())
                + (fault() == null ? "" : ", fault " + fault())
                + (delay().isZero() ? "" : ", delay " + delay())
                + (tooEarly().isZero() ? "" : ", too early by " + tooEarly())
                + (committed() ? ", written" : "") + (replayed() ? ", replayed" : "")
                + (objection() == null ? "" : ", objection: " + objection())
                + (hint() == null ? "" : ", " + hint());
    }

    private @Nullable TokenIdentity identity() {
        return visited.judged().identity();
    }

    private Headers answerHeaders() {
        HttpAnswer answer = visited.answer();
        return answer == null ? Headers.NONE : answer.headers();
    }

    private static List<Map.Entry<String, String>> shown(Headers headers) {
        return headers.list().stream()
                .map(header -> Map.entry(Secrets.hide(header.name()), Secrets.hide(header.name(), header.value())))
                .toList();
    }
}

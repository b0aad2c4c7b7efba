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
 * One recorded exchange. Its secrets (tokens, client secrets, codes, cookies) are hidden, except in
 * {@link #requestBody()} and {@link #responseBody()}, which have the original bytes. {@link #token} returns the kind of
 * the token, and {@link #hasToken} compares it. Immutable.
 *
 * <p>Input that is not a request, such as bytes that are not HTTP, is also recorded. It has no method, and
 * {@link #objection()} says what was wrong.
 */
public final class RecordedExchange {

    /** The interface of an exchange. */
    public enum Door {
        /** Over a socket. */
        HTTP,
        /** Through {@link FakePartnerCenter#gateway()}. */
        IN_MEMORY
    }

    /** The kind of the token of a request, as issued by {@link FakeTokens} or the login. */
    public enum Token {
        /** No readable token. */
        NONE,
        /** A token that the fake did not issue. */
        UNKNOWN,
        /** A token of any kind that had expired. */
        EXPIRED,
        /** An App+User token, which the support profile accepts. */
        APP_PLUS_USER,
        /** An App+User token of a user who signed in without multi-factor authentication. */
        WITHOUT_MFA,
        /** An App+User token of a user whose role allows only reads. */
        WITHOUT_ROLE,
        /** An app-only token. */
        APP_ONLY,
        /** A token for another API. */
        WRONG_AUDIENCE
    }

    private final Visited visited;
    private final int attempt;

    /**
     * Creates an exchange.
     *
     * @param visited the steps and the result of the exchange
     * @param attempt the number of the request within its call, or 0
     */
    RecordedExchange(Visited visited, int attempt) {
        this.visited = visited;
        this.attempt = attempt;
    }

    /**
     * Returns the interface of the exchange.
     *
     * @return over HTTP or in memory
     */
    public Door door() {
        return visited.origin().inMemory() ? Door.IN_MEMORY : Door.HTTP;
    }

    /**
     * Returns the number of the connection or of the in-memory gateway. Each interface counts separately, from 1.
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
     * Returns the number of this request within its call: 1 for the first, 2 for the first retry, and so on. Requests
     * with the same {@code MS-CorrelationId} belong to one call; upper and lower case, method and interface do not
     * matter.
     *
     * @return the number, from 1; 0 if the request has no such id
     */
    public int attempt() {
        return attempt;
    }

    /**
     * Returns when the head of the request had arrived, by the fake's clock.
     *
     * @return the moment; for input that is not a request, the moment when the fake noticed that
     */
    public Instant received() {
        return visited.received().instant();
    }

    /**
     * Returns when the first byte of the response, or of the fault instead of it, was to be sent, by the fake's clock.
     * This is {@link #delay()} after the fake had the response.
     *
     * @return the moment, which may be in the future
     */
    public Instant answered() {
        return visited.noted().instant().plus(delay());
    }

    /**
     * Returns the time between the response of this exchange and another request. It does not depend on the wall clock:
     * it uses the clock of delays, a {@link VirtualClock} or real time.
     *
     * @param later the other exchange, of the same fake
     * @return the time from {@link #answered()} to {@link #received()} of the other; negative if that came before
     */
    public Duration gapTo(RecordedExchange later) {
        return Duration.ofNanos(
                        later.visited.received().nanos() - visited.noted().nanos())
                .minus(delay());
    }

    /**
     * Returns the method.
     *
     * @return the method as sent; empty if it was not a request
     */
    public String method() {
        ServiceRequest request = request();
        return request == null ? "" : Secrets.hide(request.method());
    }

    /**
     * Returns the request target.
     *
     * @return path and query as sent, with secrets hidden; empty if it was not a request
     */
    public String target() {
        return Secrets.hide(visited.target());
    }

    /**
     * Returns the headers of the request, in their order and spelling. The values of {@code Authorization} and similar
     * headers are hidden.
     *
     * @return name and value of each
     */
    public List<Map.Entry<String, String>> requestHeaders() {
        return shown(sentHeaders());
    }

    /**
     * Returns a header of the request.
     *
     * @param name the name; upper and lower case are equal
     * @return the first value, hidden if it is a secret, or null if there is none
     */
    public @Nullable String requestHeader(String name) {
        String value = sentHeaders().first(name);
        return value == null ? null : Secrets.hide(name, value);
    }

    /** Returns the request for rules, or null if it was not a request. */
    @Nullable
    ServiceRequest request() {
        return visited.request();
    }

    /** Returns whether this exchange matches a request. */
    boolean isOf(Request wanted) {
        ServiceRequest request = request();
        return request != null && wanted.includes(request, tenant(), visited.body());
    }

    /** Returns the differences to a request; empty if it matches. */
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
     * Returns whether the request had this token.
     *
     * @param token the token
     * @return true if it was the request's bearer token
     */
    public boolean hasToken(AccessToken token) {
        return token.value().equals(Gatekeeper.bearer(sentHeaders()));
    }

    /**
     * Returns the kind of the token of the request.
     *
     * @return the kind at the time of the request
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
     * Returns the body of the request, with secrets.
     *
     * @return a copy of its bytes, at most the first 64 KiB; empty if it was not read completely
     */
    public byte[] requestBody() {
        byte[] body = visited.body();
        return body == null ? new byte[0] : body.clone();
    }

    /**
     * Returns the body of the request as text.
     *
     * @return the same bytes as UTF-8 text; the values of secret members and parameters are hidden
     */
    public String requestText() {
        return Secrets.hide(new String(requestBody(), StandardCharsets.UTF_8));
    }

    /**
     * Returns the partner tenant of the token.
     *
     * @return a GUID in lower case, or null if there was no token of this fake
     */
    public @Nullable String tenant() {
        TokenIdentity identity = identity();
        return identity == null ? null : identity.tenant();
    }

    /**
     * Returns the status of the response, even if only a part of it was sent.
     *
     * @return the status, or 0 if no response was begun
     */
    public int status() {
        HttpAnswer answer = visited.answer();
        return answer == null ? 0 : answer.status();
    }

    /**
     * Returns the headers of the response, in their order and spelling. The values of {@code Set-Cookie} and similar
     * headers are hidden.
     *
     * @return name and value of each
     */
    public List<Map.Entry<String, String>> responseHeaders() {
        return shown(answerHeaders());
    }

    /**
     * Returns a header of the response.
     *
     * @param name the name; upper and lower case are equal
     * @return the first value, hidden if it is a secret, or null if there is none
     */
    public @Nullable String responseHeader(String name) {
        String value = answerHeaders().first(name);
        return value == null ? null : Secrets.hide(name, value);
    }

    /** Returns all values of a header of the response that is not a secret. */
    List<String> answerHeaders(String name) {
        return answerHeaders().all(name);
    }

    /**
     * Returns the body of the response. A fault may have sent only a part of it.
     *
     * @return a copy of its bytes, at most the first 64 KiB; empty if no response was begun
     */
    public byte[] responseBody() {
        HttpAnswer answer = visited.answer();
        return answer == null ? new byte[0] : answer.body();
    }

    /**
     * Returns the body of the response as text.
     *
     * @return the same bytes as UTF-8 text; the values of secret members are hidden
     */
    public String responseText() {
        return Secrets.hide(new String(responseBody(), StandardCharsets.UTF_8));
    }

    /**
     * Returns the fault of the exchange.
     *
     * @return the fault, or null if there was none
     */
    public @Nullable Fault fault() {
        return visited.choice() instanceof Play play ? play.fault() : null;
    }

    /**
     * Returns the rule that decided the exchange.
     *
     * @return the rule, or null if none did; then a fault, if there is one, was queued
     */
    public @Nullable FaultRule rule() {
        return visited.choice() instanceof Play play ? play.rule() : null;
    }

    /**
     * Returns how long a rule delayed the response or the fault.
     *
     * @return the delay, zero if there was none
     */
    public Duration delay() {
        Choice choice = visited.choice();
        return choice == null ? Duration.ZERO : choice.delay();
    }

    /**
     * Returns whether the exchange replaced a profile, whatever its response was.
     *
     * @return true for a write that was stored
     */
    public boolean committed() {
        return visited.judged().written();
    }

    /**
     * Returns whether a write had no effect because an earlier write had the same {@code MS-RequestId}; its response
     * was repeated. See {@link Behaviour#REPLAY}.
     *
     * @return true for a repeated response
     */
    public boolean replayed() {
        return visited.judged().replayed();
    }

    /**
     * Returns remarks about the request: unknown headers and members, and ids that are missing or not GUIDs. The
     * request may still have been accepted; {@link Preset#STRICT} refuses some of them.
     *
     * @return short texts with names and without values; empty if there are none
     */
    public List<String> remarks() {
        return visited.judged().remarks().stream().map(Secrets::hide).toList();
    }

    /**
     * Returns how much too early the request came, before the end of a wait of {@link Throttle}.
     *
     * @return the rest of the wait, or zero
     */
    public Duration tooEarly() {
        return visited.judged().tooEarly();
    }

    /**
     * Returns why the input is not a valid HTTP request.
     *
     * @return the objection, or null if there is none
     */
    public @Nullable String objection() {
        String objection = visited.objection();
        return objection == null ? null : Secrets.hide(objection);
    }

    /**
     * Returns a hint for a request that the fake itself answered with 404 or 405.
     *
     * @return the most similar route and the difference, in one line; null for other responses
     */
    public @Nullable String hint() {
        ServiceRequest request = request();
        boolean lost = (status() == 404 || status() == 405) && fault() == null;
        return lost && request != null ? RouteHint.of(request) : null;
    }

    /** Returns whether the target contains a secret. */
    boolean hasSecretInTarget() {
        return !target().equals(visited.target());
    }

    /** Returns whether this was answered between two token requests, or at the same time as one of them. */
    boolean isBetween(TokenCall first, TokenCall second) {
        return !first.cameAfter(visited.noted()) && !second.cameBefore(visited.noted());
    }

    /**
     * Shows the time, connection, attempt, method, target, kind of token and status of the exchange, and what was
     * special; no header, no body and no secret.
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

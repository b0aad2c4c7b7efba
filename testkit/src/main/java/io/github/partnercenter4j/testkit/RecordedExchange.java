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
import io.github.partnercenter4j.testkit.visit.VisitResult;
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

    private final VisitResult result;
    private final int attempt;

    /**
     * Creates an exchange.
     *
     * @param result the steps and the result of the exchange
     * @param attempt the number of the request within its call, or 0
     */
    RecordedExchange(VisitResult result, int attempt) {
        this.result = result;
        this.attempt = attempt;
    }

    /** {@return the interface of the exchange: HTTP or in memory} */
    public Door door() {
        return result.origin().inMemory() ? Door.IN_MEMORY : Door.HTTP;
    }

    /** {@return the number of the connection or of the in-memory gateway} Each interface counts separately, from 1. */
    public long connection() {
        return result.origin().connection();
    }

    /** {@return the number of the exchange on its connection, from 0} */
    public int index() {
        return result.origin().index();
    }

    /**
     * {@return the number of this request within its call: 1 for the first, 2 for the first retry, and so on; 0 without
     * id} Requests with the same {@code MS-CorrelationId} belong to one call; upper and lower case, method and
     * interface do not matter.
     */
    public int attempt() {
        return attempt;
    }

    /**
     * {@return when the head of the request had arrived, by the fake's clock} For input that is not a request: when the
     * fake noticed that.
     */
    public Instant received() {
        return result.received().instant();
    }

    /**
     * {@return when the first byte of the response, or of the fault instead of it, was to be sent, by the fake's clock}
     * This is {@link #delay()} after the fake had the response, and may be in the future.
     */
    public Instant answered() {
        return result.noted().instant().plus(delay());
    }

    /**
     * Returns the time between the response of this exchange and another request. It does not depend on the wall clock:
     * it uses the clock of delays, a {@link VirtualClock} or real time.
     *
     * @param later the other exchange, of the same fake
     * @return the time from {@link #answered()} to {@link #received()} of the other; negative if that came before
     */
    public Duration gapTo(RecordedExchange later) {
        return Duration.ofNanos(later.result.received().nanos() - result.noted().nanos())
                .minus(delay());
    }

    /** {@return the method as sent; empty if it was not a request} */
    public String method() {
        ServiceRequest request = request();
        return request == null ? "" : Secrets.hide(request.method());
    }

    /** {@return path and query as sent, with secrets hidden; empty if it was not a request} */
    public String target() {
        return Secrets.hide(result.target());
    }

    /**
     * {@return name and value of each header of the request, in their order and spelling} The values of {@code
     * Authorization} and similar headers are hidden.
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
        return result.request();
    }

    /** Returns whether this exchange matches a request. */
    boolean isOf(Request wanted) {
        ServiceRequest request = request();
        return request != null && wanted.includes(request, tenant(), result.body());
    }

    /** Returns the differences to a request; empty if it matches. */
    List<String> differences(Request wanted, boolean bodies) {
        ServiceRequest request = request();
        return request == null
                ? List.of("wanted a request, found none")
                : wanted.differences(request, tenant(), result.body(), bodies);
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

    /** {@return the kind of the token of the request, at the time of the request} */
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
     * {@return a copy of the body of the request, with secrets, at most the first 64 KiB; empty if it was not read
     * completely}
     */
    public byte[] requestBody() {
        byte[] body = result.body();
        return body == null ? new byte[0] : body.clone();
    }

    /**
     * {@return the bytes of {@link #requestBody()} as UTF-8 text; the values of secret members and parameters are
     * hidden}
     */
    public String requestText() {
        return Secrets.hide(new String(requestBody(), StandardCharsets.UTF_8));
    }

    /** {@return the partner tenant of the token, a GUID in lower case, or null if there was no token of this fake} */
    public @Nullable String tenant() {
        TokenIdentity identity = identity();
        return identity == null ? null : identity.tenant();
    }

    /** {@return the status of the response, even if only a part of it was sent; 0 if no response was begun} */
    public int status() {
        HttpAnswer answer = result.answer();
        return answer == null ? 0 : answer.status();
    }

    /**
     * {@return name and value of each header of the response, in their order and spelling} The values of {@code
     * Set-Cookie} and similar headers are hidden.
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
     * {@return a copy of the body of the response, at most the first 64 KiB; empty if no response was begun} A fault
     * may have sent only a part of it.
     */
    public byte[] responseBody() {
        HttpAnswer answer = result.answer();
        return answer == null ? new byte[0] : answer.body();
    }

    /** {@return the bytes of {@link #responseBody()} as UTF-8 text; the values of secret members are hidden} */
    public String responseText() {
        return Secrets.hide(new String(responseBody(), StandardCharsets.UTF_8));
    }

    /** {@return the fault of the exchange, or null if there was none} */
    public @Nullable Fault fault() {
        return result.choice() instanceof FaultChoice choice ? choice.fault() : null;
    }

    /** {@return the rule that decided the exchange, or null if none did} A fault without a rule was queued. */
    public @Nullable FaultRule rule() {
        return result.choice() instanceof FaultChoice choice ? choice.rule() : null;
    }

    /** {@return how long a rule delayed the response or the fault; zero if it did not} */
    public Duration delay() {
        Choice choice = result.choice();
        return choice == null ? Duration.ZERO : choice.delay();
    }

    /** {@return whether the exchange replaced a profile, whatever its response was} */
    public boolean committed() {
        return result.serviceFacts().written();
    }

    /**
     * {@return whether a write had no effect because an earlier write had the same {@code MS-RequestId}} Its response
     * was repeated. See {@link Behaviour#REPLAY}.
     */
    public boolean replayed() {
        return result.serviceFacts().replayed();
    }

    /**
     * {@return remarks about the request: unknown headers and members, and ids that are missing or not GUIDs} They are
     * short texts with names and without values; empty if there are none. The request may still have been accepted;
     * {@link Preset#STRICT} refuses some of them.
     */
    public List<String> remarks() {
        return result.serviceFacts().remarks().stream().map(Secrets::hide).toList();
    }

    /**
     * {@return how much too early the request came, before the end of a wait of {@link Throttle}; zero if it did not}
     */
    public Duration tooEarly() {
        return result.serviceFacts().tooEarly();
    }

    /** {@return why the input is not a valid HTTP request, or null if it is} */
    public @Nullable String objection() {
        String objection = result.objection();
        return objection == null ? null : Secrets.hide(objection);
    }

    /**
     * {@return a hint for a request that the fake itself answered with 404 or 405, null for other responses} The hint
     * names the most similar route and the difference, in one line.
     */
    public @Nullable String hint() {
        ServiceRequest request = request();
        boolean lost = (status() == 404 || status() == 405) && fault() == null;
        return lost && request != null ? RouteHint.of(request) : null;
    }

    /** Returns whether the target contains a secret. */
    boolean hasSecretInTarget() {
        return !target().equals(result.target());
    }

    /** Returns whether this was answered between two token requests, or at the same time as one of them. */
    boolean isBetween(TokenCall first, TokenCall second) {
        return !first.cameAfter(result.noted()) && !second.cameBefore(result.noted());
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
        return result.serviceFacts().identity();
    }

    private Headers answerHeaders() {
        HttpAnswer answer = result.answer();
        return answer == null ? Headers.NONE : answer.headers();
    }

    private static List<Map.Entry<String, String>> shown(Headers headers) {
        return headers.list().stream()
                .map(header -> Map.entry(Secrets.hide(header.name()), Secrets.hide(header.name(), header.value())))
                .toList();
    }
}

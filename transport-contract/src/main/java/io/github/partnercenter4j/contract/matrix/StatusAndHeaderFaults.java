package io.github.partnercenter4j.contract.matrix;

import static io.github.partnercenter4j.contract.matrix.FaultRow.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;

/** F36 to F52: valid HTTP responses that are not a success for the client. */
final class StatusAndHeaderFaults {

    private static final String PAGE = "<html><body>canary: the gateway is down</body></html>";

    /** Ids that no request had. */
    private static final String FOREIGN_ID = "00000000-0000-4000-8000-000000000001";

    private StatusAndHeaderFaults() {}

    static List<FaultRow> all() {
        List<FaultRow> rows = new ArrayList<>();
        redirects(rows);
        refusals(rows);
        throttling(rows);
        outages(rows);
        mixed(rows);
        tokens(rows);
        rows.add(row("F52", "another request id is echoed", Fault.overlay().header("MS-RequestId", FOREIGN_ID))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        rows.add(row("F52", "another correlation id is echoed", Fault.overlay().header("MS-CorrelationId", FOREIGN_ID))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        foreignIds(rows);
        return rows;
    }

    /** A gateway in front of the service refuses with its own ids: its status counts. */
    private static void foreignIds(List<FaultRow> rows) {
        rows.add(row("F52", "404 with another request id", Fault.answer(404).header("MS-RequestId", FOREIGN_ID))
                .fails(ErrorCategory.NOT_FOUND, WriteOutcome.UNKNOWN));
        rows.add(row("F52", "403 with another correlation id", Fault.answer(403).header("MS-CorrelationId", FOREIGN_ID))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        rows.add(row(
                        "F52",
                        "401 once, with another correlation id",
                        (rig, times) -> rig.fake().next(json(401, "900420").header("MS-CorrelationId", FOREIGN_ID)))
                .get(Ending.success(2))
                .put(Ending.success(2)));
        rows.add(row(
                        "F52",
                        "503 with both other ids",
                        page(503).header("MS-RequestId", FOREIGN_ID).header("MS-CorrelationId", FOREIGN_ID))
                .fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN)
                .recovering());
    }

    private static void redirects(List<FaultRow> rows) {
        Map<String, String> targets = Map.of(
                "to another host", "https://elsewhere.example/v1/profiles/support?canary=1",
                "to another port", "https://127.0.0.1:9/canary",
                "to http", "http://127.0.0.1/canary",
                "to a file", "file:///etc/canary",
                "to itself", "/v1/profiles/support?canary",
                "nowhere", "http://[canary");
        for (int status : List.of(301, 302, 303, 307, 308)) {
            WriteOutcome outcome = status == 303 ? WriteOutcome.UNKNOWN : WriteOutcome.NOT_APPLIED;
            targets.forEach((where, target) -> rows.add(
                    row("F36", status + " " + where, Fault.answer(status).header("Location", target))
                            .fails(ErrorCategory.REDIRECT_REFUSED, outcome)));
            rows.add(row("F36", status + " without a target", Fault.answer(status))
                    .fails(ErrorCategory.REDIRECT_REFUSED, outcome));
        }
        for (int status : List.of(300, 304)) {
            rows.add(row("F37", status + ", not asked for", Fault.answer(status))
                    .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        }
    }

    private static void refusals(List<FaultRow> rows) {
        Map<Integer, ErrorCategory> own = Map.of(
                400, ErrorCategory.BAD_REQUEST,
                404, ErrorCategory.NOT_FOUND,
                405, ErrorCategory.OTHER_CLIENT,
                406, ErrorCategory.OTHER_CLIENT,
                409, ErrorCategory.CONFLICT,
                415, ErrorCategory.OTHER_CLIENT);
        own.forEach((status, category) -> {
            rows.add(row("F38", status + " with a fault", json(status, "2000"))
                    .fails(category, WriteOutcome.NOT_APPLIED));
            Map<String, Fault> shapes = Map.of(
                    "empty", Fault.answer(status),
                    "a page", page(status),
                    "of wrong JSON",
                            Fault.answer(status)
                                    .header("Content-Type", "application/json")
                                    .body("[\"canary\""));
            shapes.forEach((shape, answer) -> rows.add(
                    row("F40", status + " whose body is " + shape, answer).fails(category, WriteOutcome.NOT_APPLIED)));
        });
        rows.add(row(
                        "F39",
                        "403 with a plain text",
                        Fault.answer(403).reason("canary").body("canary: no role"))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        rows.add(row("F39", "403 with a fault", json(403, "900150"))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        Map<String, Fault> changed = Map.of(
                "412", Fault.answer(412),
                "400 with code 2055", json(400, "2055"),
                "417 with code 800036", json(417, "800036"));
        changed.forEach((name, answer) ->
                rows.add(row("F42", name, answer).fails(ErrorCategory.PRECONDITION, WriteOutcome.NOT_APPLIED)));
    }

    private static void throttling(List<FaultRow> rows) {
        Fault gateway = Fault.answer(429)
                .header("Content-Type", "application/json")
                .body("{\"statusCode\":429,\"message\":\"canary\"}");
        rows.add(row("F43", "429 with Retry-After: 1", gateway.header("Retry-After", "1"))
                .onLeapingTime()
                .fails(ErrorCategory.THROTTLED, 3, 3, WriteOutcome.NOT_APPLIED)
                .recovering()
                .and((rig, result) -> rig.stepped()
                        .pauses()
                        .forEach(wait -> assertTrue(
                                wait.compareTo(Duration.ofSeconds(1)) >= 0
                                        && wait.compareTo(Duration.ofMillis(1100)) <= 0,
                                () -> "a wait of at least the hint, and at most a tenth more, not " + wait))));
        Map<String, Fault> hintless = Map.of(
                "without Retry-After", gateway,
                "with Retry-After: 0", gateway.header("Retry-After", "0"),
                "with Retry-After: a date in the past", gateway.header("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT"),
                "with Retry-After: canary", gateway.header("Retry-After", "canary"),
                "with Retry-After: 1e9", gateway.header("Retry-After", "1e9"),
                "with Retry-After: 1.5.2", gateway.header("Retry-After", "1.5.2"),
                "with Retry-After: -5", gateway.header("Retry-After", "-5"),
                "with two Retry-After", gateway.header("Retry-After", "1").header("Retry-After", "2"));
        hintless.forEach((name, answer) -> rows.add(row("F44", "429 " + name, answer)
                .onLeapingTime()
                .fails(ErrorCategory.THROTTLED, 3, 3, WriteOutcome.NOT_APPLIED)
                .recovering()
                .and((rig, result) -> assertBackOff(rig.stepped().pauses()))));
        Map.of("298.997", 299L, "99999999999", 9_999_999_999L, "120, 120", 120L)
                .forEach((hint, seconds) -> rows.add(row(
                                "F45",
                                "429 with Retry-After: " + hint + " in a call of 30 s",
                                gateway.header("Retry-After", hint))
                        .onLeapingTime()
                        .within(Duration.ofSeconds(30))
                        .fails(ErrorCategory.THROTTLED, WriteOutcome.NOT_APPLIED)
                        .and((rig, result) -> assertStoppedByHint(result, Duration.ofSeconds(seconds)))));
        List.of("57", "3600", "1000000000")
                .forEach(hint -> rows.add(row(
                                "F45",
                                "429 with Retry-After: " + hint + " in a call of 30 s",
                                gateway.header("Retry-After", hint))
                        .onLeapingTime()
                        .within(Duration.ofSeconds(30))
                        .fails(ErrorCategory.THROTTLED, WriteOutcome.NOT_APPLIED)
                        .and((rig, result) -> assertStoppedByHint(result, Duration.ofSeconds(Long.parseLong(hint))))));
        rows.add(row("F45", "429 with Retry-After: 200 in a call of an hour", gateway.header("Retry-After", "200"))
                .onLeapingTime()
                .within(Duration.ofHours(1))
                .fails(ErrorCategory.THROTTLED, WriteOutcome.NOT_APPLIED)
                .and((rig, result) -> assertStoppedByHint(result, Duration.ofSeconds(200))));
    }

    /** Checks random waits: the first is shorter than one second, the second shorter than two. */
    private static void assertBackOff(List<Duration> pauses) {
        assertEquals(2, pauses.size(), "waits");
        for (int i = 0; i < 2; i++) {
            Duration pause = pauses.get(i);
            assertTrue(!pause.isZero() && pause.compareTo(Duration.ofSeconds(i + 1)) < 0, () -> "waits " + pauses);
        }
        assertNotEquals(pauses.get(0), pauses.get(1), "waits are of chance");
    }

    private static void assertStoppedByHint(Result result, Duration hint) {
        ServiceException failure = Assertions.assertInstanceOf(ServiceException.class, result.failure());
        assertEquals(Optional.of(hint), failure.retryAfter());
        assertEquals(Optional.of(RetryStop.RETRY_AFTER), failure.retryStop());
        assertEquals(Duration.ZERO, failure.elapsed(), "no time was spent on waiting");
    }

    private static void outages(List<FaultRow> rows) {
        rows.add(row("F41", "408", Fault.answer(408))
                .fails(ErrorCategory.TIMEOUT, 3, 2, WriteOutcome.UNKNOWN)
                .recovering());
        for (int status : List.of(500, 502, 504)) {
            rows.add(row("F46", status + " with a fault", json(status, "2000"))
                    .fails(ErrorCategory.SERVER, 3, 2, WriteOutcome.UNKNOWN)
                    .recovering());
        }
        for (int status : List.of(501, 505)) {
            rows.add(row("F46", status + ", which is not worth a retry", Fault.answer(status))
                    .fails(ErrorCategory.SERVER, WriteOutcome.UNKNOWN));
        }
        rows.add(row("F47", "503 without Retry-After", json(503, "2000"))
                .fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN)
                .recovering());
        rows.add(row("F47", "503 with Retry-After: 0", Fault.answer(503).header("Retry-After", "0"))
                .fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN)
                .recovering());
        rows.add(row("F47", "503 with Retry-After: 7", Fault.answer(503).header("Retry-After", "7"))
                .onLeapingTime()
                .fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN)
                .recovering()
                .and((rig, result) -> rig.stepped()
                        .pauses()
                        .forEach(wait -> assertTrue(wait.compareTo(Duration.ofSeconds(7)) >= 0, "not before 7 s"))));
        rows.add(row("F48", "502 with a gateway's HTML page", page(502))
                .fails(ErrorCategory.SERVER, 3, 2, WriteOutcome.UNKNOWN)
                .recovering()
                .and((rig, result) -> assertSameId(rig)));
        rows.add(row("F48", "503 with a gateway's HTML page", page(503))
                .fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN)
                .recovering()
                .and((rig, result) -> assertSameId(rig)));
    }

    /** A later response proves nothing about an earlier attempt. */
    private static void mixed(List<FaultRow> rows) {
        rows.add(row("F46", "500, then 404", Fault.answer(500), Fault.answer(404))
                .fails(ErrorCategory.NOT_FOUND, 2, 2, WriteOutcome.UNKNOWN));
        rows.add(row("F48", "503, then 409", page(503), json(409, "2000"))
                .fails(ErrorCategory.CONFLICT, 2, 2, WriteOutcome.UNKNOWN));
        rows.add(row("F50", "401, 503 and 401 in turn", json(401, "900420"), Fault.answer(503))
                .fails(ErrorCategory.AUTHENTICATION, 3, 3, WriteOutcome.UNKNOWN));
    }

    /** The service has not echoed the id, so a resend keeps it. */
    private static void assertSameId(FaultRig rig) {
        for (Verb verb : Verb.values()) {
            List<Attempt> attempts = rig.observer().attempts(verb);
            assertTrue(
                    attempts.stream().map(Attempt::requestId).distinct().count() <= 1, () -> "one id in " + attempts);
        }
    }

    private static void tokens(List<FaultRow> rows) {
        Fault refusal = json(401, "900420");
        rows.add(row("F49", "401 once", (rig, times) -> rig.fake().next(refusal))
                .get(Ending.success(2))
                .put(Ending.success(2))
                .and((rig, result) -> assertEquals(2, rig.tokenRequests().size(), "token requests")));
        Map<String, Fault> always = Map.of(
                "F50 401 always", refusal,
                "F51 401 with a challenge", refusal.header("WWW-Authenticate", "Bearer realm=\"canary\", error=\"x\""),
                "F51 401 with two challenges",
                        refusal.header("WWW-Authenticate", "Negotiate")
                                .header("WWW-Authenticate", "Basic realm=\"canary\""),
                "F51 401 with a malformed challenge", refusal.header("WWW-Authenticate", "=,canary=\"\\"),
                "F51 401 with a long challenge",
                        refusal.header("WWW-Authenticate", "Bearer realm=\"" + "canary".repeat(1000) + "\""));
        always.forEach((name, answer) -> rows.add(row(name, answer)
                .fails(ErrorCategory.AUTHENTICATION, 2, 2, WriteOutcome.NOT_APPLIED)
                .and((rig, result) -> assertEquals(
                        AuthenticationReason.TOKEN_REJECTED,
                        Assertions.assertInstanceOf(AuthenticationException.class, result.failure())
                                .reason()))));
    }

    private static Fault page(int status) {
        return Fault.answer(status).header("Content-Type", "text/html").body(PAGE);
    }

    private static Fault json(int status, String code) {
        return Fault.answer(status)
                .header("Content-Type", "application/json")
                .body("{\"code\":" + code + ",\"description\":\"canary\",\"data\":[\"canary\"],\"source\":\"canary\"}");
    }
}

package io.github.partnercenter4j.contract.matrix;

import static io.github.partnercenter4j.contract.matrix.FaultRow.row;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.MalformedResponseException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * F33 to F35h: a success, whose body is late, broken, or no profile. If it is what is left of one, and echoes an id of
 * the request, the write was made.
 */
final class AnswerBodyFaults {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final int BOMB_MEBIBYTES = 512;

    private AnswerBodyFaults() {}

    static List<FaultRow> all() {
        List<FaultRow> rows = new ArrayList<>();
        rows.add(absent("204", Fault.answer(204).at(Point.AFTER_COMMIT)));
        for (int status : List.of(204, 205)) {
            rows.add(row(
                            "F33",
                            status + " that names a length",
                            Fault.answer(status).header("Content-Length", "5").at(Point.AFTER_COMMIT))
                    .put(Ending.success(1)));
        }
        rows.add(absent("200 without a body", Fault.overlay().body("")));
        rows.add(row("F34", "a stall in the body", Fault.stall(Point.IN_BODY))
                .timed()
                .fails(ErrorCategory.TIMEOUT, 3, 1, WriteOutcome.APPLIED));
        rows.add(broken("a body shorter than its length", Fault.truncate(20)));
        rows.add(broken("a body that is cut to nothing", Fault.truncate(0)));
        rows.add(broken("a reset in the body", Fault.reset(Point.IN_BODY)));
        rows.add(broken("a body that promises more", Fault.overlay().header("Content-Length", "10000")));
        unreadable(rows);
        unproven(rows);
        foreign(rows);
        rows.add(
                row("F35e", "a byte order mark before the JSON", Fault.overlay().body("\ufeff" + json("")))
                        .succeeds());
        for (String type : List.of("text/html", "text/html; charset=utf-8", "application/xhtml+xml")) {
            rows.add(row(
                            "F35g",
                            "a web page as " + type,
                            Fault.answer(200).header("Content-Type", type).body("<html>canary: sign in</html>"))
                    .fails(ErrorCategory.RESPONSE_FORMAT, WriteOutcome.UNKNOWN)
                    .and((rig, result) -> assertTrue(
                            assertInstanceOf(MalformedResponseException.class, result.failure())
                                    .intercepted(),
                            "it is known for a page of something on the way")));
        }
        return rows;
    }

    private static FaultRow absent(String name, Fault fault) {
        return row("F33", name, fault)
                .get(Ending.failure(ErrorCategory.RESPONSE_FORMAT, 1))
                .put(Ending.success(1))
                .and((rig, result) -> assertTrue(
                        result.reply() == null || result.reply().metadata().bodyAbsent(), "the reply says so"));
    }

    private static FaultRow broken(String name, Fault fault) {
        return row("F35", name, fault).fails(ErrorCategory.IO, 3, 1, WriteOutcome.APPLIED);
    }

    private static void unreadable(List<FaultRow> rows) {
        Map<String, Fault> bodies = new TreeMap<>();
        bodies.put("F35b a gzip bomb of 512 MiB", coded("gzip", bomb()));
        bodies.put("F35b plain JSON that is said to be gzip", coded("gzip", bytes(json(""))));
        bodies.put("F35b an unknown coding", coded("canary", bytes(json(""))));
        bodies.put("F35c a body of 1 MiB and a byte", Fault.overlay().body(json("") + " ".repeat(MEBIBYTE)));
        bodies.put(
                "F35d arrays nested 5,000 deep",
                Fault.overlay().body(json(",\"canary\":" + "[".repeat(5000) + "]".repeat(5000))));
        bodies.put(
                "F35d objects nested 5,000 deep",
                Fault.overlay().body(json(",\"canary\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5000))));
        bodies.put("F35d a number of 10^6 digits", Fault.overlay().body(json(",\"canary\":" + "9".repeat(1_000_000))));
        bodies.put("F35d a member twice", Fault.overlay().body(json(",\"email\":\"canary\"")));
        bodies.put("F35d an unknown member twice", Fault.overlay().body(json(",\"canary\":1,\"canary\":2")));
        bodies.put("F35d more JSON after the end", Fault.overlay().body(json("") + "{}"));
        bodies.put("F35d a lone surrogate in a text", Fault.overlay().body(json(",\"canary\":\"\\ud800\"")));
        bodies.put("F35f UTF-16", Fault.overlay().body(("\ufeff" + json("")).getBytes(StandardCharsets.UTF_16LE)));
        bodies.put(
                "F35f invalid UTF-8",
                Fault.overlay().body("{\"email\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1)));
        bodies.put(
                "F35f charset=iso-8859-1",
                Fault.overlay().header("Content-Type", "application/json; charset=iso-8859-1"));
        bodies.put("F35h a member of the wrong type", Fault.overlay().body("{\"email\":[\"canary\"]}"));
        bodies.forEach((name, fault) -> {
            rows.add(row(name, fault).fails(ErrorCategory.RESPONSE_FORMAT, WriteOutcome.APPLIED));
        });
    }

    /** JSON without an id of the request may come from a proxy. It proves nothing, unless it is a profile. */
    private static void unproven(List<FaultRow> rows) {
        rows.add(row(
                        "F35",
                        "a body that promises more, without our ids",
                        anonymous().header("Content-Length", "10000"))
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN));
        Map<String, Fault> bodies = new TreeMap<>();
        bodies.put("F35b an unknown coding", anonymous().header("Content-Encoding", "canary"));
        bodies.put("F35c a body without end", Fault.endlessBody().at(Point.AFTER_COMMIT));
        bodies.put("F35c a body of 1 MiB and a byte", anonymous().body(json("") + " ".repeat(MEBIBYTE)));
        bodies.put("F35d a member twice", anonymous().body(json(",\"email\":\"canary\"")));
        bodies.put(
                "F35f charset=iso-8859-1", anonymous().header("Content-Type", "application/json; charset=iso-8859-1"));
        bodies.put("F35h a member of the wrong type", anonymous().body("{\"email\":[\"canary\"]}"));
        bodies.forEach((name, fault) -> {
            rows.add(row(name + ", without our ids", fault).fails(ErrorCategory.RESPONSE_FORMAT, WriteOutcome.UNKNOWN));
        });
    }

    private static Fault anonymous() {
        return Fault.overlay().withoutHeader("MS-RequestId").withoutHeader("MS-CorrelationId");
    }

    /** A body without any member of a support profile proves nothing: another server may have answered. */
    private static void foreign(List<FaultRow> rows) {
        Map<String, Fault> bodies = new TreeMap<>();
        bodies.put("an array", Fault.overlay().body("[\"canary\"]"));
        bodies.put("a text", Fault.overlay().body("\"canary\""));
        bodies.put("null", Fault.overlay().body("null"));
        bodies.put("no JSON", Fault.overlay().body("canary"));
        bodies.put(
                "plain text",
                Fault.overlay().header("Content-Type", "text/plain").body("canary"));
        bodies.put("an empty object", Fault.overlay().body("{}"));
        bodies.put("an object of another kind", Fault.overlay().body("{\"error\":\"canary: login required\"}"));
        bodies.put(
                "the service's own fault",
                Fault.overlay()
                        .body("{\"code\":2000,\"description\":\"canary\",\"data\":[],\"source\":\"PartnerFD\"}"));
        bodies.put("another profile by its type", Fault.overlay().body(json(",\"profileType\":\"billing_profile\"")));
        bodies.put(
                "another profile by its attributes",
                Fault.overlay().body(json(",\"attributes\":{\"objectType\":\"PartnerBillingProfile\"}")));
        bodies.forEach((name, fault) ->
                rows.add(row("F35h", name, fault).fails(ErrorCategory.RESPONSE_FORMAT, WriteOutcome.UNKNOWN)));
    }

    private static Fault coded(String coding, byte[] body) {
        return Fault.overlay().header("Content-Encoding", coding).body(body);
    }

    /** A profile with the sent members and further ones. */
    private static String json(String more) {
        return "{\"email\":\"canary-mail@contoso.example\",\"telephone\":\"canary-4255550100\","
                + "\"website\":\"www.contoso.example/canary\"" + more + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Zeros, compressed in parts of one mebibyte; a client decompresses them as one body. */
    private static byte[] bomb() {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(part)) {
            zip.write(new byte[MEBIBYTE]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        for (int i = 0; i < BOMB_MEBIBYTES; i++) {
            bomb.writeBytes(part.toByteArray());
        }
        return bomb.toByteArray();
    }
}

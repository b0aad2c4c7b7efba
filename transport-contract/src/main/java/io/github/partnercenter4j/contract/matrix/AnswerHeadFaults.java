package io.github.partnercenter4j.contract.matrix;

import static io.github.partnercenter4j.contract.matrix.FaultRow.row;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** F22 to F31, and the parts of F34 to F35a with raw bytes: responses whose head is missing or wrong. */
final class AnswerHeadFaults {

    private static final String BODY = "{\"email\":\"canary-mail@contoso.example\"}";
    private static final String REST = "Content-Type: application/json\r\nConnection: close\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n" + REST;
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";

    private AnswerHeadFaults() {}

    static List<FaultRow> all() {
        List<FaultRow> rows = new ArrayList<>();
        lost(rows);
        silence(rows);
        rubbish(rows);
        lengths(rows);
        interim(rows);
        fields(rows);
        framing(rows);
        return rows;
    }

    private static void lost(List<FaultRow> rows) {
        Map<String, Fault> ends = new TreeMap<>(Map.of(
                "F22 applied, then closed", Fault.drop(Point.AFTER_COMMIT),
                "F23 applied, then reset", Fault.reset(Point.AFTER_COMMIT),
                "F22 not applied, then closed", Fault.drop(Point.BEFORE_COMMIT),
                "F23 not applied, then reset", Fault.reset(Point.BEFORE_COMMIT),
                "F22 closed in the head", Fault.drop(Point.IN_HEAD),
                "F23 reset in the head", Fault.reset(Point.IN_HEAD)));
        ends.forEach((name, fault) -> rows.add(row(name, fault)
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN)
                .recovering()));
        // The read comes after two writes, each with the fault.
        for (Fault fault : List.of(Fault.drop(Point.AFTER_COMMIT), Fault.reset(Point.AFTER_COMMIT))) {
            rows.add(row(
                            "F23",
                            fault + ", settled by a read",
                            (rig, times) -> rig.fake().next(fault, fault))
                    .reconciling()
                    .put(Ending.success(2).readsAfter(1)));
        }
        rows.add(row(
                        "F22",
                        "not applied, then closed, and a read that shows it",
                        (rig, times) ->
                                rig.fake().next(Fault.drop(Point.BEFORE_COMMIT), Fault.drop(Point.BEFORE_COMMIT)))
                .reconciling()
                .put(Ending.failure(ErrorCategory.IO, 2, WriteOutcome.UNKNOWN).readsAfter(1)));
        rows.add(row("F22", "applied, then closed, and a read that fails as well", Fault.drop(Point.AFTER_COMMIT))
                .reconciling()
                .put(Ending.failure(ErrorCategory.IO, 2, WriteOutcome.UNKNOWN).readsAfter(1)));
    }

    private static void silence(List<FaultRow> rows) {
        for (Point point : List.of(Point.AFTER_HEAD, Point.BEFORE_COMMIT, Point.AFTER_COMMIT, Point.IN_HEAD)) {
            rows.add(row("F25", "no answer, a stall at " + point, Fault.stall(point))
                    .timed()
                    .fails(ErrorCategory.TIMEOUT, 3, 2, WriteOutcome.UNKNOWN)
                    .recovering());
        }
        rows.add(row("F25", "no answer until the call's own deadline", Fault.stall(Point.BEFORE_COMMIT))
                .within(Duration.ofMillis(400))
                .fails(ErrorCategory.TIMEOUT, WriteOutcome.UNKNOWN));
    }

    private static void rubbish(List<FaultRow> rows) {
        Map<String, String> heads = new TreeMap<>();
        heads.put("no HTTP", "canary\r\n\r\n");
        heads.put("another protocol", "SSH-2.0-canary\r\n");
        heads.put("another version", "HTTP/7.canary 200 OK\r\n\r\n");
        heads.put("no status", "HTTP/1.1 canary\r\n\r\n");
        heads.put("a status of letters", "HTTP/1.1 abc canary\r\n\r\n");
        heads.put("status 000", "HTTP/1.1 000 canary\r\n" + REST + LENGTH + "\r\n" + BODY);
        heads.put("status 999", "HTTP/1.1 999 canary\r\n" + REST + LENGTH + "\r\n" + BODY);
        heads.put("random bytes", "\u0001\u00ff\u0000canary\u0016\u0003\u0001\u0080\r\n\r\n\r\n");
        heads.put("a page without a head", "<html>canary</html>\r\n\r\n");
        heads.forEach((name, bytes) ->
                rows.add(row("F27", name, raw(bytes)).fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN)));
    }

    /** Long, but within the allowed limits: the status decides. */
    private static void lengths(List<FaultRow> rows) {
        String end = "Content-Length: 0\r\nConnection: close\r\n\r\n";
        String tall = ("X-Odd: " + "canary-8".repeat(8 * 1024) + "\r\n").repeat(2);
        String many = "X-Odd: canary\r\n".repeat(1000);
        rows.add(row("F30", "403 with fields of 128 KiB", refused("HTTP/1.1 403 canary\r\n" + tall + end))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        rows.add(row("F30", "403 with a thousand fields", refused("HTTP/1.1 403 canary\r\n" + many + end))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        String taller = "X-Odd: " + "canary-8".repeat(128 * 1024) + "\r\n";
        rows.add(row("F30", "403 with a field of 1 MiB", refused("HTTP/1.1 403 canary\r\n" + taller + end))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        rows.add(row("F30", "404 with fields of 1 MiB", refused("HTTP/1.1 404 canary\r\n" + many.repeat(70) + end))
                .fails(ErrorCategory.NOT_FOUND, WriteOutcome.NOT_APPLIED));
        rows.add(row("F30", "503 with a field of 1 MiB", refused("HTTP/1.1 503 canary\r\n" + taller + end))
                .onLeapingTime()
                .fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN));
        rows.add(row("F51", "401 with a challenge of 1 MiB", refused("HTTP/1.1 401 canary\r\n" + challenge(1024) + end))
                .fails(ErrorCategory.AUTHENTICATION, 2, 2, WriteOutcome.NOT_APPLIED));
        rows.add(
                row("F51", "401 with a challenge of 128 KiB", refused("HTTP/1.1 401 canary\r\n" + challenge(128) + end))
                        .fails(ErrorCategory.AUTHENTICATION, 2, 2, WriteOutcome.NOT_APPLIED));
        rows.add(row("F30", "200 with a field of 1 MiB", raw(OK + taller + LENGTH + "\r\n" + BODY))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        rows.add(row("F31", "the same length in two fields", raw(OK + LENGTH + LENGTH + "\r\n" + BODY))
                .succeeds());
        Map<String, String> other = new TreeMap<>();
        other.put("HTTP/0.9", "<html>canary</html>");
        other.put("HTTP/2", "\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000");
        other.forEach((name, bytes) -> rows.add(
                row("F27", name + ", then closed", raw(bytes)).fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN)));
    }

    private static String challenge(int kibibytes) {
        return "WWW-Authenticate: Bearer realm=\"" + "canary-8".repeat(128 * kibibytes) + "\"\r\n";
    }

    private static void interim(List<FaultRow> rows) {
        String whole = OK + LENGTH + "\r\n" + BODY;
        String hint = "HTTP/1.1 103 Early Hints\r\nLink: </canary>\r\n\r\n";
        rows.add(
                row("F28", "two early hints (103)", raw(hint.repeat(2) + whole)).succeeds());
        rows.add(row("F28", "100 a thousand times", raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(1000) + whole))
                .succeeds());
        rows.add(row("F28", "100 ten thousand times", raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(10_000) + whole))
                .succeeds());
        rows.add(row("F28", "103 ten thousand times, 450 KB", raw(hint.repeat(10_000) + whole))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        rows.add(row(
                        "F29",
                        "101, not asked for",
                        raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: canary\r\n"
                                + "Connection: upgrade\r\n\r\ncanary"))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
    }

    /**
     * One parser refuses such a header, another accepts it. Both are allowed for a header that the client does not
     * read.
     */
    private static void fields(List<FaultRow> rows) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("a NUL in a field", "X-Odd: canary\u0000canary\r\n");
        fields.put("a field without a colon", "canary\r\n");
        fields.put("a field without a name", ": canary\r\n");
        fields.put("a field of 128 KiB", "X-Long: " + "canary-8".repeat(16 * 1024) + "\r\n");
        fields.put("a folded field", "X-Folded: one\r\n canary\r\n");
        fields.put("a blank before the colon", "X-Odd : canary\r\n");
        fields.forEach((name, field) -> rows.add(row("F30", name, raw(OK + field + LENGTH + "\r\n" + BODY))
                .get(Ending.failure(ErrorCategory.PROTOCOL, 1).or(Ending.success(1)))
                .put(Ending.failure(ErrorCategory.PROTOCOL, 1, WriteOutcome.UNKNOWN)
                        .or(Ending.success(1)))));
    }

    private static void framing(List<FaultRow> rows) {
        rows.add(row("F31", "two lengths that differ", raw(OK + LENGTH + "Content-Length: 5\r\n\r\n" + BODY))
                .fails(ErrorCategory.PROTOCOL, 1, 1, WriteOutcome.APPLIED, WriteOutcome.UNKNOWN));
        rows.add(row("F31", "a negative length", raw(OK + "Content-Length: -5\r\n\r\n" + BODY))
                .fails(ErrorCategory.PROTOCOL, 1, 1, WriteOutcome.APPLIED, WriteOutcome.UNKNOWN));
        rows.add(row(
                        "F31",
                        "the same length twice in one field",
                        raw(OK.replace("close", "keep-alive") + "Content-Length: " + BODY.length() + ", "
                                + BODY.length() + "\r\n\r\n" + BODY))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        rows.add(row(
                        "F31",
                        "a refusal with an unknown transfer coding",
                        refused("HTTP/1.1 403 canary\r\nTransfer-Encoding: canary\r\nConnection: close\r\n\r\n" + BODY))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        rows.add(row("F31", "a length and chunks", raw(OK + "Content-Length: 5\r\n" + chunked(BODY) + "0\r\n\r\n"))
                .succeeds());
        rows.add(row("F35", "a malformed chunk size", raw(OK + "Transfer-Encoding: chunked\r\n\r\ncanary\r\n" + BODY))
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN));
        rows.add(row("F35", "no last chunk", raw(OK + chunked(BODY)))
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN));
        rows.add(row("F35a", "a body without a length, cut short", raw(OK + "\r\n" + BODY.substring(0, 20)))
                .fails(ErrorCategory.RESPONSE_FORMAT, WriteOutcome.UNKNOWN));
    }

    private static String chunked(String body) {
        return "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    }

    /** The request has no effect, and the client gets these bytes. */
    private static Fault refused(String bytes) {
        return Fault.raw(bytes.getBytes(StandardCharsets.ISO_8859_1)).at(Point.BEFORE_COMMIT);
    }

    /** The request has its effect, and the client gets these bytes. */
    private static Fault raw(String bytes) {
        return Fault.raw(bytes.getBytes(StandardCharsets.ISO_8859_1)).at(Point.AFTER_COMMIT);
    }
}

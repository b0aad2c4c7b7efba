package io.github.partnercenter4j.contract.matrix;

import static io.github.partnercenter4j.contract.matrix.FaultRow.row;

import io.github.partnercenter4j.RetryPolicy;
import io.github.partnercenter4j.contract.peer.BadRoute;
import io.github.partnercenter4j.contract.peer.RawPeer;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.testkit.Fault;
import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.TlsFault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** F3 to F19: faults that need a socket: of connections, of TLS, and of single bytes. */
final class ConnectionFaults {

    private static final String OK =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\nConnection: close\r\n";

    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** More than the buffers of both sides can hold. */
    private static final SupportProfile LARGE = FaultRig.CHANGED.withWebsite(FaultRig.CANARY.repeat(1024 * 1024));

    private static final int PART_OF_A_REQUEST = 2000;

    /** The response of a TLS 1.0 server to any ClientHello. */
    private static final byte[] TLS_1_0_HELLO = tls10Hello();

    private ConnectionFaults() {}

    static List<FaultRow> all() {
        List<FaultRow> rows = new ArrayList<>();
        reach(rows);
        tls(rows);
        sending(rows);
        answering(rows);
        return rows;
    }

    private static void reach(List<FaultRow> rows) {
        rows.add(row("F3", "nobody listens", (rig, times) -> rig.routeRefuses()).failsUnsent(ErrorCategory.CONNECT, 3));
        rows.add(row("F4", "connecting hangs, longer than an attempt may", (rig, times) -> rig.routeHangs())
                .timed()
                .failsUnsent(ErrorCategory.TIMEOUT, 3));
        rows.add(row("F4", "connecting hangs, longer than connecting may", (rig, times) -> {
                    rig.routeHangs();
                    rig.with(builder -> builder.retryPolicy(RetryPolicy.none()));
                })
                .failsUnsent(ErrorCategory.CONNECT, 1));
        rows.add(struck("F6", "accepted, and reset before anything is read", (client, route) -> {
                    if (client.isSpokenTo()) {
                        route.request();
                    }
                    client.reset();
                })
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN)
                .recovering());
        rows.add(struck("F7", "accepted, and closed immediately", (client, route) -> {})
                .get(Ending.failure(ErrorCategory.IO, 3).sends(0))
                .put(Ending.failure(ErrorCategory.IO, 2, WriteOutcome.UNKNOWN).sends(0))
                .recovering());
        for (Fault end : List.of(Fault.drop(Point.AFTER_ANSWER), Fault.reset(Point.AFTER_ANSWER))) {
            rows.add(row("F8", "a kept connection that ended: " + end, (rig, times) -> {
                        rig.fake().next(end);
                        rig.call(Verb.GET);
                        rig.reset();
                    })
                    .get(Ending.success(1).triesUpTo(2))
                    .put(Ending.success(1).triesUpTo(2)));
        }
        for (Fault end : List.of(Fault.drop(Point.BEFORE_COMMIT), Fault.reset(Point.BEFORE_COMMIT))) {
            rows.add(row("F8", "a kept connection that ends with the next request: " + end, (rig, times) -> {
                        rig.call(Verb.GET);
                        rig.reset();
                        for (int i = 0; i < times; i++) {
                            rig.fake().next(end);
                        }
                    })
                    .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN)
                    .recovering());
        }
    }

    private static void tls(List<FaultRow> rows) {
        rows.add(certificate("F10", "a certificate that has expired", TlsFault.EXPIRED));
        rows.add(certificate("F11", "a certificate for another host", TlsFault.WRONG_HOST));
        Map<String, BadRoute.Script> impostors = new TreeMap<>(Map.of(
                "F13 TLS 1.0 and nothing newer",
                        (client, route) -> {
                            client.isSpokenTo();
                            client.send(TLS_1_0_HELLO);
                            client.isLeft();
                        },
                "F14 HTTP where TLS is due",
                        (client, route) -> {
                            client.isSpokenTo();
                            client.send("HTTP/1.1 400 canary\r\nContent-Length: 0\r\n\r\n");
                            client.isLeft();
                        }));
        impostors.forEach((name, script) -> rows.add(row(
                        name.substring(0, 3),
                        name.substring(4),
                        (rig, times) -> rig.route("https").strike(times, script))
                .failsUnsent(ErrorCategory.TLS, 1)));
        rows.add(row("F12", "a certificate of an unknown authority", (rig, times) -> {
                    rig.route("https");
                    rig.trustNobodyYet();
                })
                .failsUnsent(ErrorCategory.TLS, 1));
        rows.add(row(
                        "F15",
                        "a reset in the handshake",
                        (rig, times) -> rig.route("https").strike(times, (client, route) -> {
                            client.isSpokenTo();
                            client.reset();
                        }))
                .failsUnsent(ErrorCategory.CONNECT, 3)
                .recovering());
        rows.add(row(
                        "F15",
                        "a close in the handshake",
                        (rig, times) -> rig.route("https").strike(times, (client, route) -> {
                            client.isSpokenTo();
                            client.halfClose();
                            client.isLeft();
                        }))
                .failsUnsent(ErrorCategory.CONNECT, 3)
                .recovering());
        rows.add(row(
                        "F15",
                        "silence in the handshake",
                        (rig, times) -> rig.route("https").strike(times, (client, route) -> route.hold()))
                .timed()
                .failsUnsent(ErrorCategory.TIMEOUT, 3)
                .recovering());
    }

    /** A wrong certificate of the fake. */
    private static FaultRow certificate(String number, String what, TlsFault spoilt) {
        return row(number, what, (rig, times) -> {
                    rig.route("https");
                    rig.fake()
                            .next(Collections.nCopies(times, Fault.tls(spoilt)).toArray(new Fault[0]));
                })
                .failsUnsent(ErrorCategory.TLS, 1);
    }

    private static void sending(List<FaultRow> rows) {
        rows.add(struck("F16", "a reset in the request's head", (client, route) -> {
                    client.read(10);
                    route.request();
                    client.reset();
                })
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN)
                .recovering());
        rows.add(struck("F17", "a reset in the request's body", (client, route) -> {
                    client.read(PART_OF_A_REQUEST);
                    route.request();
                    client.reset();
                })
                .sending(LARGE)
                .put(Ending.failure(ErrorCategory.IO, 2, WriteOutcome.UNKNOWN)));
        rows.add(struck("F18", "nobody reads the request's body", (client, route) -> {
                    client.read(PART_OF_A_REQUEST);
                    route.request();
                    route.hold();
                })
                .sending(LARGE)
                .timed()
                .put(Ending.failure(ErrorCategory.TIMEOUT, 2, WriteOutcome.UNKNOWN)));
        for (int status : List.of(400, 413)) {
            ErrorCategory category = status == 400 ? ErrorCategory.BAD_REQUEST : ErrorCategory.OTHER_CLIENT;
            rows.add(row(
                            "F19",
                            status + " before the body was read, then closed",
                            Fault.answer(status).header("Connection", "close").at(Point.AFTER_HEAD))
                    .put(Ending.failure(category, 1, WriteOutcome.NOT_APPLIED)));
            rows.add(struck("F19", status + " in the middle of a large body, then closed", (client, route) -> {
                        client.read(PART_OF_A_REQUEST);
                        route.request();
                        client.send("HTTP/1.1 " + status + " canary\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                    })
                    .sending(LARGE)
                    // Closing with unread bytes is a reset, which may come before the client reads the response.
                    .put(Ending.failure(category, 1, WriteOutcome.NOT_APPLIED)
                            .or(Ending.failure(ErrorCategory.IO, 2, WriteOutcome.UNKNOWN))));
        }
        rows.add(asked("F24", "a half-close (FIN) after the request was read", client -> {
                    client.halfClose();
                    client.isLeft();
                })
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN)
                .recovering());
    }

    private static void answering(List<FaultRow> rows) {
        rows.add(asked("F26", "a head that drips", client -> client.drip(OK + "X-Odd: " + FaultRig.CANARY.repeat(100)))
                .timed()
                .fails(ErrorCategory.TIMEOUT, 3, 2, WriteOutcome.UNKNOWN)
                .recovering());
        // Each of them is a whole head: the bound is on all of them together.
        rows.add(asked("F28", "102 without end", client -> client.flood("HTTP/1.1 102 Processing\r\n\r\n", 10_000_000))
                .fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN));
        rows.add(
                bounded("F30", "a status line without end", client -> client.flood("HTTP/1.1 200 canary", 10_000_000)));
        rows.add(bounded("F30", "a field without end", client -> {
            client.send(OK + "X-Odd: ");
            client.flood(FaultRig.CANARY.repeat(100), 1_000_000);
        }));
        rows.add(bounded("F30", "fields without end", client -> {
            client.send(OK);
            client.flood("X-Odd: canary\r\n", 10_000_000);
        }));
        rows.add(asked("F35", "a chunk size line without end", client -> {
                    client.send(CHUNKED + "5;");
                    client.flood(FaultRig.CANARY.repeat(100), 1_000_000);
                })
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN));
        rows.add(asked("F35", "trailer fields without end", client -> {
                    client.send(CHUNKED + "2\r\n{}\r\n0\r\n");
                    client.flood("X-Odd: canary\r\n", 10_000_000);
                })
                .fails(ErrorCategory.IO, 3, 2, WriteOutcome.UNKNOWN));
        String half = "Content-Length: 100\r\n\r\ncanary";
        Answering closing = client -> {};
        Answering waiting = RawPeer.Client::isLeft;
        Map.of("is cut off", closing, "never comes", waiting).forEach((how, end) -> {
            rows.add(refusal(403, how, half, end).timed().fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
            rows.add(refusal(401, how, half, end)
                    .timed()
                    .fails(ErrorCategory.AUTHENTICATION, 2, 2, WriteOutcome.NOT_APPLIED));
            rows.add(refusal(503, how, half, end).timed().fails(ErrorCategory.SERVER, 3, 3, WriteOutcome.UNKNOWN));
        });
        rows.add(refusal(403, "never comes until the call's own deadline", half, waiting)
                .within(Duration.ofMillis(400))
                .fails(ErrorCategory.FORBIDDEN, WriteOutcome.NOT_APPLIED));
        rows.add(asked("F34", "a body that drips", client -> {
                    client.send(OK + "\r\n");
                    client.drip("{\"email\":\"" + FaultRig.CANARY.repeat(100));
                })
                .timed()
                .fails(ErrorCategory.TIMEOUT, 3, 2, WriteOutcome.UNKNOWN));
    }

    /** The status of a refusal arrives, and its body does not. */
    private static FaultRow refusal(int status, String how, String rest, Answering end) {
        return asked("F40", status + " whose body " + how, client -> {
            client.send("HTTP/1.1 " + status + " canary\r\n" + rest);
            end.to(client);
        });
    }

    /** A head without end. */
    private static FaultRow bounded(String number, String name, Answering answering) {
        return asked(number, name, answering).fails(ErrorCategory.PROTOCOL, WriteOutcome.UNKNOWN);
    }

    private static FaultRow struck(String number, String name, BadRoute.Script script) {
        return row(number, name, (rig, times) -> rig.route("http").strike(times, script));
    }

    /** What a peer does after it has read a request. */
    private interface Answering {
        void to(RawPeer.Client client) throws IOException;
    }

    private static FaultRow asked(String number, String name, Answering answering) {
        return struck(number, name, (client, route) -> {
            client.readRequest();
            route.request();
            answering.to(client);
        });
    }

    /**
     * A record of type handshake: a ServerHello of version 3.1, with no session, a cipher of old, and no compression.
     */
    private static byte[] tls10Hello() {
        byte[] record = new byte[5 + 4 + 38];
        byte[] start = {22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1};
        System.arraycopy(start, 0, record, 0, start.length);
        record[record.length - 2] = 0x2f;
        return record;
    }
}

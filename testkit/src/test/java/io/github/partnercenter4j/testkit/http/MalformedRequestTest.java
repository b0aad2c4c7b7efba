package io.github.partnercenter4j.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The client never closes its output. So if the engine waited for more input, the test would reach its time limit. */
@Timeout(30)
class MalformedRequestTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: h\r\n";
    private static final String CHUNKED = PUT + "Transfer-Encoding: chunked\r\n\r\n";

    private final FakeHandler handler = new FakeHandler();
    private final HttpEngine engine =
            HttpEngine.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);

    @AfterEach
    void close() {
        engine.close();
    }

    static Stream<Arguments> probes() {
        return Stream.of(
                probe("a Content-Length that is no number", 400, PUT + "Content-Length: abc\r\n\r\n"),
                probe("a negative Content-Length", 400, PUT + "Content-Length: -1\r\n\r\n"),
                probe("a Content-Length with a sign", 400, PUT + "Content-Length: +5\r\n\r\n"),
                probe("an empty Content-Length", 400, PUT + "Content-Length: \r\n\r\n"),
                probe("two different lengths", 400, PUT + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
                probe("two lengths in one header", 400, PUT + "Content-Length: 1, 2\r\n\r\n"),
                probe(
                        "a length and chunks",
                        400,
                        PUT + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                probe("an unknown transfer coding", 501, PUT + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                probe("chunks from HTTP/1.0", 400, "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                probe("a chunk size that is no number", 400, CHUNKED + "xyz\r\n"),
                probe("a negative chunk size", 400, CHUNKED + "-1\r\n"),
                probe("an empty chunk size", 400, CHUNKED + "\r\n"),
                probe("a chunk longer than its size", 400, CHUNKED + "3\r\nabcdef\r\n0\r\n\r\n"),
                probe("a chunk size past a long", 413, CHUNKED + "fffffffffffffffff\r\n"),
                probe("a chunk past the limit", 413, CHUNKED + "100001\r\n"),
                probe("a chunk size line without end", 400, CHUNKED + "1;" + "x".repeat(2000)),
                probe("trailers without end", 431, CHUNKED + "0\r\n" + "T: xxxxxxxx\r\n".repeat(1000)),
                probe("a body past the limit", 413, PUT + "Content-Length: 1048577\r\n\r\n"),
                probe("a length past a long", 413, PUT + "Content-Length: 99999999999999999999\r\n\r\n"),
                probe("HTTP/2's preface", 505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                probe("another version", 505, "GET / HTTP/1.2\r\nHost: h\r\n\r\n"),
                probe("a version that is none", 400, "GET / HTTP/1.1x\r\nHost: h\r\n\r\n"),
                probe("HTTP/0.9", 400, "GET /\r\n"),
                probe("one word", 400, "GET\r\n\r\n"),
                probe("two spaces", 400, "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
                probe("a method that is no token", 400, "G(T / HTTP/1.1\r\nHost: h\r\n\r\n"),
                probe("a relative target", 400, "GET a/b HTTP/1.1\r\nHost: h\r\n\r\n"),
                probe("a URL without a host", 400, "GET http:///a HTTP/1.1\r\nHost: h\r\n\r\n"),
                probe("a request line without end", 414, "GET /" + "a".repeat(8 * 1024)),
                probe("a header line without end", 431, GET + "X: " + "a".repeat(64 * 1024)),
                probe("headers without end", 431, GET + "X: a\r\n".repeat(12 * 1024)),
                probe("a header too many", 431, GET + "X: a\r\n".repeat(200) + "\r\n"),
                probe("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                probe("two Hosts", 400, GET + "Host: i\r\n\r\n"),
                probe("a folded header", 400, GET + "X: a\r\n b\r\n\r\n"),
                probe("a space before the colon", 400, GET + "X : a\r\n\r\n"),
                probe("a header without a colon", 400, GET + "X\r\n\r\n"),
                probe("a header without a name", 400, GET + ": a\r\n\r\n"),
                probe("a NUL in a header", 400, GET + "X: a\0b\r\n\r\n"),
                probe("a bare CR in a header", 400, GET + "X: a\rb\r\n\r\n"),
                probe("a bare LF", 400, "GET / HTTP/1.1\nHost: h\n\n"),
                probe("a TLS client", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001"),
                probe("only empty lines", 400, "\r\n".repeat(50)),
                probe("an unknown expectation", 417, PUT + "Expect: miracles\r\nContent-Length: 1\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("probes")
    void malformedRequest_isAnsweredRecordedAndTheConnectionClosed(String what, int status, String request)
            throws Exception {
        String answer = RawClient.ask(engine, request);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nConnection: close\r\n")
                .contains("\r\nContent-Type: application/json; charset=utf-8\r\n")
                .matches("(?s).*\r\n\r\n\\{\"error\":\"[ !#-\\[\\]-~]+\"}\n");
        assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
        assertThat(handler.journal).hasSize(1);
        assertThat(handler.journal.get(0).objection()).isNotBlank();
        assertThat(handler.commits).hasValue(0);
    }

    private static Arguments probe(String what, int status, String request) {
        return Arguments.of(what, status, request);
    }
}

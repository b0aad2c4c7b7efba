package io.github.partnercenter4j.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.partnercenter4j.testkit.tls.TlsLayer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end in CR LF, which a text block hides.
class HttpEngineTest {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final FakeHandler handler = new FakeHandler();
    private HttpEngine engine = HttpEngine.start(ANYWHERE, handler);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void connection_manyRequests_areAnswered() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK | GET /a?b=c ");
            client.send("\r\nPUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK | PUT /a hello");
        }
        try (RawClient other = new RawClient(engine)) {
            other.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n").answer();
        }
        assertThat(handler.journal)
                .extracting(Exchange::connection, Exchange::index)
                .containsExactly(tuple(1L, 0), tuple(1L, 1), tuple(2L, 0));
    }

    @Test
    void connection_pipelinedRequests_areAnsweredInOrder() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n"
                    + "PUT /2 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab"
                    + "GET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).endsWith("| GET /1 ");
            assertThat(client.answer()).endsWith("| PUT /2 ab");
            assertThat(client.answer()).endsWith("| GET /3 ");
        }
    }

    @Test
    void headRequest_getsTheContentLengthButNoBody() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("HEAD /1 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.head()).containsExactly("HTTP/1.1 200 OK", "Content-Length: 8");
            client.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK | GET /2 ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void statusWithoutBody_sendsNoBody(int status) throws Exception {
        handler.answer = HttpAnswer.of(status).body("never sent");
        try (RawClient client = new RawClient(engine)) {
            client.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n".repeat(2));
            assertThat(client.head()).hasSize(1).first().asString().startsWith("HTTP/1.1 " + status);
            assertThat(client.head()).hasSize(1).first().asString().startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void chunkedRequest_isDecoded() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                    + "5;a=b\r\nhello\r\n0001\r\n \r\nA\r\nworldworld\r\n0\r\nTrailer: x\r\n\r\n");
            assertThat(client.answer()).endsWith("| PUT /c hello worldworld");
            client.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).endsWith("| GET /next ");
        }
    }

    @Test
    void chunkedAnswer_isSentInChunks() throws Exception {
        handler.answer = HttpAnswer.of(200)
                .header("transfer-encoding", "chunked")
                .header("Connection", "close")
                .body("hello");
        assertThat(RawClient.ask(engine, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nConnection: close\r\n\r\n"
                        + "5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void answer_isSentUnchanged() throws Exception {
        handler.answer = HttpAnswer.of(429)
                .reason("Slow down, please")
                .header("MS-RequestId", "ABC")
                .header("x-a", "1")
                .header("ETag", "\"e\"")
                .header("X-A", "2")
                .header("Connection", "close")
                .body("\uFEFF{}");
        assertThat(RawClient.ask(engine, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .isEqualTo("HTTP/1.1 429 Slow down, please\r\nMS-RequestId: ABC\r\nx-a: 1\r\nETag: \"e\"\r\nX-A: 2\r\n"
                        + "Connection: close\r\nContent-Length: 5\r\n\r\n\u00EF\u00BB\u00BF{}");
    }

    @Test
    void request_isReadUnchanged() throws Exception {
        String request = "PuT /a|{b}?q=1&q=2 HTTP/1.1\r\nhOsT: h\r\nMS-RequestId:  a b \t\r\nX-a: 1\r\nx-A:\r\n"
                + "X-Bytes: \u00FF\r\n\r\n";
        try (RawClient client = new RawClient(engine)) {
            client.send(request).answer();
        }
        HttpHead head = handler.journal.get(0).request().head();
        assertThat(head.method()).isEqualTo("PuT");
        assertThat(head.path()).isEqualTo("/a|{b}");
        assertThat(head.query()).isEqualTo("q=1&q=2");
        assertThat(head.headers().list())
                .containsExactly(
                        new Header("hOsT", "h"),
                        new Header("MS-RequestId", "a b"),
                        new Header("X-a", "1"),
                        new Header("x-A", ""),
                        new Header("X-Bytes", "\u00FF"));
        assertThat(head.headers().all("X-A")).containsExactly("1", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://h/a?b", "HTTPS://h:1/a?b", "/a?b"})
    void target_pathOrUrl_isAccepted(String target) throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").answer();
        }
        assertThat(handler.journal.get(0).request().head())
                .extracting(HttpHead::target, HttpHead::rawTarget)
                .containsExactly("/a?b", target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\n\r\n",
                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: h\r\nConnection: Keep-Alive, CLOSE\r\n\r\n"
            })
    void connection_clientAsksToClose_isClosed(String request) throws Exception {
        assertThat(RawClient.ask(engine, request)).endsWith("\r\n\r\nGET / ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100-continue", "100-Continue"})
    void expectContinue_accepted_gets100(String expectation) throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT /e HTTP/1.1\r\nHost: h\r\nExpect: " + expectation + "\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.head()).containsExactly("HTTP/1.1 100 Continue");
            client.send("body");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 200 OK | PUT /e body");
        }
    }

    @Test
    void expectContinue_refused_getsNo100() throws Exception {
        handler.decision = Decision.refuse(HttpAnswer.of(401));
        assertThat(RawClient.ask(
                        engine, "PUT /e HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"))
                .isEqualTo("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        assertThat(handler.commits).hasValue(0);
    }

    @Test
    void expectContinue_http10OrNoBody_isIgnored() throws Exception {
        assertThat(RawClient.ask(engine, "PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawClient.ask(
                        engine, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusal_isSentBeforeTheBodyAndKeepsTheConnection() throws Exception {
        handler.decision = Decision.refuse(HttpAnswer.of(401));
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.answer()).isEqualTo("HTTP/1.1 401 Unauthorized | ");
            handler.decision = Decision.PROCEED;
            client.send("bodyGET /next HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).endsWith("| GET /next ");
        }
    }

    @Test
    void tooLargeBody_clientCanReadTheRefusal() throws Exception {
        int size = 3 * 1024 * 1024;
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
            client.send(new byte[size]);
            assertThat(client.rest()).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void contentLength_tooLarge_isSentUnchanged() throws Exception {
        handler.answer = HttpAnswer.of(200).header("Content-Length", "9").body("four");
        assertThat(RawClient.ask(engine, "GET / HTTP/1.1\r\nHost: h\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfour");
    }

    @Test
    void contentLength_tooSmall_restOfTheBodyComesBeforeTheNextAnswer() throws Exception {
        handler.answer = HttpAnswer.of(200).header("Content-Length", "2").body("four");
        try (RawClient client = new RawClient(engine)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.answer()).endsWith(" | fo");
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.head()).first().isEqualTo("urHTTP/1.1 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "head", "answer", "journal"})
    void handlerFailure_anyStep_isAnswered500AndRecorded(String where) throws Exception {
        Handler faulty = new Handler() {
            @Override
            public Serving serve(HttpHead head) {
                return failing("serve", new Serving() {
                    @Override
                    public Decision head() {
                        return failing("head", Decision.PROCEED);
                    }

                    @Override
                    public HttpAnswer answer(HttpRequest request) {
                        return failing("answer", HttpAnswer.of(200));
                    }

                    @Override
                    public void journal(Exchange exchange) {
                        handler.journal(failing("journal", exchange));
                    }
                });
            }

            private <T> T failing(String step, T otherwise) {
                if (step.equals(where)) {
                    throw new AssertionError("broken fake");
                }
                return otherwise;
            }

            @Override
            public void journal(Exchange exchange) {
                handler.journal(exchange);
            }
        };
        engine.close();
        engine = HttpEngine.start(ANYWHERE, faulty);

        String answer = RawClient.ask(engine, "GET /x HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 500 ")
                .contains("the fake's own fault", "AssertionError")
                .doesNotContain("broken fake");
        assertThat(handler.journal).singleElement().satisfies(exchange -> {
            assertThat(exchange.request().head().target()).isEqualTo("/x");
            assertThat(exchange.answer().status()).isEqualTo(500);
            assertThat(exchange.objection()).contains("broken fake");
        });
    }

    @Test
    void connection_closedWithoutARequest_isNotRecorded() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.endInput();
            assertThat(client.rest()).isEmpty();
        }
        assertThat(handler.journal).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nHo", "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab"})
    void request_incomplete_isAnswered400(String request) throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send(request).endInput();
            assertThat(client.rest()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void connection_brokenInTheBody_isRecordedOnce() throws Exception {
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT /half HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.head()).containsExactly("HTTP/1.1 100 Continue");
            client.send("ab").reset();
        }

        for (long end = System.nanoTime() + 10_000_000_000L; handler.journal.isEmpty(); Thread.onSpinWait()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        Exchange broken = handler.journal.get(0);
        assertThat(broken.request().head().target()).isEqualTo("/half");
        assertThat(broken.answer()).isNull();
        assertThat(broken.objection()).contains("broke");
        assertThat(RawClient.ask(engine, "GET /next HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ");
        assertThat(handler.journal).hasSize(2);
        assertThat(handler.commits).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nHo", "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nab"})
    void request_tooSlow_isAnswered408(String request) throws Exception {
        restart(Settings.DEFAULT.waiting(Duration.ofSeconds(30), Duration.ofMillis(100)));
        assertThat(RawClient.ask(engine, request)).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void head_sentByteByByteTooSlowly_isAnswered408() throws Exception {
        restart(Settings.DEFAULT.waiting(Duration.ofSeconds(30), Duration.ofMillis(200)));
        try (RawClient client = new RawClient(engine)) {
            client.send("GET / HTTP/1.1\r\nX: ");
            CountDownLatch answered = new CountDownLatch(1);
            Thread dripper = new Thread(() -> drip(client, answered));
            dripper.start();
            assertThat(client.head()).first().asString().startsWith("HTTP/1.1 408 ");
            answered.countDown();
            dripper.join(RawClient.PATIENCE_MILLIS);
        }
    }

    @Test
    void handshake_sentByteByByteTooSlowly_isCut() throws Exception {
        restart(Settings.DEFAULT
                .waiting(Duration.ofSeconds(30), Duration.ofMillis(200))
                .tls(new TlsLayer()));
        try (RawClient client = new RawClient(engine)) {
            // The head of a TLS record that announces two thousand bytes.
            client.send("\u0016\u0003\u0001\u0008\0");
            CountDownLatch cut = new CountDownLatch(1);
            Thread dripper = new Thread(() -> drip(client, cut));
            dripper.start();
            assertThat(client.ended()).isTrue();
            cut.countDown();
            dripper.join(RawClient.PATIENCE_MILLIS);
        }
        assertThat(handler.journal).isEmpty();
    }

    @Test
    void connection_idle_isClosedWithoutAnAnswer() throws Exception {
        restart(Settings.DEFAULT.waiting(Duration.ofMillis(100), Duration.ofSeconds(10)));
        try (RawClient client = new RawClient(engine)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer();
            assertThat(client.rest()).isEmpty();
        }
        assertThat(handler.journal).hasSize(1);
    }

    @Test
    void answer_isWrittenInOneCall() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        restart(Settings.DEFAULT.tls((accepted, input) -> {
            assertThat(input.read()).isEqualTo(22);
            return new CountingSocket(accepted, input, writes);
        }));
        try (RawClient client = new RawClient(engine)) {
            client.send("\u0016");
            for (int i = 0; i < 200; i++) {
                client.send("GET /%d HTTP/1.1\r\nHost: h\r\n\r\n".formatted(i)).answer();
            }
        }
        assertThat(writes).hasValue(200);
    }

    @Test
    void journal_isWrittenBeforeTheAnswer() throws Exception {
        AtomicInteger early = new AtomicInteger();
        try (RawClient client = new RawClient(engine)) {
            for (int i = 1; i <= 500; i++) {
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").read();
                if (handler.journal.size() < i) {
                    early.incrementAndGet();
                }
                client.answer();
            }
        }
        assertThat(early).hasValue(0);
    }

    @Test
    void start_portInUse_messageNamesThePort() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.port());
        assertThatThrownBy(() -> HttpEngine.start(taken, handler))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(engine.port()));
    }

    private void restart(Settings settings) {
        engine.close();
        engine = HttpEngine.start(ANYWHERE, handler, settings);
    }

    private static void drip(RawClient client, CountDownLatch answered) {
        try {
            while (!answered.await(5, TimeUnit.MILLISECONDS)) {
                client.send("x");
            }
        } catch (IOException | InterruptedException closed) {
            // The engine has closed the connection, as expected.
        }
    }

    /** A layer without TLS that counts the writes. */
    private static final class CountingSocket extends Socket {

        private final Socket under;
        private final InputStream in;
        private final AtomicInteger writes;

        CountingSocket(Socket under, InputStream in, AtomicInteger writes) {
            this.under = under;
            this.in = in;
            this.writes = writes;
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(under.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    writes.incrementAndGet();
                    out.write(bytes, from, count);
                }
            };
        }

        @Override
        public void shutdownOutput() throws IOException {
            under.shutdownOutput();
        }

        @Override
        public synchronized void close() throws IOException {
            under.close();
        }
    }
}

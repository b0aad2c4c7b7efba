package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.testkit.Fault.Point;
import io.github.partnercenter4j.testkit.http.Decision;
import io.github.partnercenter4j.testkit.http.EngineThreadsProbe;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.FakeHandler;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpEngine;
import io.github.partnercenter4j.testkit.http.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@Timeout(30)
class FaultPlayTest {

    private static final String PUT = "PUT /p HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody";
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
    private static final String WHOLE = HEAD + "0123456789";

    private final FakeHandler handler = new FakeHandler();
    private final HttpEngine engine =
            HttpEngine.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handler);

    FaultPlayTest() {
        handler.answer = HttpAnswer.of(200).body("0123456789");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void drop_anyPoint_closesTheConnection(Point point) throws Exception {
        play(Fault.drop(point));
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT);
            assertThat(client.rest()).isEqualTo(seen(point));
        }
        assertRecorded(point);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void reset_anyPoint_resetsTheConnection(Point point) throws Exception {
        play(Fault.reset(point));
        try (RawClient client = new RawClient(engine)) {
            assertThatThrownBy(() -> {
                        client.send(PUT);
                        client.rest();
                    })
                    .isInstanceOf(SocketException.class)
                    .hasMessageMatching("(?i).*(reset|abort|broken pipe).*");
        }
        assertRecorded(point);
    }

    @ParameterizedTest
    @EnumSource(Point.class)
    void stall_anyPoint_sendsNothingMoreAndKeepsTheConnection(Point point) throws Exception {
        play(Fault.stall(point));
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT);
            String expected = seen(point);
            assertThat(new String(client.read(expected.length()), StandardCharsets.ISO_8859_1))
                    .isEqualTo(expected);
            client.patience(50);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            client.patience(RawClient.PATIENCE_MILLIS);
            awaitRecorded(point);
            engine.close();
            assertThat(client.ended()).isTrue();
        }
        assertRecorded(point);
    }

    /** With a stall before the response, the client does not even see that its request was read. */
    private void awaitRecorded(Point point) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RawClient.PATIENCE_MILLIS);
        while (point != Point.ACCEPT && handler.journal.isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void stall_clientDisconnects_ends() throws Exception {
        play(Fault.stall(Point.BEFORE_COMMIT));
        for (int i = 0; i < 20; i++) {
            try (RawClient client = new RawClient(engine)) {
                client.send(PUT);
            }
        }
        assertThat(EngineThreadsProbe.connectionsEnd(engine)).isTrue();
    }

    @Test
    void reset_inTheBody_sendsHalfTheBodyFirst() throws Exception {
        play(Fault.reset(Point.IN_BODY));
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT);
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
        } catch (SocketException tolerated) {
            // Some systems drop unread bytes when a reset arrives.
            assertThat(tolerated).hasMessageMatching("(?i).*(reset|abort).*");
        }
        assertThat(handler.commits).hasValue(1);
    }

    @Test
    void dropAfterHead_sendsNoContinue() throws Exception {
        play(Fault.drop(Point.AFTER_HEAD));
        assertThat(RawClient.ask(
                        engine, "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void stallAfterHead_doesNotReadALargeBody() throws Exception {
        play(Fault.stall(Point.AFTER_HEAD));
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n");
            client.send(new byte[128 * 1024]);
            client.patience(50);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            engine.close();
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"AFTER_HEAD", "BEFORE_COMMIT", "AFTER_COMMIT"})
    void answer_isSentInsteadOfTheResponse(Point point) throws Exception {
        play(Fault.answer(HttpAnswer.of(503)
                        .reason("Busy")
                        .header("Retry-After", "1")
                        .body("later"))
                .at(point));
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT.substring(0, PUT.length() - (point == Point.AFTER_HEAD ? 4 : 0)));
            assertThat(client.head()).containsExactly("HTTP/1.1 503 Busy", "Retry-After: 1", "Content-Length: 5");
            assertThat(client.read(5)).asString().isEqualTo("later");
            handler.decision = Decision.PROCEED;
            client.send((point == Point.AFTER_HEAD ? "body" : "") + PUT);
            assertThat(client.answer()).endsWith("0123456789");
        }
        assertThat(handler.journal)
                .extracting(exchange -> exchange.request().head().method())
                .containsExactly("PUT", "PUT");
        assertThat(handler.commits).hasValue(point == Point.AFTER_COMMIT ? 2 : 1);
    }

    @Test
    void answerAfterHead_withConnectionClose_closesTheConnection() throws Exception {
        play(Fault.answer(HttpAnswer.of(413).header("Connection", "close")).at(Point.AFTER_HEAD));
        try (RawClient client = new RawClient(engine)) {
            client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 400000\r\n\r\n");
            client.send(new byte[100_000]);
            assertThat(client.rest()).startsWith("HTTP/1.1 413 ");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"AFTER_HEAD", "BEFORE_COMMIT", "AFTER_COMMIT"})
    void raw_isSentUnchanged(Point point) throws Exception {
        String garbage = "HTTP/1.1 000\r\nX : \0\r\n folded\n\u00FF";
        play(Fault.raw(garbage.getBytes(StandardCharsets.ISO_8859_1)).at(point));
        assertThat(RawClient.ask(engine, PUT)).isEqualTo(garbage);
        assertThat(handler.commits).hasValue(point == Point.AFTER_COMMIT ? 1 : 0);
        assertThat(handler.journal)
                .singleElement()
                .satisfies(exchange -> assertThat(exchange.answer()).isNull());
    }

    @Test
    void truncate_sendsLessThanTheContentLength() throws Exception {
        play(Fault.truncate(3));
        assertThat(RawClient.ask(engine, PUT)).isEqualTo(HEAD + "012");
        assertThat(handler.commits).hasValue(1);
    }

    @Test
    void truncate_moreThanTheBody_sendsAll() throws Exception {
        play(Fault.truncate(99));
        assertThat(RawClient.ask(engine, PUT)).isEqualTo(WHOLE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Point.class,
            names = {"AFTER_HEAD", "BEFORE_COMMIT", "AFTER_COMMIT"})
    void endlessBody_clientDisconnects_ends(Point point) throws Exception {
        play(Fault.endlessBody().at(point));
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT);
            assertThat(client.head()).first().isEqualTo("HTTP/1.1 200 OK");
            assertThat(client.read(8 * 1024 * 1024)).asString().startsWith("9\r\n{\"more\":\"\r\n4000\r\nxxx");
        }
        assertThat(EngineThreadsProbe.connectionsEnd(engine)).isTrue();
        assertThat(handler.commits).hasValue(point == Point.AFTER_COMMIT ? 1 : 0);
    }

    @Test
    void endlessBody_clientReadsAll_endsAtTheLimit() throws Exception {
        play(Fault.endlessBody());
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT);
            assertThat(client.skip()).isBetween(64L << 20, 65L << 20);
        }
    }

    @Test
    void overlay_changesTheResponse() throws Exception {
        handler.answer = HttpAnswer.of(200)
                .header("A", "1")
                .header("B", "2")
                .header("b", "3")
                .header("C", "4")
                .body("{}");
        play(Fault.overlay()
                .header("a", "other")
                .withoutHeader("c")
                .header("Content-Encoding", "gzip")
                .body("not gzip".getBytes(StandardCharsets.UTF_8)));
        try (RawClient client = new RawClient(engine)) {
            client.send(PUT);
            assertThat(client.head())
                    .containsExactly(
                            "HTTP/1.1 200 OK",
                            "a: other",
                            "B: 2",
                            "b: 3",
                            "Content-Encoding: gzip",
                            "Content-Length: 8");
            assertThat(client.read(8)).asString().isEqualTo("not gzip");
        }
        assertThat(handler.commits).hasValue(1);
    }

    @Test
    void overlay_withChunkedCoding_sendsNoContentLength() throws Exception {
        handler.answer = HttpAnswer.of(200).header("Content-Length", "2").body("{}");
        play(Fault.overlay().header("Transfer-Encoding", "chunked"));
        assertThat(RawClient.ask(engine, PUT.replace("Host: h", "Host: h\r\nConnection: close")))
                .contains("Transfer-Encoding: chunked")
                .doesNotContain("Content-Length")
                .endsWith("2\r\n{}\r\n0\r\n\r\n");
    }

    @Test
    void fault_appliesToARefusalToo() throws Exception {
        handler.decision = Decision.refuse(HttpAnswer.of(401).body("0123456789"))
                .with(Fault.truncate(1).plan());
        assertThat(RawClient.ask(engine, PUT)).isEqualTo("HTTP/1.1 401 Unauthorized\r\nContent-Length: 10\r\n\r\n0");
    }

    @ParameterizedTest
    @EnumSource(value = Point.class, names = "ACCEPT", mode = Mode.EXCLUDE)
    void dropInTheBody_responseWithoutABody_dropsAfterTheHead(Point point) throws Exception {
        handler.answer = HttpAnswer.of(204);
        play(Fault.drop(point));
        String answer = RawClient.ask(engine, PUT);
        if (point == Point.IN_BODY) {
            assertThat(answer).isEqualTo("HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    private void play(Fault fault) {
        if (fault.isOfConnection()) {
            handler.onAccept = fault.plan().script(null);
        } else {
            handler.decision = Decision.PROCEED.with(fault.plan());
        }
    }

    private static String seen(Point point) {
        return switch (point) {
            case ACCEPT, AFTER_HEAD, BEFORE_COMMIT, AFTER_COMMIT -> "";
            case IN_HEAD -> HEAD.substring(0, HEAD.length() / 2);
            case IN_BODY -> HEAD + "01234";
            case AFTER_ANSWER -> WHOLE;
        };
    }

    private void assertRecorded(Point point) throws IOException {
        engine.close();
        assertThat(handler.commits).hasValue(point.compareTo(Point.AFTER_COMMIT) >= 0 ? 1 : 0);
        assertThat(handler.journal).hasSize(point == Point.ACCEPT ? 0 : 1);
        if (point != Point.ACCEPT) {
            Exchange exchange = handler.journal.get(0);
            assertThat(exchange.answer() == null).isEqualTo(seen(point).isEmpty());
            assertThat(exchange.request().body()).hasSize(point == Point.AFTER_HEAD ? 0 : 4);
        }
    }
}

package io.github.partnercenter4j.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EngineCloseTest {

    private static final InetSocketAddress ANYWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    @Test
    void close_always_leavesNoThread() throws Exception {
        FakeHandler handler = new FakeHandler();
        List<RawClient> clients = new ArrayList<>();
        HttpEngine engine = HttpEngine.start(ANYWHERE, handler);
        try (engine) {
            for (int i = 0; i < 20; i++) {
                clients.add(new RawClient(engine));
                clients.get(i).send(GET).answer();
            }
            handler.decision = Decision.PROCEED.with(stall(HttpFault.At.ANSWER));
            clients.get(0).send(GET);
            handler.decision = Decision.PROCEED.with(FakeHandler.fault(HttpFault.At.REQUEST, Script.endless()));
            clients.get(1).send(GET).head();
        }
        assertThat(engine.openConnections()).isZero();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("partnercenter4j-fake-")) {
                thread.join(2_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void close_idleAndStalledConnections_areCutAtOnce() throws Exception {
        FakeHandler handler = new FakeHandler();
        handler.decision = Decision.PROCEED.with(stall(HttpFault.At.REQUEST));
        Settings patient = new Settings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(20), null);
        HttpEngine engine = HttpEngine.start(ANYWHERE, handler, patient);
        try (RawClient idle = new RawClient(engine);
                RawClient stalled = new RawClient(engine)) {
            stalled.send(GET);
            while (handler.journal.isEmpty()) {
                Thread.onSpinWait();
            }
            long start = System.nanoTime();
            engine.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(idle.ended()).isTrue();
            assertThat(stalled.ended()).isTrue();
        }
    }

    @Test
    void close_runningExchange_isFinishedFirst() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Settings patient = new Settings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(20), null);
        HttpEngine engine = HttpEngine.start(ANYWHERE, waiting(asked, go), patient);
        try (RawClient client = new RawClient(engine)) {
            client.send(GET);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            Thread closer = new Thread(engine::close);
            closer.start();
            assertRefused(engine);
            go.countDown();
            assertThat(client.rest()).startsWith("HTTP/1.1 200 OK");
            closer.join(10_000);
            assertThat(closer.isAlive()).isFalse();
        }
    }

    @Test
    void close_exchangeTakesTooLong_isCutAndItsEndIsAwaited() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        HttpEngine engine = HttpEngine.start(ANYWHERE, head -> request -> {
            answerLate(asked, new CountDownLatch(1));
            // A handler that needs some time to end.
            Thread.interrupted();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            ended.set(true);
            return HttpAnswer.of(200);
        });
        try (RawClient client = new RawClient(engine)) {
            client.send(GET);
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            engine.close();
            assertThat(ended).isTrue();
            assertThat(engine.openConnections()).isZero();
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void close_twice_refusesConnections() throws Exception {
        HttpEngine engine = HttpEngine.start(ANYWHERE, new FakeHandler());
        engine.close();
        engine.close();
        assertRefused(engine);
    }

    private static void assertRefused(HttpEngine engine) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        assertThatThrownBy(() -> {
                    while (System.nanoTime() < deadline) {
                        new RawClient(engine).close();
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private static Handler waiting(CountDownLatch asked, CountDownLatch go) {
        return head -> request -> answerLate(asked, go);
    }

    private static HttpAnswer answerLate(CountDownLatch asked, CountDownLatch go) {
        asked.countDown();
        try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
        return HttpAnswer.of(200);
    }

    private static HttpFault stall(HttpFault.At at) {
        return FakeHandler.fault(at, Script.nothing(Script.Ending.STALL));
    }
}

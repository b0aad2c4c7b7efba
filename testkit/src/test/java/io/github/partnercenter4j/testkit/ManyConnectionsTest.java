package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpEngine;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.tls.FakeTls;
import io.github.partnercenter4j.testkit.tls.TlsLayer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many clients connect at once, like in a load test. */
@Tag("full")
@Timeout(300)
class ManyConnectionsTest {

    private static final int PLAIN = 1_000;
    private static final int TLS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final Path NETSTAT = Path.of("/proc/net/netstat");

    /**
     * If the queue of connections is full, a client tries again after a second. The kernel counts such attempts for all
     * programs together, so one good result of three is enough.
     */
    @Test
    void aThousandClients_atOnce_areAcceptedAndAnswered() throws IOException {
        long listenOverflows = 1;
        for (int attempt = 0; attempt < 3 && listenOverflows > 0; attempt++) {
            try (FakePartnerCenter fake = FakePartnerCenter.create()) {
                long before = listenOverflows();
                assertThat(answers(fake)).hasSize(PLAIN).allMatch(answer -> answer.startsWith("HTTP/1.1 200 OK\r\n"));
                listenOverflows = listenOverflows() - before;
                assertThat(fake.journal().total()).isEqualTo(PLAIN);
            }
        }
        assertThat(listenOverflows).isZero();
    }

    /** Without such a counter, the test only checks that all requests got a response. */
    private static long listenOverflows() throws IOException {
        if (!Files.isReadable(NETSTAT)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(NETSTAT);
        List<String> names = Arrays.asList(lines.get(0).split(" ", -1));
        return Long.parseLong(lines.get(1).split(" ", -1)[names.indexOf("ListenOverflows")]);
    }

    /** Opens all connections, then sends a request on each, and returns the input of each until its end. */
    private static List<String> answers(FakePartnerCenter fake) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(fake.url().getHost(), fake.url().getPort());
        List<SocketChannel> channels = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < PLAIN; i++) {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                channel.configureBlocking(false);
                channel.connect(address);
                channel.register(selector, SelectionKey.OP_CONNECT);
            }
            long end = System.nanoTime() + PATIENCE.toNanos();
            for (int connected = 0; connected < PLAIN; ) {
                connected += connect(selector, end);
            }
            while (fake.connections() < PLAIN) {
                left(end);
                Thread.onSpinWait();
            }
            for (SelectionKey key : selector.keys()) {
                ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request(fake)));
                key.interestOps(SelectionKey.OP_READ).attach(new ByteArrayOutputStream());
            }
            List<String> answers = new ArrayList<>();
            while (answers.size() < PLAIN) {
                read(selector, end, answers);
            }
            return answers;
        } finally {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        }
    }

    private static int connect(Selector selector, long end) throws IOException {
        int[] connected = {0};
        selector.select(
                key -> {
                    try {
                        if (((SocketChannel) key.channel()).finishConnect()) {
                            key.interestOps(0);
                            connected[0]++;
                        }
                    } catch (IOException refused) {
                        fail(refused);
                    }
                },
                left(end));
        return connected[0];
    }

    private static void read(Selector selector, long end, List<String> answers) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4 * 1024);
        selector.select(
                key -> {
                    try {
                        ByteArrayOutputStream answer = (ByteArrayOutputStream) key.attachment();
                        int count = ((SocketChannel) key.channel()).read(buffer.clear());
                        if (count < 0) {
                            answers.add(answer.toString(StandardCharsets.ISO_8859_1));
                            key.cancel();
                        } else {
                            answer.write(buffer.array(), 0, count);
                        }
                    } catch (IOException broken) {
                        fail(broken);
                    }
                },
                left(end));
    }

    private static long left(long end) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        assertThat(millis).as("milliseconds left").isPositive();
        return millis;
    }

    private static byte[] request(FakePartnerCenter fake) {
        String token = fake.tokens().appPlusUser().value();
        return ("GET /v1/profiles/support HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer " + token
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The engine alone, with long time limits: on a busy machine, many handshakes may take longer than a fake allows.
     */
    @Test
    void twoHundredTlsClients_atOnce_areAnswered() throws Exception {
        CyclicBarrier allConnected = new CyclicBarrier(TLS);
        ExecutorService clients = Executors.newFixedThreadPool(TLS);
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Settings settings = Settings.DEFAULT.tls(new TlsLayer()).waiting(LONG, LONG);
        try (HttpEngine engine = HttpEngine.start(anywhere, head -> request -> HttpAnswer.of(200), settings)) {
            SSLSocketFactory trust = FakeTls.trust().getSocketFactory();
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < TLS; i++) {
                calls.add(() -> {
                    try (SSLSocket socket = (SSLSocket) trust.createSocket(anywhere.getAddress(), engine.port())) {
                        socket.setSoTimeout((int) LONG.toMillis());
                        socket.startHandshake();
                        allConnected.await(LONG.toSeconds(), TimeUnit.SECONDS);
                        socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
                        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                    }
                });
            }
            List<String> answers = new ArrayList<>();
            for (Future<String> call : clients.invokeAll(calls, 2 * LONG.toSeconds(), TimeUnit.SECONDS)) {
                answers.add(call.get());
            }
            assertThat(answers).hasSize(TLS).allMatch(answer -> answer.startsWith("HTTP/1.1 200 OK\r\n"));
        } finally {
            clients.shutdownNow();
        }
    }
}

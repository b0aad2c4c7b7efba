package io.github.partnercenter4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many clients at once send invalid input to a running fake, and end their connections in every possible way. After
 * that, the fake must serve the next client normally. A build uses some thousand connections; {@code -Dfuzz.seconds=60}
 * runs longer, and {@code -Dfuzz.seed=N} uses another seed.
 */
@Tag("full")
@Timeout(600)
class ServerFuzzTest {

    private static final int CLIENTS = 8;
    private static final int CONNECTIONS_EACH = 200;
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_122);
    private static final Duration LONGER = Duration.ofSeconds(Long.getLong("fuzz.seconds", 0));

    /** A long limit, for busy machines. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int JOURNAL = 1_000;
    private static final long HEAP_BYTES = 16L << 20;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    private final FakePartnerCenter fake =
            FakePartnerCenter.builder().seed(1).journalLimit(JOURNAL).build();
    private final RandomFaults randomFaults = new RandomFaults(fake);
    private final URI url = fake.url();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

    @Test
    void invalidInput_ofManyClients_leavesNoConnectionsThreadsOrMemory() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try (fake) {
            assertServes();
            Set<Thread> threads = threads();
            long round = 0;
            attack(clients, round++);
            assertThat(fake.journal().exchanges()).hasSize(JOURNAL);
            long heap = heap();

            long end = System.nanoTime() + LONGER.toNanos();
            do {
                attack(clients, round++);
            } while (System.nanoTime() < end);

            assertServes();
            assertThat(fake.journal().exchanges()).hasSize(JOURNAL);
            assertThat(fake.journal().total()).isGreaterThan(round * CLIENTS * CONNECTIONS_EACH / 2);
            assertThat(statuses)
                    .contains(200, 400, 401, 404, 405, 413, 414, 431, 501)
                    .doesNotContain(500);
            assertThat(heap() - heap).as("bytes of heap more").isLessThan(HEAP_BYTES);
            assertNoMoreThan(threads);
            assertServes();
        } finally {
            clients.shutdownNow();
        }
    }

    /** Sends the same input to the same fake each time, but the order of the clients may differ. */
    private void attack(ExecutorService clients, long round) throws Exception {
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(SEED + round * CLIENTS + client);
            tasks.add(() -> {
                for (int connection = 0; connection < CONNECTIONS_EACH; connection++) {
                    play(randomFaults.next(random), random);
                }
                return null;
            });
        }
        for (Future<Void> client : clients.invokeAll(tasks)) {
            client.get();
        }
        await();
    }

    private void play(byte[] bytes, Random random) throws IOException {
        int way = random.nextInt(8);
        int pause = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            if (way == 0) {
                socket.setSoLinger(true, 0);
            }
            OutputStream out = socket.getOutputStream();
            out.write(bytes, 0, pause);
            if (way == 1) {
                return;
            }
            out.write(bytes, pause, bytes.length - pause);
            if (way > 2) {
                socket.shutdownOutput();
                assertAnswered(bytes, socket.getInputStream());
            }
        } catch (SocketException gone) {
            // A refusal may come before everything is sent; then the rest is answered with a reset.
            assertThat(bytes.length).isGreaterThan(1);
        }
    }

    /** After the end of its input, a client gets only responses and then the end of the connection. */
    private void assertAnswered(byte[] sent, InputStream in) throws IOException {
        byte[] received = in.readAllBytes();
        String text = new String(received, StandardCharsets.ISO_8859_1);
        boolean isTls = received.length > 0 && (received[0] == 21 || received[0] == 22);
        assertThat(text.isEmpty() || isTls || text.startsWith("HTTP/1.1 "))
                .as("%s was answered %s", new String(sent, StandardCharsets.ISO_8859_1), text)
                .isTrue();
        for (Matcher status = STATUS.matcher(text); status.find(); ) {
            statuses.add(Integer.parseInt(status.group(1)));
        }
    }

    private void assertServes() throws IOException {
        String token = "Authorization: Bearer " + fake.tokens().appPlusUser().value();
        String get = "GET /v1/profiles/support HTTP/1.1";
        String put = "PUT /v1/profiles/support HTTP/1.1";
        assertThat(RawHttp.send(url, "{\"email\":\"e\"}", put, token, "Content-Type: application/json")
                        .status())
                .isEqualTo(200);
        assertThat(RawHttp.send(url, "", get, token).text()).contains("{\"email\":\"e\",\"profileType\"");
        try (Socket socket = fake.sslContext().getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write((get + "\r\nHost: h\r\n" + token + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
        await();
    }

    /** Waits until no connection is open, because no client has one. */
    private void await() {
        long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
        while (fake.connections() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(fake.connections()).as("connections open, of %s", stacks()).isZero();
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads()) {
            text.append("\n").append(thread.getName());
            for (StackTraceElement call : thread.getStackTrace()) {
                text.append("\n    ").append(call);
            }
        }
        return text.toString();
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> !thread.getName().startsWith("partnercenter4j-"));
        return threads;
    }

    /** Waits for the threads without a connection, which end after a while. */
    private static void assertNoMoreThan(Set<Thread> before) throws InterruptedException {
        for (Thread thread : threads()) {
            if (!before.contains(thread)) {
                thread.join(PATIENCE_MILLIS);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    /** Checks twice, because some objects are only waiting to be cleaned up. */
    private static long heap() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

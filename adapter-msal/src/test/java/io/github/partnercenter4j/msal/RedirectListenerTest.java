package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.partnercenter4j.port.support.TransportThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input of browsers and of other programs on this machine. */
@Timeout(60)
class RedirectListenerTest {

    private static final String LINE = "GET /?code=right&state=ours HTTP/1.1\r\n";

    private final ThreadPoolExecutor threads = (ThreadPoolExecutor) TransportThreads.platform("msal");
    private final List<Socket> sockets = new ArrayList<>();
    private RedirectListener listener;
    private CompletableFuture<Map<String, String>> redirect;

    @BeforeEach
    void listen() throws IOException {
        listenWith(Duration.ofSeconds(10));
    }

    private void listenWith(Duration patience) throws IOException {
        RedirectListener opened = new RedirectListener(URI.create("http://localhost/"), "ours", patience);
        listener = opened;
        redirect = new CompletableFuture<>();
        CompletableFuture<Map<String, String>> waiting = redirect;
        threads.execute(() -> {
            try {
                waiting.complete(opened.await(threads));
            } catch (IOException closed) {
                waiting.completeExceptionally(closed);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
        threads.shutdownNow();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
                listener.redirectUri().getPort());
        socket.setSoTimeout(20_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 500})
    void redirect_withManyCookies_isAcceptedAndAnswered(int kibibytes) throws Exception {
        Socket browser = connect();
        StringBuilder head = new StringBuilder(LINE).append("Host: localhost\r\n");
        for (int i = 0; i < kibibytes; i++) {
            head.append("Cookie: c")
                    .append(i)
                    .append('=')
                    .append("x".repeat(1000))
                    .append("\r\n");
        }

        send(browser, head.append("\r\n").toString());

        assertThat(answer(browser)).startsWith("HTTP/1.1 200 OK").contains("was received");
        assertThat(redirect.get(10, TimeUnit.SECONDS)).containsEntry("code", "right");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /?code=right&state=ours HTTP/1.1\n\n",
                "GET /?code=right&state=ours HTTP/1.0\r\n\r\n",
                "GET /?state=ours&session_state=x&code=right HTTP/1.1\r\nCookie: \u00ff\u0000\r\nno colon\r\n\r\n"
            })
    void redirect_ofAnyForm_isAccepted(String head) throws Exception {
        Socket browser = connect();

        send(browser, head);

        assertThat(answer(browser)).startsWith("HTTP/1.1 200 OK");
        assertThat(redirect.get(10, TimeUnit.SECONDS)).containsEntry("code", "right");
    }

    @Test
    void redirect_headNeverEnds_isAcceptedAfterItsFirstLine() throws Exception {
        Socket browser = connect();

        send(browser, LINE + "Cookie: ");

        assertThat(redirect.get(10, TimeUnit.SECONDS)).containsEntry("code", "right");
        assertThat(answer(browser)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void redirect_withALongCode_isAccepted() throws Exception {
        Socket browser = connect();
        String code = "c".repeat(30_000);

        send(browser, "GET /?code=" + code + "&state=ours HTTP/1.1\r\n\r\n");

        assertThat(redirect.get(10, TimeUnit.SECONDS)).containsEntry("code", code);
    }

    @Test
    void requestLine_tooLong_isRefused() throws Exception {
        Socket client = connect();

        send(client, "GET /" + "x".repeat(70_000));

        assertThat(answer(client)).startsWith("HTTP/1.1 404");
        assertThat(redirect).isNotDone();
    }

    @Test
    void connections_idle_areLimitedAndDelayNoOther() throws Exception {
        for (int i = 0; i < 300; i++) {
            connect();
        }
        // A newer connection has replaced the oldest one long before its timeout.
        assertThat(answer(sockets.get(0))).isEmpty();

        Socket browser = connect();
        send(browser, LINE + "\r\n");

        assertThat(answer(browser)).startsWith("HTTP/1.1 200 OK");
        assertThat(redirect.get(10, TimeUnit.SECONDS)).containsEntry("code", "right");
        // The threads of open connections, of the listener, and of connections that were just closed.
        assertThat(threads.getLargestPoolSize()).isLessThan(4 * RedirectListener.MOST_CONNECTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /?code=right&state=ou"})
    void connection_incompleteRequest_isClosedAfterTheTimeout(String begun) throws Exception {
        listener.close();
        listenWith(Duration.ofMillis(200));
        Socket silent = connect();

        send(silent, begun);

        assertThat(answer(silent)).isEmpty();
        assertThat(redirect).isNotDone();
    }
}

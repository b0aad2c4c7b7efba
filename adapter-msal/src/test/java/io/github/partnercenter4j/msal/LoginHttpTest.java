package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoginHttpTest {

    private static final String CANARY = "canary-secret";
    private static final Duration LONG = Duration.ofSeconds(30);

    private RawPeer peer;

    @BeforeEach
    void listen() throws IOException {
        peer = new RawPeer();
    }

    @AfterEach
    void hangUp() throws IOException {
        peer.close();
    }

    private static LoginHttp http(
            @Nullable SSLContext tls, @Nullable ProxySelector proxy, @Nullable String credentials, Duration request) {
        return new LoginHttp(
                new LoginHttp.Options("contoso.example", tls, proxy, credentials, Duration.ofSeconds(5), request));
    }

    private static LoginHttp http(Duration request) {
        return http(null, null, null, request);
    }

    private static CompletableFuture<LoginAnswer> post(LoginHttp http, URI url) {
        return CompletableFuture.supplyAsync(() -> http.post(
                url,
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "secret=" + CANARY,
                LoginService.NO_LIMIT));
    }

    private static AuthenticationException failure(CompletableFuture<LoginAnswer> exchange) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> exchange.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        assertThat(thrown[0]).isInstanceOf(AuthenticationException.class);
        AuthenticationException failure = (AuthenticationException) thrown[0];
        assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause.getMessage())).doesNotContain("canary");
        }
        return failure;
    }

    @Test
    void post_answered_returnsStatusHeadersAndBody() throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            String request = RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 400 Bad Request\r\nRetry-After: 7\r\nContent-Length: 2\r\n\r\n{}");

            LoginAnswer answer = exchange.get(20, TimeUnit.SECONDS);

            assertThat(request)
                    .startsWith("POST /token HTTP/1.1\r\n")
                    .contains("Content-Type: application/x-www-form-urlencoded")
                    .doesNotContain("Upgrade")
                    .doesNotContain("Proxy-Authorization")
                    .endsWith("secret=" + CANARY);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.retryAfter()).contains(Duration.ofSeconds(7));
            assertThat(answer.body()).isEqualTo("{}");
            assertThat(answer.toString()).doesNotContain("{}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"})
    void post_notAnsweredInTime_failsAndClosesTheConnection(String begun) throws Exception {
        try (LoginHttp http = http(Duration.ofSeconds(1))) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.send(client, begun);

            assertThat(failure(exchange))
                    .hasMessage("The login service 127.0.0.1:" + peer.url().getPort()
                            + " (tenant contoso.example) did not answer within"
                            + " PT1S: the request was sent, and the response is not complete.");
            assertThat(RawPeer.isLeft(client)).isTrue();
        }
    }

    @Test
    void post_connectionIsNotAccepted_failsAfterTheConnectTimeout() throws Exception {
        try (RawPeer full = RawPeer.neverAccepting();
                LoginHttp http = new LoginHttp(
                        new LoginHttp.Options("contoso.example", null, null, null, Duration.ofMillis(200), LONG))) {
            assertThat(failure(post(http, full.url())))
                    .hasMessageContaining("127.0.0.1:" + full.url().getPort())
                    .hasMessageContaining("(tenant contoso.example)")
                    .hasMessageContaining("could not be reached (Connect timed out)");
        }
    }

    @Test
    void post_toAClosedPort_failsWithConnectionRefused() throws Exception {
        URI gone;
        try (RawPeer closed = new RawPeer()) {
            gone = closed.url();
        }
        try (LoginHttp http = http(LONG)) {
            assertThat(failure(post(http, gone)))
                    .hasMessage("The login service 127.0.0.1:" + gone.getPort()
                            + " (tenant contoso.example) could not be reached (Connection refused): check the"
                            + " network and any proxy.");
        }
    }

    @Test
    void proxySelector_throws_messageNamesIt() throws Exception {
        ProxySelector broken = selecting(() -> {
            throw new IllegalStateException(CANARY);
        });
        try (LoginHttp http = http(null, broken, null, LONG)) {
            assertThat(failure(post(http, peer.url()))).hasMessageContaining("the proxy selector");
        }
    }

    @Test
    void sslContext_neverInitialised_messageNamesIt() throws Exception {
        try (LoginHttp http = http(SSLContext.getInstance("TLS"), null, null, LONG)) {
            URI url = URI.create("https://127.0.0.1:" + peer.url().getPort() + "/token");
            assertThat(failure(post(http, url))).hasMessageContaining("the sslContext was never initialised");
        }
    }

    private static ProxySelector selecting(Supplier<List<Proxy>> choice) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return choice.get();
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    @Test
    void post_bodyTooLarge_failsAtAMebibyteAndClosesTheConnection() throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n");
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_240; i++) {
                            RawPeer.send(client, "x".repeat(1024));
                        }
                        assertThat(RawPeer.isLeft(client)).isFalse();
                    })
                    .isInstanceOf(IOException.class);

            assertThat(failure(exchange)).hasMessageContaining("it has more than");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endless headers",
                "a long header",
                "endless interim answers",
                "endless trailers",
                "endless chunks"
            })
    void post_headTooLarge_failsAndClosesTheConnection(String what) throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
            String begin = switch (what) {
                case "endless headers" -> "HTTP/1.1 200 OK\r\n";
                case "a long header" -> "HTTP/1.1 200 OK\r\nX: ";
                case "endless trailers" -> chunked + "0\r\n";
                case "endless chunks" -> chunked;
                default -> "";
            };
            String more = switch (what) {
                case "endless headers", "endless trailers" -> "X-Canary: canary\r\n";
                case "a long header" -> "canary";
                case "endless chunks" -> "1\r\nx\r\n";
                default -> "HTTP/1.1 102 Processing\r\n\r\n";
            };
            assertThatThrownBy(() -> {
                        RawPeer.send(client, begin);
                        for (int i = 0; i < 10_000; i++) {
                            RawPeer.send(client, more.repeat(100));
                        }
                        assertThat(RawPeer.isLeft(client)).isFalse();
                    })
                    .isInstanceOf(IOException.class);

            assertThat(failure(exchange)).hasMessageContaining("it has more than");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: -2",
                "Content-Length: +2",
                "Content-Length: 2, 3",
                "Content-Length: 2\r\nContent-Length: 3",
                "Content-Length: 99999999999999999999",
                "Content-Length:",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: canary",
                "canary",
                " canary: x"
            })
    void post_invalidLengthOrHeader_failsAsInvalidHttp(String header) throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n{}");

            assertThat(failure(exchange)).hasMessageContaining("did not send a valid HTTP response");
            assertThat(RawPeer.isLeft(client)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}and more",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n1;a=b\r\n{\r\n01\r\n}\r\n0\r\nT: x\r\n\r\n",
                "HTTP/1.0 200 OK\n\n{}"
            })
    void post_answeredInAnyValidForm_isRead(String answer) throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, answer);
            if (answer.contains("1.0")) {
                client.close();
            }

            assertThat(exchange.get(20, TimeUnit.SECONDS).body()).isEqualTo("{}");
            assertThat(RawPeer.isLeft(client)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
            })
    void post_bodyIncomplete_failsAsBroken(String answer) throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, answer);
            client.close();

            assertThat(failure(exchange)).hasMessageContaining("broke before the response was complete");
        }
    }

    @Test
    void post_unknownHost_messageNamesIt() {
        try (LoginHttp http = http(LONG)) {
            assertThat(failure(post(http, URI.create("https://login.invalid/token"))))
                    .hasMessageStartingWith(
                            "The login service login.invalid:443 (tenant contoso.example) has a host name");
        }
    }

    @Test
    void post_overTls_serverWithoutTls_messageSaysSo() throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange =
                    post(http, URI.create("https://127.0.0.1:" + peer.url().getPort() + "/token"));
            Socket client = peer.accept();
            RawPeer.send(client, "HTTP/1.1 400 Bad Request\r\n\r\n");

            assertThat(failure(exchange)).hasMessageContaining("the server does not use TLS");
        }
    }

    @ParameterizedTest
    @CsvSource({"40, handshake_failure", "70, protocol_version", "116, certificate_required"})
    void post_overTls_refusedByAnAlert_messageNamesTheAlert(int code, String alert) throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange =
                    post(http, URI.create("https://127.0.0.1:" + peer.url().getPort() + "/token"));
            Socket client = peer.accept();
            client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, (byte) code});

            assertThat(failure(exchange)).hasMessageContaining("the alert " + alert);
        }
    }

    @Test
    void post_bodyOfAMebibyte_isReadCompletely() throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 200 OK\r\nContent-Length: " + HttpAnswers.MOST_BYTES + "\r\n\r\n");
            RawPeer.send(client, "x".repeat(HttpAnswers.MOST_BYTES));

            assertThat(exchange.get(20, TimeUnit.SECONDS).body()).hasSize(HttpAnswers.MOST_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"canary, not HTTP\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: canary\r\n\r\n", "HTTP/1.1"})
    void post_invalidResponse_messageQuotesNothing(String answer) throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, answer);
            client.close();

            assertThat(failure(exchange).getCause()).isNotNull();
        }
    }

    @Test
    void post_redirected_returnsTheRedirect() throws Exception {
        try (LoginHttp http = http(LONG);
                RawPeer elsewhere = new RawPeer()) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 307 T\r\nLocation: " + elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n");

            assertThat(exchange.get(20, TimeUnit.SECONDS).status()).isEqualTo(307);
        }
    }

    @Test
    void post_status401WithoutAChallenge_isReturnedEvenWithProxyCredentials() throws Exception {
        try (LoginHttp http = http(null, null, "Basic " + CANARY, LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            String request = RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");

            assertThat(exchange.get(20, TimeUnit.SECONDS).status()).isEqualTo(401);
            assertThat(request).doesNotContain("Basic");
        }
    }

    @Test
    void post_overTls_usesTheGivenContext() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                LoginHttp trusting = http(fake.sslContext(), null, null, LONG);
                LoginHttp withDefaultTrust = http(LONG)) {
            URI url = URI.create(fake.cloud().authority() + "/nowhere");

            assertThat(post(trusting, url).get(20, TimeUnit.SECONDS).status()).isBetween(400, 499);
            AuthenticationException refused = failure(post(withDefaultTrust, url));
            assertThat(refused)
                    .hasMessageStartingWith("TLS with the login service 127.0.0.1:" + url.getPort()
                            + " (tenant contoso.example) failed: the certificate's issuer is not trusted");
            assertThat(refused.isRetryable()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void post_overTls_handshakeBreaks_isRetryable(boolean reset) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoginHttp http = http(LONG)) {
            URI url = URI.create("https://localhost:" + listener.getLocalPort() + "/nowhere");
            CompletableFuture<LoginAnswer> exchange = post(http, url);
            try (Socket client = listener.accept()) {
                assertThat(client.getInputStream().read()).isPositive();
                client.setSoLinger(reset, 0);
            }

            assertThat(failure(exchange).isRetryable()).isTrue();
        }
    }

    @Test
    void post_overTls_certificateOfAnotherName_fails() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                LoginHttp http = http(fake.sslContext(), peer.asProxy(), null, LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, URI.create("https://login.contoso.example/token"));
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 200 OK\r\n\r\n");
            try (Socket onward = new Socket(
                    InetAddress.getLoopbackAddress(), fake.cloud().authority().getPort())) {
                CompletableFuture<Void> forth = CompletableFuture.runAsync(() -> pipe(client, onward));
                pipe(onward, client);
                forth.get(20, TimeUnit.SECONDS);
            }

            AuthenticationException failure = failure(exchange);
            assertThat(failure).hasMessageContaining("the certificate is for another host");
            assertThat(failure.isRetryable()).isFalse();
        }
    }

    /** Copies until either side hangs up. */
    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException hungUp) {
            // That is the end of it.
        }
    }

    @Test
    void post_afterClose_fails() {
        LoginHttp http = http(LONG);
        http.close();
        http.close();

        assertThat(failure(post(http, peer.url()))).hasMessageContaining("is closed");
    }

    @Test
    void close_duringAnExchange_exchangeCompletes() throws Exception {
        LoginHttp http = http(LONG);
        CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
        Socket client = peer.accept();
        RawPeer.read(client);
        http.close();
        RawPeer.send(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(exchange.get(20, TimeUnit.SECONDS).body()).isEqualTo("{}");
    }

    @Test
    void options_printed_showNoSecret() {
        assertThat(new LoginHttp.Options("contoso.example", null, null, CANARY, LONG, LONG).toString())
                .doesNotContain("canary");
    }
}

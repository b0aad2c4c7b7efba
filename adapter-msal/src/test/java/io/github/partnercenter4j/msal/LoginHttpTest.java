package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
        return new LoginHttp(new LoginHttp.Options(tls, proxy, credentials, Duration.ofSeconds(5), request));
    }

    private static LoginHttp http(Duration request) {
        return http(null, null, null, request);
    }

    private static CompletableFuture<LoginAnswer> post(LoginHttp http, URI url) {
        return CompletableFuture.supplyAsync(
                () -> http.post(url, Map.of("Content-Type", "application/x-www-form-urlencoded"), "secret=" + CANARY));
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
    void post_answered_givesStatusHeadersAndBody() throws Exception {
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
    void post_unansweredInTime_endsAndHangsUp(String begun) throws Exception {
        try (LoginHttp http = http(Duration.ofSeconds(1))) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.send(client, begun);

            assertThat(failure(exchange)).hasMessage("The login service did not answer within PT1S.");
            assertThat(RawPeer.isLeft(client)).isTrue();
        }
    }

    @Test
    void post_toAPeerThatTakesNoConnection_endsByTheConnectTimeout() throws Exception {
        try (RawPeer full = RawPeer.neverAccepting();
                LoginHttp http = new LoginHttp(new LoginHttp.Options(null, null, null, Duration.ofMillis(200), LONG))) {
            assertThat(failure(post(http, full.url()))).hasMessage("Connecting to the login service took too long.");
        }
    }

    @Test
    void post_toAClosedPort_saysThatItCannotBeReached() throws Exception {
        URI gone;
        try (RawPeer closed = new RawPeer()) {
            gone = closed.url();
        }
        try (LoginHttp http = http(LONG)) {
            assertThat(failure(post(http, gone))).hasMessageContaining("could not be reached");
        }
    }

    @Test
    void proxy_thatIsSocksOnly_isRefusedRatherThanPassedBy() throws Exception {
        Proxy socks = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1));
        try (LoginHttp http = http(null, selecting(() -> List.of(socks)), null, Duration.ofSeconds(1))) {
            assertThat(failure(post(http, peer.url()))).hasMessageContaining("offers SOCKS only");
        }
    }

    @Test
    void proxy_whoseSelectorFails_isNamed() throws Exception {
        ProxySelector broken = selecting(() -> {
            throw new IllegalStateException(CANARY);
        });
        try (LoginHttp http = http(null, broken, null, LONG)) {
            assertThat(failure(post(http, peer.url()))).hasMessageContaining("the proxy selector");
        }
    }

    @Test
    void sslContext_thatWasNeverInitialised_isNamed() throws Exception {
        try (LoginHttp http = http(SSLContext.getInstance("TLS"), null, null, LONG)) {
            assertThat(failure(post(http, peer.url()))).hasMessageContaining("the sslContext");
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
    void post_answeredWithoutEnd_stopsAtAMebibyteAndHangsUp() throws Exception {
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

            assertThat(failure(exchange)).hasMessageContaining("broke");
        }
    }

    @Test
    void post_answeredWithAMebibyte_givesAllOfIt() throws Exception {
        try (LoginHttp http = http(LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, peer.url());
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 200 OK\r\nContent-Length: " + LoginHttp.MOST_BYTES + "\r\n\r\n");
            RawPeer.send(client, "x".repeat(LoginHttp.MOST_BYTES));

            assertThat(exchange.get(20, TimeUnit.SECONDS).body()).hasSize(LoginHttp.MOST_BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"canary, not HTTP\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: canary\r\n\r\n", "HTTP/1.1"})
    void post_answeredBrokenly_quotesNothing(String answer) throws Exception {
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
    void post_redirected_givesTheRedirect() throws Exception {
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
    void post_refusedWithoutAChallenge_isAnAnswerWithProxyCredentialsToo() throws Exception {
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
    void post_throughAProxy_givesItTheCredentialsAndNotTheForm() throws Exception {
        try (LoginHttp http = http(null, peer.asProxy(), "Basic " + CANARY, LONG)) {
            CompletableFuture<LoginAnswer> exchange = post(http, URI.create("https://login.contoso.example/token"));
            Socket client = peer.accept();
            String request = RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 407 Proxy\r\nContent-Length: 0\r\n\r\n");

            assertThat(request)
                    .startsWith("CONNECT login.contoso.example:443 HTTP/1.1\r\n")
                    .contains("Proxy-Authorization: Basic " + CANARY + "\r\n")
                    .doesNotContain("secret=");
            assertThat(exchange.get(20, TimeUnit.SECONDS).status()).isEqualTo(407);
        }
    }

    @Test
    void post_overTls_trustsTheContextThatItWasGiven() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                LoginHttp trusting = http(fake.sslContext(), null, null, LONG);
                LoginHttp strange = http(LONG)) {
            URI url = URI.create(fake.cloud().authority() + "/nowhere");

            assertThat(post(trusting, url).get(20, TimeUnit.SECONDS).status()).isBetween(400, 499);
            AuthenticationException refused = failure(post(strange, url));
            assertThat(refused).hasMessageStartingWith("TLS with the login service failed");
            assertThat(refused.isRetryable()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void post_overTlsThatBreaksOff_maySucceedLater(boolean reset) throws Exception {
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
    void post_overTlsToAnotherName_fails() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                LoginHttp http = http(fake.sslContext(), null, null, LONG)) {
            URI url = URI.create("https://127.0.0.2:" + fake.cloud().authority().getPort() + "/nowhere");

            failure(post(http, url));
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
    void close_duringAnExchange_letsItEnd() throws Exception {
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
        assertThat(new LoginHttp.Options(null, null, CANARY, LONG, LONG).toString())
                .doesNotContain("canary");
    }
}

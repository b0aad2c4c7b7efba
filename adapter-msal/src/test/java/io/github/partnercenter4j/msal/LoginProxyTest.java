package io.github.partnercenter4j.msal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes to the login service: all kinds of proxies and their responses. */
@Timeout(60)
class LoginProxyTest {

    private static final URI LOGIN = URI.create("https://login.contoso.example/token");
    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("me:caf\u00e9-canary".getBytes(StandardCharsets.UTF_8));

    private RawPeer peer;

    @BeforeEach
    void listen() throws IOException {
        peer = new RawPeer();
    }

    @AfterEach
    void hangUp() throws IOException {
        peer.close();
    }

    private static ProxySelector selectorOf(List<SocketAddress> failed, Proxy... proxies) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxies);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                failed.add(address);
            }
        };
    }

    private Proxy proxy(Proxy.Type type) {
        return new Proxy(
                type,
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), peer.url().getPort()));
    }

    private static Proxy closed() throws IOException {
        try (RawPeer gone = new RawPeer()) {
            return new Proxy(
                    Proxy.Type.HTTP,
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), gone.url().getPort()));
        }
    }

    private static LoginHttp http(@Nullable ProxySelector proxy, @Nullable String credentials) {
        return new LoginHttp(new LoginHttp.Options(
                "contoso.example", null, proxy, credentials, Duration.ofSeconds(5), Duration.ofSeconds(20)));
    }

    private static CompletableFuture<LoginAnswer> post(LoginHttp http, URI url) {
        return CompletableFuture.supplyAsync(() -> http.post(url, Map.of(), "secret=canary", LoginService.NO_LIMIT));
    }

    private static AuthenticationException failure(CompletableFuture<LoginAnswer> exchange) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> exchange.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .satisfies(wrapper -> thrown[0] = wrapper.getCause());
        assertThat(thrown[0]).isInstanceOf(AuthenticationException.class);
        AuthenticationException failure = (AuthenticationException) thrown[0];
        assertThat(failure.reason()).isEqualTo(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE);
        assertThat(failure.getMessage()).contains("tenant contoso.example");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause.getMessage())).doesNotContain("canary", CREDENTIALS.substring(6));
        }
        return failure;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic realm=\"p\"",
                "Negotiate, Basic realm=\"p\"",
                "Digest realm=\"a\"\r\nProxy-Authenticate: basic"
            })
    void credentials_requestedByTheProxy_areSentOnceWithoutTheForm(String challenge) throws Exception {
        try (LoginHttp http = http(peer.asProxy(), CREDENTIALS)) {
            CompletableFuture<LoginAnswer> exchange = post(http, LOGIN);
            Socket first = peer.accept();
            String asked = RawPeer.read(first);
            RawPeer.send(first, "HTTP/1.1 407 P\r\nProxy-Authenticate: " + challenge + "\r\nContent-Length: 0\r\n\r\n");
            Socket second = peer.accept();
            String given = RawPeer.read(second);
            RawPeer.send(second, "HTTP/1.1 407 P\r\nProxy-Authenticate: " + challenge + "\r\n\r\n");

            assertThat(asked)
                    .startsWith("CONNECT login.contoso.example:443 HTTP/1.1\r\n")
                    .doesNotContain("Proxy-Authorization");
            assertThat(given)
                    .contains("Proxy-Authorization: " + CREDENTIALS + "\r\n")
                    .doesNotContain("secret=");
            AuthenticationException failure = failure(exchange);
            assertThat(failure.getMessage())
                    .isEqualTo("The proxy localhost:" + peer.url().getPort()
                            + " to the login service login.contoso.example:443 (tenant"
                            + " contoso.example) rejected the credentials (HTTP 407): check proxyCredentials.");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(RawPeer.isLeft(first)).isTrue();
            assertThat(RawPeer.isLeft(second)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "407 P\r\nProxy-Authenticate: Negotiate",
                "407 P",
                "403 F",
                "502 B",
                "302 F\r\nLocation: http://canary/"
            })
    void tunnel_refused_messageHasProxyAndStatus(String answer) throws Exception {
        try (LoginHttp http = http(peer.asProxy(), CREDENTIALS)) {
            CompletableFuture<LoginAnswer> exchange = post(http, LOGIN);
            Socket client = peer.accept();
            RawPeer.read(client);
            RawPeer.send(client, "HTTP/1.1 " + answer + "\r\nContent-Length: 6\r\n\r\ncanary");

            assertThat(failure(exchange).getMessage())
                    .contains("The proxy localhost:" + peer.url().getPort()
                            + " to the login service login.contoso.example:443")
                    .contains("HTTP " + answer.substring(0, 3));
            assertThat(RawPeer.isLeft(client)).isTrue();
        }
    }

    @Test
    void proxy_isDown_messageNamesTheProxy() throws Exception {
        Proxy dead = closed();
        List<SocketAddress> failed = new ArrayList<>();
        try (LoginHttp http = http(selectorOf(failed, dead), null)) {
            assertThat(failure(post(http, LOGIN)).getMessage())
                    .startsWith("The proxy localhost:" + ((InetSocketAddress) dead.address()).getPort()
                            + " to the login service login.contoso.example:443")
                    .contains("(Connection refused)");
            assertThat(failed).containsExactly(dead.address());
        }
    }

    @Test
    void proxy_isDown_nextProxyIsUsed() throws Exception {
        List<SocketAddress> failed = new ArrayList<>();
        try (LoginHttp http = http(selectorOf(failed, closed(), proxy(Proxy.Type.HTTP)), null)) {
            CompletableFuture<LoginAnswer> exchange = post(http, LOGIN);
            Socket client = peer.accept();

            assertThat(RawPeer.read(client)).startsWith("CONNECT login.contoso.example:443");
            client.close();
            failure(exchange);
            assertThat(failed).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void socks_inTheSelector_isUsedAndNotBypassed(boolean isTheJvmsDefault) throws Exception {
        ProxySelector socks = selectorOf(new ArrayList<>(), proxy(Proxy.Type.SOCKS));
        ProxySelector before = ProxySelector.getDefault();
        try (RawPeer login = new RawPeer();
                LoginHttp http = http(isTheJvmsDefault ? null : socks, null)) {
            if (isTheJvmsDefault) {
                ProxySelector.setDefault(socks);
            }
            CompletableFuture<LoginAnswer> exchange = post(http, login.url());
            Socket client = peer.accept();

            assertThat(client.getInputStream().read())
                    .as("the version of SOCKS")
                    .isEqualTo(5);
            client.close();
            assertThat(failure(exchange).getMessage())
                    .contains("The proxy localhost:" + peer.url().getPort());
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void tunnel_open_acceptsTlsOnly() throws Exception {
        try (LoginHttp http = http(peer.asProxy(), null)) {
            CompletableFuture<LoginAnswer> exchange = post(http, LOGIN);
            Socket client = peer.accept();
            RawPeer.read(client);
            // The proxy answers instead of the service, in one segment with its own response.
            RawPeer.send(client, "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

            assertThat(failure(exchange).getMessage())
                    .contains("TLS with the login service login.contoso.example:443")
                    .contains("by proxy localhost:" + peer.url().getPort())
                    .contains("the server does not use TLS");
        }
    }
}

package io.github.partnercenter4j.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.contract.GatewayBuilderContract;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;

/** Tests only for the Apache gateway: its builder and the borrowed connection manager. */
class ApacheBuilderTest extends GatewayBuilderContract {

    @Override
    protected GatewayBuilder<?> builder(Cloud cloud) {
        return ApacheSupportProfileGateway.builder(cloud);
    }

    private static RequestContext context(FakePartnerCenter fake) {
        return context(fake.tokens().appPlusUser());
    }

    private static Cloud cloud(ServerSocket peer) {
        URI url = URI.create("http://127.0.0.1:" + peer.getLocalPort());
        return Cloud.custom(url, url, url + "/user_impersonation");
    }

    private static RequestContext context(AccessToken token) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(token)
                .build();
    }

    /** HttpClient closes its connection manager after an Error. */
    @Test
    void connectionManager_borrowed_staysOpenAfterError() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        DetachedSocketFactory sockets = proxy -> new Socket() {
            @Override
            public InputStream getInputStream() throws IOException {
                return new FilterInputStream(super.getInputStream()) {
                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        if (broken.getAndSet(false)) {
                            throw new OutOfMemoryError("thrown by the test");
                        }
                        return super.read(bytes, offset, length);
                    }
                };
            }
        };
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager(
                        new DefaultHttpClientConnectionOperator(sockets, null, null, name -> null),
                        null,
                        null,
                        null,
                        null);
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                        .connectionManager(mine)
                        .build()) {
            assertThatThrownBy(() -> gateway.fetch(context(fake)).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(OutOfMemoryError.class);

            assertThat(mine.isClosed()).isFalse();
            gateway.fetch(context(fake)).get(10, TimeUnit.SECONDS);
            assertThat(mine.getTotalStats().getLeased()).isZero();
        }
    }

    /** Such a connection looks for a response while it sends, and keeps it in its buffer. */
    @Test
    void connectionManager_borrowedWithEarlyResponse_failureHasItsStatus() throws Exception {
        SupportProfile large =
                SupportProfile.builder().website("x".repeat(40_000)).build();
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                PoolingHttpClientConnectionManager mine = PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .responseOutOfOrderStrategy((request, connection, in, sent, next) ->
                                        sent > 0 && connection.isDataAvailable(Timeout.ofSeconds(10)))
                                .build())
                        .build();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(cloud(peer))
                        .connectionManager(mine)
                        .build()) {
            CompletableFuture<?> call = gateway.replace(large, context(AccessToken.of("t")));
            try (Socket client = peer.accept()) {
                client.getInputStream().read();
                client.getOutputStream()
                        .write("HTTP/1.1 429 Early\r\nRetry-After: 7\r\nContent-Length: 9\r\n\r\ntoo early"
                                .getBytes(StandardCharsets.US_ASCII));

                assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(ServiceException.class, early -> {
                            assertThat(early.status()).isEqualTo(429);
                            assertThat(early.retryAfter()).contains(Duration.ofSeconds(7));
                        });
            }
            assertThat(mine.getTotalStats().getAvailable()).isZero();
        }
    }

    @Test
    void connectionManager_borrowed_isUsedAndNeverClosed() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager()) {
            SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                    .connectionManager(mine)
                    .build();

            gateway.fetch(context(fake)).get(10, TimeUnit.SECONDS);
            gateway.close();

            assertThat(mine.getTotalStats().getAvailable()).isEqualTo(1);
            assertThat(mine.getTotalStats().getLeased()).isZero();
            assertThat(mine.isClosed()).isFalse();
        }
    }

    /** A borrowed manager may log everything that it gets. */
    @Test
    void connectionManager_borrowed_seesNoToken() throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager() {
                    @Override
                    public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context)
                            throws IOException {
                        logged.add(context
                                + String.valueOf(HttpClientContext.cast(context).getRequest()));
                        super.connect(endpoint, timeout, context);
                    }
                };
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                        .connectionManager(mine)
                        .build()) {
            RequestContext context = context(fake);

            gateway.fetch(context).get(10, TimeUnit.SECONDS);

            assertThat(logged)
                    .hasSize(1)
                    .allSatisfy(shown -> assertThat(shown)
                            .contains("Context")
                            .doesNotContain(context.accessToken().value()));
        }
    }

    @Test
    void connectionManager_borrowedIsClosed_callFailsAndIsNotRetryable() throws Exception {
        PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager();
        mine.close();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                        .connectionManager(mine)
                        .build()) {
            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            TransportException.class,
                            failure -> assertThat(failure.isRetryable()).isFalse())
                    .hasMessageContaining("connection manager")
                    .hasMessageContaining("IllegalStateException");
        }
    }

    @Test
    void connectionManager_withConnectTimeout_throwsWithNameOfOption() {
        try (PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager()) {
            ApacheSupportProfileGateway.Builder builder = ApacheSupportProfileGateway.builder(Cloud.GLOBAL)
                    .connectionManager(mine)
                    .connectTimeout(Duration.ofSeconds(1));

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("connectTimeout has no effect with a borrowed HttpClientConnectionManager:"
                            + " set it there instead.");
        }
    }

    @Test
    void proxy_jvmOffersOnlySocks_failsWithoutDirectConnection() throws Exception {
        ProxySelector before = ProxySelector.getDefault();
        ProxySelector.setDefault(socks());
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway =
                        ApacheSupportProfileGateway.builder(fake.cloud()).build()) {
            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("The proxy selector offers only SOCKS");
            assertThat(fake.journal().total()).isZero();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    private static ProxySelector socks() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
    }

    @Test
    void proxy_selectorOffersOnlySocks_failsWithoutDirectConnection() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                        .proxy(socks())
                        .build()) {
            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("The proxy selector offers only SOCKS");
            assertThat(fake.journal().total()).isZero();
        }
    }

    @Test
    void connectionManager_borrowedWithFewConnections_callsWait() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                        .connectionManager(mine)
                        .build()) {
            List<CompletableFuture<?>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(gateway.fetch(context(fake)));
            }
            for (CompletableFuture<?> call : calls) {
                assertThat(call.get(10, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void idleConnection_closedByServer_isClosed() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n"
                + "{\"email\":\"a@b.co\"}";
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(10_000);
            URI url = URI.create("http://127.0.0.1:" + listener.getLocalPort());
            try (SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(
                            Cloud.custom(url, url, url + "/user_impersonation"))
                    .idleTime(Duration.ofMillis(20))
                    .build()) {
                CompletableFuture<?> call = gateway.fetch(RequestContext.builder()
                        .requestId(UUID.randomUUID().toString())
                        .correlationId(UUID.randomUUID().toString())
                        .accessToken(AccessToken.of("t"))
                        .build());
                try (Socket peer = listener.accept()) {
                    peer.setSoTimeout(10_000);
                    peer.getInputStream().read(new byte[8192]);
                    peer.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    call.get(10, TimeUnit.SECONDS);

                    peer.shutdownOutput();

                    assertThat(peer.getInputStream().read())
                            .as("the gateway has also closed its end")
                            .isNegative();
                }
            }
        }
    }
}

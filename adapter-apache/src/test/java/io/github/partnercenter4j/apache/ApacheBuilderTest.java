package io.github.partnercenter4j.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.TransportThreads;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is Apache's own: its builder, and the connection manager that it borrows. */
@Timeout(60)
class ApacheBuilderTest {

    private static RequestContext context(FakePartnerCenter fake) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(fake.tokens().appPlusUser())
                .build();
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

    @Test
    void connectionManager_besideOptionsThatItDecides_isRefusedByName() {
        try (PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager()) {
            ApacheSupportProfileGateway.Builder builder = ApacheSupportProfileGateway.builder(Cloud.GLOBAL)
                    .connectionManager(mine)
                    .connectTimeout(Duration.ofSeconds(1));

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("connectTimeout has no effect beside a borrowed HttpClientConnectionManager:"
                            + " set it there instead.");
        }
    }

    @Test
    void options_outOfRange_areRefusedByName() {
        ApacheSupportProfileGateway.Builder builder = ApacheSupportProfileGateway.builder(Cloud.GLOBAL);

        assertThatThrownBy(() -> builder.maxConnections(0)).hasMessageContaining("maxConnections must be 1 or more");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout must be");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofDays(2))).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> builder.sslContext(null)).hasMessage("sslContext");
        assertThatThrownBy(() -> ApacheSupportProfileGateway.builder(null)).hasMessage("cloud");
    }

    @Test
    void virtualThreads_insistedOn_areUsedOrRefused() {
        ApacheSupportProfileGateway.Builder builder =
                ApacheSupportProfileGateway.builder(Cloud.GLOBAL).virtualThreads(true);

        if (TransportThreads.virtualAvailable()) {
            try (SupportProfileGateway gateway = builder.build()) {
                assertThat(gateway.cloud()).isEqualTo(Cloud.GLOBAL);
            }
        } else {
            assertThatThrownBy(builder::build).hasMessageContaining("Virtual threads need Java 21");
        }
    }

    @Test
    void proxy_thatWantsCredentialsAndRefusesTheTunnel_isConnectAndNeverSeesTheToken() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(Cloud.GLOBAL)
                        .proxy(ProxySelector.of(new InetSocketAddress(proxy.getInetAddress(), proxy.getLocalPort())))
                        .proxyCredentials("user", "pass")
                        .build()) {
            CompletableFuture<List<String>> heads = CompletableFuture.supplyAsync(() -> refusingTunnels(proxy));

            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            PartnerCenterException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CONNECT));
            assertThat(heads.get(10, TimeUnit.SECONDS))
                    .allMatch(head -> head.startsWith("CONNECT api.partnercenter.microsoft.com:443 HTTP/1.1"))
                    .noneMatch(head -> head.contains("Bearer"))
                    .last()
                    .asString()
                    .contains("Basic dXNlcjpwYXNz");
        }
    }

    /** Asks for credentials, and having them refuses; returns the heads of the requests. */
    private static List<String> refusingTunnels(ServerSocket proxy) {
        List<String> heads = new ArrayList<>();
        boolean authorized = false;
        while (!authorized) {
            try (Socket client = proxy.accept()) {
                client.setSoTimeout(10_000);
                byte[] head = new byte[4096];
                int length = client.getInputStream().read(head);
                heads.add(new String(head, 0, Math.max(length, 0), StandardCharsets.US_ASCII));
                authorized = heads.get(heads.size() - 1).contains("Proxy-Authorization");
                String answer = authorized
                        ? "HTTP/1.1 502 No\r\n"
                        : "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\n";
                client.getOutputStream()
                        .write((answer + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
        return heads;
    }

    @Test
    void proxy_socksOnly_isRefusedRatherThanPassedBy() throws Exception {
        ProxySelector socks = new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(fake.cloud())
                        .proxy(socks)
                        .build()) {
            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("The proxy selector offers SOCKS only");
            assertThat(fake.journal().total()).isZero();
        }
    }

    @Test
    void connectionManager_borrowedWithFewConnections_letsCallsWait() throws Exception {
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
}

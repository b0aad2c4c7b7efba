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
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
                    .maxConnections(3);

            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxConnections has no effect beside a borrowed HttpClientConnectionManager:"
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
    void proxy_thatRefusesTheTunnel_isConnectAndGetsItsCredentialsOnly() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(Cloud.GLOBAL)
                        .proxy(ProxySelector.of(new InetSocketAddress(proxy.getInetAddress(), proxy.getLocalPort())))
                        .proxyCredentials("user", "pass")
                        .build()) {
            CompletableFuture<String> head = CompletableFuture.supplyAsync(() -> refuseTunnel(proxy));

            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            PartnerCenterException.class,
                            failure -> assertThat(failure.category()).isEqualTo(ErrorCategory.CONNECT));
            assertThat(head.get(10, TimeUnit.SECONDS))
                    .startsWith("CONNECT api.partnercenter.microsoft.com:443 HTTP/1.1")
                    .doesNotContain("Bearer");
        }
    }

    private static String refuseTunnel(ServerSocket proxy) {
        try (Socket client = proxy.accept()) {
            client.setSoTimeout(10_000);
            byte[] head = new byte[4096];
            int length = client.getInputStream().read(head);
            client.getOutputStream()
                    .write("HTTP/1.1 502 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(head, 0, length, StandardCharsets.US_ASCII);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

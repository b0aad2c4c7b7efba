package io.github.partnercenter4j.retrofit;

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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is Retrofit's own: its builder, and the client that it borrows. */
@Timeout(60)
class RetrofitBuilderTest {

    private static RequestContext context(FakePartnerCenter fake) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(fake.tokens().appPlusUser())
                .build();
    }

    @Test
    void client_borrowed_isDerivedFromAndNeverClosed() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        OkHttpClient mine = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    seen.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        try (FakePartnerCenter fake = FakePartnerCenter.create()) {
            SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                    .client(mine)
                    .build();

            gateway.fetch(context(fake)).get(10, TimeUnit.SECONDS);
            int pooled = mine.connectionPool().connectionCount();
            gateway.close();

            assertThat(seen).hasValue(1);
            assertThat(pooled).isEqualTo(1);
            assertThat(mine.connectionPool().connectionCount()).isEqualTo(1);
            assertThat(mine.dispatcher().executorService().isShutdown()).isFalse();
        }
        mine.dispatcher().executorService().shutdown();
        mine.connectionPool().evictAll();
    }

    @Test
    void client_borrowedInterceptorThatTurnsTheRequestElsewhere_sendsNoTokenThere() throws Exception {
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                FakePartnerCenter elsewhere = FakePartnerCenter.create()) {
            OkHttpClient turning = new OkHttpClient.Builder()
                    .addInterceptor(chain -> chain.proceed(chain.request()
                            .newBuilder()
                            .url(elsewhere.url() + "/v1/profiles/support")
                            .build()))
                    .build();
            try (SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                    .client(turning)
                    .build()) {
                CompletableFuture<?> call = gateway.fetch(context(fake));

                assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("turned the request towards another origin");
                assertThat(elsewhere.journal().total()).isZero();
            }
        }
    }

    @Test
    void client_besideOptionsThatItDecides_isRefusedByName() {
        RetrofitSupportProfileGateway.Builder builder = RetrofitSupportProfileGateway.builder(Cloud.GLOBAL)
                .client(new OkHttpClient())
                .connectTimeout(Duration.ofSeconds(1));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connectTimeout has no effect beside a borrowed OkHttpClient: set it there instead.");
    }

    @Test
    void options_outOfRange_areRefusedByName() {
        RetrofitSupportProfileGateway.Builder builder = RetrofitSupportProfileGateway.builder(Cloud.GLOBAL);

        assertThatThrownBy(() -> builder.maxConnections(0)).hasMessageContaining("maxConnections must be 1 or more");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ZERO)).hasMessageContaining("connectTimeout must be");
        assertThatThrownBy(() -> builder.connectTimeout(Duration.ofDays(2))).hasMessageContaining("connectTimeout");
        assertThatThrownBy(() -> builder.sslContext(null)).hasMessage("sslContext");
        assertThatThrownBy(() -> RetrofitSupportProfileGateway.builder(null)).hasMessage("cloud");
    }

    @Test
    void virtualThreads_insistedOn_areUsedOrRefused() {
        RetrofitSupportProfileGateway.Builder builder =
                RetrofitSupportProfileGateway.builder(Cloud.GLOBAL).virtualThreads(true);

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
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(Cloud.GLOBAL)
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
}

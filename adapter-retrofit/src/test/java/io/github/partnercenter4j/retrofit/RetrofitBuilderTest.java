package io.github.partnercenter4j.retrofit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.partnercenter4j.contract.GatewayBuilderContract;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.port.support.HttpSettings;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;

/** Tests only for the Retrofit gateway: its builder and the borrowed client. */
class RetrofitBuilderTest extends GatewayBuilderContract {

    @Override
    protected GatewayBuilder<?> builder(Cloud cloud) {
        return RetrofitSupportProfileGateway.builder(cloud);
    }

    private static RequestContext context(FakePartnerCenter fake) {
        return context(fake.tokens().appPlusUser());
    }

    private static RequestContext context(AccessToken token) {
        return RequestContext.builder()
                .requestId(UUID.randomUUID().toString())
                .correlationId(UUID.randomUUID().toString())
                .accessToken(token)
                .build();
    }

    @Test
    void client_borrowed_isUsedAndNeverClosed() throws Exception {
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
    void client_borrowedInterceptorChangesOrigin_sendsNoTokenThere() throws Exception {
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
                        .hasMessageContaining("changed the origin of the request");
                assertThat(elsewhere.journal().total()).isZero();
            }
        }
    }

    @Test
    void client_borrowedCancelsAllItsCalls_gatewaysCallsContinue() throws Exception {
        AtomicReference<OkHttpClient> mine = new AtomicReference<>();
        mine.set(new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    mine.get().dispatcher().cancelAll();
                    return chain.proceed(chain.request());
                })
                .build());
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(mine.get())
                        .build()) {
            gateway.fetch(context(fake)).get(10, TimeUnit.SECONDS);

            assertThat(fake.journal().total()).isEqualTo(1);
        }
    }

    @Test
    void client_borrowedInterceptorReturnsResponse_responseIsUsed() throws Exception {
        OkHttpClient answering = new OkHttpClient.Builder()
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(429)
                        .message("Later")
                        .header("Retry-After", "5")
                        .body(ResponseBody.create("", null))
                        .build())
                .build();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(answering)
                        .build()) {
            CompletableFuture<?> call = gateway.fetch(context(fake));

            assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(ServiceException.class, failure -> {
                        assertThat(failure.status()).isEqualTo(429);
                        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(5));
                    });
            assertThat(fake.journal().total()).isZero();
        }
    }

    /** Even a logger that shows everything must not see the token. */
    @Test
    void client_borrowedWithLoggers_loggersSeeNoToken() throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Interceptor logger = chain -> {
            logged.add(everythingOf(chain.request()));
            Response response = chain.proceed(chain.request());
            logged.add(response + everythingOf(response.request()));
            return response;
        };
        OkHttpClient mine = new OkHttpClient.Builder()
                .addInterceptor(logger)
                .addNetworkInterceptor(logger)
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(okhttp3.Call call) {
                        logged.add(call + everythingOf(call.request()));
                    }

                    @Override
                    public void requestHeadersEnd(okhttp3.Call call, Request request) {
                        logged.add(request.toString() + request.headers());
                    }
                })
                .build();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(mine)
                        .build()) {
            RequestContext context = context(fake);
            SupportProfile profile =
                    SupportProfile.builder().email("canary@contoso.example").build();

            gateway.replace(profile, context).get(10, TimeUnit.SECONDS);

            assertThat(String.join("\n", logged))
                    .contains(context.requestId())
                    .doesNotContain(context.accessToken().value(), "canary");
            assertThat(fake.profile().email()).isEqualTo("canary@contoso.example");
        }
        mine.connectionPool().evictAll();
    }

    @Test
    void header_ofTheApplication_isNotShownToBorrowedInterceptors() throws Exception {
        Queue<String> logged = new ConcurrentLinkedQueue<>();
        Interceptor logger = chain -> {
            logged.add(everythingOf(chain.request()));
            Response response = chain.proceed(chain.request());
            logged.add(response + everythingOf(response.request()));
            return response;
        };
        OkHttpClient mine = new OkHttpClient.Builder()
                .addInterceptor(logger)
                .addNetworkInterceptor(logger)
                .build();
        try (FakePartnerCenter fake = FakePartnerCenter.create();
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(mine)
                        .header("Ocp-Apim-Subscription-Key", "canary")
                        .build()) {
            gateway.fetch(context(fake)).get(10, TimeUnit.SECONDS);

            assertThat(fake.journal().last().requestHeader("Ocp-Apim-Subscription-Key"))
                    .isNotNull();
            assertThat(String.join("\n", logged)).doesNotContain("canary");
        }
        mine.connectionPool().evictAll();
    }

    private static String everythingOf(Request request) {
        StringBuilder all = new StringBuilder(request.toString());
        request.headers().forEach(header -> all.append(header.getFirst()).append(header.getSecond()));
        return all.toString();
    }

    @Test
    void client_borrowedInterceptorThrows_failsOnceWithoutItsMessage() throws Exception {
        for (RuntimeException fault :
                List.of(new IllegalStateException("canary"), new IllegalArgumentException("canary"))) {
            OkHttpClient failing = new OkHttpClient.Builder()
                    .addInterceptor(chain -> {
                        throw fault;
                    })
                    .build();
            try (FakePartnerCenter fake = FakePartnerCenter.create();
                    SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(fake.cloud())
                            .client(failing)
                            .build()) {
                CompletableFuture<?> call =
                        gateway.replace(SupportProfile.builder().email("e").build(), context(fake));

                assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                        .cause()
                        .isInstanceOfSatisfying(TransportException.class, failure -> {
                            assertThat(failure.isRetryable()).isFalse();
                            assertThat(failure.writeOutcome()).contains(WriteOutcome.NOT_APPLIED);
                            assertThat(failure)
                                    .hasMessageContaining(fault.getClass().getName())
                                    .hasMessageContaining("interceptor");
                            assertThat(failure.getCause().toString()).doesNotContain("canary");
                            assertThat(fault.getSuppressed()).isEmpty();
                        });
            }
        }
    }

    /**
     * OkHttp misses a cancellation between TCP and TLS. No test can hit that moment each time, so this test repeats it
     * often.
     */
    @Test
    void cancel_whileConnecting_leavesNoConnectionOpen() throws Exception {
        AccessToken token = AccessToken.of("t");
        List<Socket> peers = new ArrayList<>();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            // A connection that stays open keeps its place, until there are no places and no further connection comes.
            listener.setSoTimeout(10_000);
            URI url = URI.create("https://127.0.0.1:" + listener.getLocalPort());
            try (SupportProfileGateway gateway =
                    builder(Cloud.custom(url, url, url + "/user_impersonation")).build()) {
                for (int call = 0; call < 300; call++) {
                    CompletableFuture<?> exchange = gateway.fetch(context(token));
                    Socket peer = listener.accept();
                    peers.add(peer);
                    for (int wait = call % 30; wait > 0; wait--) {
                        Thread.onSpinWait();
                    }
                    exchange.cancel(true);
                }

                for (Socket peer : peers) {
                    peer.setSoTimeout(10_000);
                    assertThat(isLeft(peer)).as("the connection was closed").isTrue();
                }
            }
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    private static boolean isLeft(Socket peer) throws IOException {
        try {
            peer.getInputStream().transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void client_withHttpSettings_throwsWithNameOfSetting() {
        RetrofitSupportProfileGateway.Builder builder = RetrofitSupportProfileGateway.builder(Cloud.GLOBAL)
                .client(new OkHttpClient())
                .http(HttpSettings.builder().proxyCredentials("user", "canary").build());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("proxyCredentials has no effect with a borrowed OkHttpClient: set it there instead.");
        builder.http(HttpSettings.defaults()).build().close();
    }

    @Test
    void client_withConnectTimeout_throwsWithNameOfOption() {
        RetrofitSupportProfileGateway.Builder builder = RetrofitSupportProfileGateway.builder(Cloud.GLOBAL)
                .client(new OkHttpClient())
                .connectTimeout(Duration.ofSeconds(1));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connectTimeout has no effect with a borrowed OkHttpClient: set it there instead.");
    }
}

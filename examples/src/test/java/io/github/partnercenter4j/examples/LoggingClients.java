package io.github.partnercenter4j.examples;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.net.ProxySelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.LeaseRequest;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** HTTP clients to borrow that log everything they see of a request, without redaction. */
final class LoggingClients {

    private LoggingClients() {}

    static SupportProfileGateway open(
            AnyTransport transport, FakePartnerCenter fake, ProxySelector proxy, CapturedOutput captured) {
        return switch (transport) {
            case RETROFIT ->
                RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(okHttp(fake, proxy, captured))
                        .build();
            case APACHE ->
                ApacheSupportProfileGateway.builder(fake.cloud())
                        .connectionManager(new Connections(fake, captured))
                        .proxy(proxy)
                        .build();
        };
    }

    private static OkHttpClient okHttp(FakePartnerCenter fake, ProxySelector proxy, CapturedOutput captured) {
        Interceptor logger = chain -> {
            logged(chain.request(), captured);
            Response response = chain.proceed(chain.request());
            logged(response.request(), captured);
            return response;
        };
        return new OkHttpClient.Builder()
                .sslSocketFactory(fake.sslContext().getSocketFactory(), new NotAsked())
                .proxySelector(proxy)
                .addInterceptor(logger)
                .addNetworkInterceptor(logger)
                .eventListener(new EventListener() {
                    @Override
                    public void callStart(Call call) {
                        captured.add(call);
                        logged(call.request(), captured);
                    }

                    @Override
                    public void requestHeadersEnd(Call call, Request request) {
                        // This request contains the token, but its text must not show it.
                        captured.add(request);
                        captured.add(request.headers());
                    }
                })
                .build();
    }

    private static void logged(Request request, CapturedOutput captured) {
        captured.add(request);
        request.headers().forEach(header -> captured.add(header.getFirst() + ": " + header.getSecond()));
    }

    private static final class Connections implements HttpClientConnectionManager {

        private final HttpClientConnectionManager connections;
        private final CapturedOutput captured;

        Connections(FakePartnerCenter fake, CapturedOutput captured) {
            this.connections = PoolingHttpClientConnectionManagerBuilder.create()
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(fake.sslContext()))
                    .build();
            this.captured = captured;
        }

        @Override
        public LeaseRequest lease(String id, HttpRoute route, Timeout timeout, Object state) {
            captured.add(id + " " + route + " " + state);
            return connections.lease(id, route, timeout, state);
        }

        @Override
        public void connect(ConnectionEndpoint endpoint, TimeValue timeout, HttpContext context) throws IOException {
            logged(context);
            connections.connect(endpoint, timeout, context);
        }

        @Override
        public void upgrade(ConnectionEndpoint endpoint, HttpContext context) throws IOException {
            logged(context);
            connections.upgrade(endpoint, context);
        }

        private void logged(HttpContext context) {
            captured.add(context);
            HttpRequest request = HttpClientContext.cast(context).getRequest();
            if (request != null) {
                captured.add(request + Arrays.toString(request.getHeaders()));
            }
        }

        @Override
        public void release(ConnectionEndpoint endpoint, Object state, TimeValue keepAlive) {
            captured.add(endpoint + " " + state);
            connections.release(endpoint, state, keepAlive);
        }

        @Override
        public void close() throws IOException {
            connections.close();
        }

        @Override
        public void close(CloseMode mode) {
            connections.close(mode);
        }
    }

    /** A trust manager that is never asked: the TLS context of the socket factory decides. */
    private static final class NotAsked implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

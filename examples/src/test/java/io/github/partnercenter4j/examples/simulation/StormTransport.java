package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.net.ProxySelector;
import okhttp3.OkHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;

/** A transport of a storm: Retrofit or Apache, with its own or a borrowed HTTP client. */
final class StormTransport implements AutoCloseable {

    /** The transport, and whose HTTP client it uses. */
    enum Kind {
        RETROFIT,
        RETROFIT_LENT,
        APACHE,
        APACHE_LENT
    }

    private static final ProxySelector DIRECT = ProxySelector.of(null);

    private final Kind kind;
    private final boolean tls;
    private Runnable lenders = () -> {};

    StormTransport(Kind kind, boolean tls) {
        this.kind = kind;
        // A borrowed client has trust settings of its own and does not trust the fake's certificate.
        this.tls = tls && (kind == Kind.RETROFIT || kind == Kind.APACHE);
    }

    boolean isTls() {
        return tls;
    }

    SupportProfileGateway open(FakePartnerCenter fake, int places) {
        return switch (kind) {
            case RETROFIT ->
                RetrofitSupportProfileGateway.builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(DIRECT)
                        .maxConnections(places)
                        .build();
            case APACHE ->
                ApacheSupportProfileGateway.builder(fake.cloud())
                        .sslContext(fake.sslContext())
                        .proxy(DIRECT)
                        .maxConnections(places)
                        .build();
            case RETROFIT_LENT -> {
                OkHttpClient mine =
                        new OkHttpClient.Builder().proxySelector(DIRECT).build();
                lenders = () -> {
                    mine.connectionPool().evictAll();
                    mine.dispatcher().executorService().shutdown();
                };
                yield RetrofitSupportProfileGateway.builder(fake.cloud())
                        .client(mine)
                        .maxConnections(places)
                        .build();
            }
            case APACHE_LENT -> {
                PoolingHttpClientConnectionManager mine = new PoolingHttpClientConnectionManager();
                lenders = mine::close;
                yield ApacheSupportProfileGateway.builder(fake.cloud())
                        .connectionManager(mine)
                        .proxy(DIRECT)
                        .maxConnections(places)
                        .build();
            }
        };
    }

    /** Closes the borrowed HTTP client. */
    @Override
    public void close() {
        lenders.run();
    }

    @Override
    public String toString() {
        return kind + (tls ? " over TLS" : "");
    }
}

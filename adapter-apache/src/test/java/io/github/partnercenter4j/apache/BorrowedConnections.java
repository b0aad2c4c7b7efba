package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Opens gateways on a borrowed connection manager with default settings. */
final class BorrowedConnections {

    private BorrowedConnections() {}

    /** Opens a gateway. Closing it also closes the manager. */
    static SupportProfileGateway gateway(Cloud cloud, SSLContext trust) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.ofSeconds(5))
                        .build())
                .setMaxConnPerRoute(64)
                .setMaxConnTotal(64)
                .build();
        SupportProfileGateway gateway = ApacheSupportProfileGateway.builder(cloud)
                .connectionManager(connections)
                .build();
        return new SupportProfileGateway() {
            @Override
            public Cloud cloud() {
                return cloud;
            }

            @Override
            public @Nullable RetryBudget retryBudget() {
                return gateway.retryBudget();
            }

            @Override
            public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
                return gateway.fetch(context);
            }

            @Override
            public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
                return gateway.replace(profile, context);
            }

            @Override
            public void close() {
                gateway.close();
                connections.close();
            }
        };
    }
}

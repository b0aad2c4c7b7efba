package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Opens gateways on a borrowed OkHttpClient with default settings. */
final class BorrowedClient {

    private BorrowedClient() {}

    /** Opens a gateway. Closing it also empties the pool of the client. */
    static SupportProfileGateway gateway(Cloud cloud, SSLContext trust) {
        OkHttpClient client = new OkHttpClient.Builder()
                .sslSocketFactory(trust.getSocketFactory(), new RejectingTrustManager())
                .build();
        SupportProfileGateway gateway =
                RetrofitSupportProfileGateway.builder(cloud).client(client).build();
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
                client.connectionPool().evictAll();
            }
        };
    }
}

package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.BlockingExchanges;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.port.support.HttpProxies;
import io.github.partnercenter4j.port.support.ProxyCredentials;
import io.github.partnercenter4j.port.support.TransportFailures;
import io.github.partnercenter4j.wire.HeaderLookup;
import io.github.partnercenter4j.wire.ProfileJson;
import io.github.partnercenter4j.wire.RequestHeaders;
import io.github.partnercenter4j.wire.ResponseMapper;
import io.github.partnercenter4j.wire.WireBody;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A gateway to Partner Center with Apache HttpClient 5. Thread-safe; any number of clients may share it.
 *
 * <p>To follow the rules of the port, it switches off HttpClient's retries, redirects, cookies, content decoding and
 * authentication. It uses HTTP/1.1. Only connecting has its own timeout; the client watches all other times.
 */
public final class ApacheSupportProfileGateway implements SupportProfileGateway {

    private final Cloud cloud;
    private final URI documented;
    private final URI sdk;
    private final CloseableHttpClient client;
    private final ProxyRoutes routes;
    private final @Nullable IdleConnections idle;
    private final BlockingExchanges exchanges;
    private final Map<String, String> fixedHeaders;
    private final RetryBudget retryBudget = new RetryBudget();

    private ApacheSupportProfileGateway(
            Cloud cloud,
            CloseableHttpClient client,
            ProxyRoutes routes,
            @Nullable IdleConnections idle,
            BlockingExchanges exchanges,
            Map<String, String> fixedHeaders) {
        this.cloud = cloud;
        this.documented = URI.create(cloud.apiBase() + ResourcePath.SUPPORT_PROFILE.path());
        this.sdk = URI.create(cloud.apiBase() + ResourcePath.SUPPORT.path());
        this.client = client;
        this.routes = routes;
        this.idle = idle;
        this.exchanges = exchanges;
        this.fixedHeaders = fixedHeaders;
    }

    /**
     * Returns a gateway with the defaults.
     *
     * @param cloud the cloud to connect to
     * @return the gateway; the caller must close it
     */
    public static SupportProfileGateway create(Cloud cloud) {
        return builder(cloud).build();
    }

    /**
     * Returns a builder that starts from the defaults.
     *
     * @param cloud the cloud to connect to
     * @return a new builder, not thread-safe
     */
    public static Builder builder(Cloud cloud) {
        return new Builder(cloud);
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }

    @Override
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    @Override
    public Time time() {
        return exchanges.time();
    }

    @Override
    public Executor clientThreads() {
        return exchanges.clientThreads();
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        HttpGet request = new HttpGet(uri(ResourcePath.SUPPORT));
        return exchange(
                context,
                request,
                RequestHeaders.forFetch(context),
                (status, headers, body) -> ResponseMapper.fetched(context, status, headers, body));
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        Objects.requireNonNull(profile, "profile");
        HttpPut request = new HttpPut(uri(context.path()));
        try {
            // The header map has the content type.
            request.setEntity(new ByteArrayEntity(ProfileJson.write(profile), null));
        } catch (IllegalArgumentException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
        return exchange(
                context,
                request,
                RequestHeaders.forReplace(context),
                (status, answered, body) -> ResponseMapper.replaced(context, profile, status, answered, body));
    }

    private URI uri(ResourcePath path) {
        return path == ResourcePath.SUPPORT_PROFILE ? documented : sdk;
    }

    /** Converts a response with the module wire. */
    private interface Mapping {
        SupportProfileReply apply(int status, HeaderLookup headers, WireBody body);
    }

    private CompletableFuture<SupportProfileReply> exchange(
            RequestContext context, HttpUriRequestBase request, Map<String, String> headers, Mapping mapping) {
        ExchangeTrace trace = new ExchangeTrace(context, headers.remove("Authorization"), fixedHeaders);
        headers.forEach(request::setHeader);
        return exchanges.submit(
                context,
                () -> {
                    trace.abandon();
                    request.cancel();
                },
                () -> {
                    try (ClassicHttpResponse response = routes.open(request, trace)) {
                        return mapping.apply(response.getCode(), SingleSendClient.headers(response), trace.body());
                    }
                },
                thrown -> failure(context, trace, thrown));
    }

    private static Throwable failure(RequestContext context, ExchangeTrace trace, Throwable thrown) {
        if (thrown instanceof PartnerCenterException) {
            return thrown;
        }
        if (!trace.isSent()) {
            return TransportFailures.connecting(context, thrown);
        }
        boolean noHttp = thrown instanceof HttpException
                || thrown instanceof ClientProtocolException
                || thrown instanceof MessageConstraintException;
        return noHttp
                ? TransportFailures.notHttp(context, WriteOutcome.UNKNOWN, thrown)
                : TransportFailures.exchanging(context, WriteOutcome.UNKNOWN, thrown);
    }

    @Override
    public void close() {
        if (idle != null) {
            idle.close();
        }
        exchanges.close();
        client.close(CloseMode.IMMEDIATE);
    }

    /** Builds the gateway; see {@link GatewayBuilder} for most options. Not thread-safe. */
    public static final class Builder extends GatewayBuilder<Builder> {

        private @Nullable HttpClientConnectionManager borrowed;
        private final List<ExecChainHandler> observers = new ArrayList<>();
        private Duration idleTime = Duration.ofMinutes(1);

        private Builder(Cloud cloud) {
            super("apache", cloud);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Adds an observer of exchanges: a handler for HttpClient's execution chain, such as Micrometer's
         * {@code ObservationExecChainHandler} or those of {@code httpclient5-observation}. Several may be added; the
         * first is the outermost. A handler runs on the thread of the exchange; for a blocking call this is the
         * caller's thread, unless a connection manager is borrowed.
         *
         * <p>A handler may add headers, but it cannot change the result: the request is sent once, to its own target,
         * and the real response is the result. The call fails if the handler does not call proceed, calls it twice,
         * changes the target or throws an unchecked exception. It does not see the access token and the headers of
         * {@link #header}, which are added after it, and not the body of the response. If a pooled connection turns out
         * to be closed, the handler sees an exchange that failed before anything was sent, and then another one.
         *
         * @param handler the handler, thread-safe
         * @return this
         */
        public Builder observer(ExecChainHandler handler) {
            observers.add(Objects.requireNonNull(handler, "observer"));
            return this;
        }

        /**
         * Borrows a connection manager. The gateway uses its pool, DNS, TLS and connect timeout, and never closes it.
         * If its pool is smaller than {@code maxConnections}, calls wait for a connection and block a thread. A whole
         * {@code CloseableHttpClient} cannot be borrowed, because the gateway could not switch off its retries.
         *
         * @param connections the manager, thread-safe
         * @return this
         */
        public Builder connectionManager(HttpClientConnectionManager connections) {
            this.borrowed = Objects.requireNonNull(connections, "connections");
            return this;
        }

        /** For tests, which need a short time. */
        Builder idleTime(Duration value) {
            this.idleTime = value;
            return this;
        }

        @Override
        public SupportProfileGateway build() {
            if (borrowed != null) {
                refuseBeside("HttpClientConnectionManager", "sslContext", "connectTimeout");
            }
            StrictExecutor executor = new StrictExecutor(borrowed != null);
            // A host name lookup of a borrowed manager cannot be aborted, so it must not run on the caller's thread.
            BlockingExchanges exchanges = newExchanges(borrowed == null);
            HttpClientConnectionManager connections = borrowed != null ? borrowed : ownConnections(executor, exchanges);
            IdleConnections idle = null;
            if (connections != borrowed && connections instanceof ConnPoolControl<?> own) {
                idle = new IdleConnections(own, idleTime, exchanges.time(), exchanges.clientThreads());
                executor.whenKept(idle::kept);
            }
            CloseableHttpClient client = SingleSendClient.client(connections, borrowed != null, executor, observers);
            ProxyCredentials credentials = proxyCredentials();
            ProxyRoutes routes = new ProxyRoutes(
                    client,
                    cloud().apiBase(),
                    new HttpProxies(proxy()),
                    credentials == null ? null : HttpProxies.basic(credentials.user(), credentials.password()));
            return new ApacheSupportProfileGateway(cloud(), client, routes, idle, exchanges, headers());
        }

        private PoolingHttpClientConnectionManager ownConnections(
                StrictExecutor executor, BlockingExchanges exchanges) {
            return NoLateConnections.builder()
                    .setDnsResolver(new AbandonableDns(exchanges))
                    .setMaxConnTotal(maxConnections())
                    .setMaxConnPerRoute(maxConnections())
                    .setTlsSocketStrategy(executor.remembering(new DefaultClientTlsStrategy(sslContext())))
                    .setDefaultConnectionConfig(ConnectionConfig.custom()
                            .setConnectTimeout(Timeout.of(connectTimeout()))
                            .setSocketTimeout(Timeout.DISABLED)
                            // The executor does this check itself, because HttpClient would keep the bytes that it
                            // reads.
                            .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                            .build())
                    .build();
        }
    }
}

package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.Route;
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
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Invocation;
import retrofit2.Response;
import retrofit2.Retrofit;

/**
 * A gateway to Partner Center with Retrofit and OkHttp. Thread-safe; any number of clients may share it.
 *
 * <p>To follow the rules of the port, it switches off OkHttp's retries, redirects, cache, cookies and authenticators.
 * It uses HTTP/1.1. Only connecting has its own timeout; the client watches all other times.
 */
public final class RetrofitSupportProfileGateway implements SupportProfileGateway {

    private static final MediaType JSON = MediaType.get(ProfileJson.MEDIA_TYPE);

    private final Cloud cloud;
    private final HttpUrl origin;
    private final Route direct;
    private final OkHttpClient client;
    private final boolean ownsPool;
    private final SupportProfileApi api;
    private final BlockingExchanges exchanges;
    private final Map<String, String> fixedHeaders;
    private final RetryBudget retryBudget = new RetryBudget();

    private RetrofitSupportProfileGateway(
            Cloud cloud,
            OkHttpClient from,
            boolean ownsPool,
            BlockingExchanges exchanges,
            Map<String, String> fixedHeaders) {
        this.cloud = cloud;
        this.origin = HttpUrl.get(cloud.apiBase() + "/");
        this.direct = Route.to(cloud.apiBase());
        this.client = SingleSendClient.derive(from, origin, exchanges);
        this.ownsPool = ownsPool;
        this.exchanges = exchanges;
        this.fixedHeaders = fixedHeaders;
        this.api = new Retrofit.Builder()
                .baseUrl(origin)
                .callFactory(this::newCall)
                .addConverterFactory(new WireConverters())
                .validateEagerly(true)
                .build()
                .create(SupportProfileApi.class);
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

    /**
     * Removes Retrofit's tags from a request. They contain all arguments of the method, and would be shown in logs of
     * the request.
     */
    private okhttp3.Call newCall(Request request) {
        okhttp3.Call call =
                client.newCall(request.newBuilder().tag(Invocation.class, null).build());
        ExchangeTrace trace = Objects.requireNonNull(request.tag(ExchangeTrace.class), "trace");
        call.addEventListener(trace.routeListener(origin, direct));
        return call;
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
        Map<String, String> headers = RequestHeaders.forFetch(context);
        ExchangeTrace trace = new ExchangeTrace(context, headers.remove("Authorization"), fixedHeaders);
        return exchange(
                context,
                trace,
                api.fetch(headers, trace),
                (status, answered, read) -> ResponseMapper.fetched(context, status, answered, read));
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        Objects.requireNonNull(profile, "profile");
        // The body has the content type. OkHttp would parse a header for each request.
        Map<String, String> headers = RequestHeaders.forFetch(context);
        ExchangeTrace trace = new ExchangeTrace(context, headers.remove("Authorization"), fixedHeaders);
        RequestBody body;
        try {
            body = RequestBody.create(ProfileJson.write(profile), JSON);
        } catch (IllegalArgumentException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
        Call<WireBody> call = context.path() == ResourcePath.SUPPORT_PROFILE
                ? api.replaceOnDocumentedRoute(headers, body, trace)
                : api.replaceOnSdkRoute(headers, body, trace);
        return exchange(
                context,
                trace,
                call,
                (status, answered, read) -> ResponseMapper.replaced(context, profile, status, answered, read));
    }

    /** Converts a response with the module wire. */
    private interface Mapping {
        SupportProfileReply apply(int status, HeaderLookup headers, WireBody body);
    }

    private CompletableFuture<SupportProfileReply> exchange(
            RequestContext context, ExchangeTrace trace, Call<WireBody> call, Mapping mapping) {
        return exchanges.submit(
                context,
                () -> {
                    call.cancel();
                    trace.abandon();
                },
                () -> {
                    try {
                        Response<WireBody> response = call.execute();
                        return mapping.apply(trace.status(response.code()), headers(response, trace), body(response));
                    } finally {
                        trace.finish();
                    }
                },
                thrown -> failure(context, trace, thrown));
    }

    private static HeaderLookup headers(Response<WireBody> response, ExchangeTrace trace) {
        return name -> name.equalsIgnoreCase("Retry-After") && trace.isSent()
                ? trace.retryAfter()
                : ExchangeTrace.values(response.headers(), name);
    }

    /** Returns the received body. Retrofit has no body for a 204, and a body of another type for an error. */
    private static WireBody body(Response<WireBody> response) {
        WireBody success = response.body();
        if (success != null) {
            return success;
        }
        ResponseBody refusal = response.errorBody();
        return refusal == null
                ? WireBody.empty()
                : WireBody.read(refusal.byteStream(), WireBody.limitFor(response.code()));
    }

    private static Throwable failure(RequestContext context, ExchangeTrace trace, Throwable thrown) {
        if (thrown instanceof PartnerCenterException) {
            return thrown;
        }
        if (thrown instanceof SingleSendClient.Misdirected) {
            return TransportException.protocol(
                    context,
                    WriteOutcome.NOT_APPLIED,
                    "An interceptor of the borrowed OkHttpClient changed the origin of the request.",
                    null);
        }
        if (!trace.isSent()) {
            OptionalInt refusal = SingleSendClient.proxysRefusal(thrown);
            return refusal.isPresent()
                    ? TransportFailures.proxyRefused(context, refusal.getAsInt())
                    : TransportFailures.connecting(context, thrown);
        }
        return TransportFailures.exchanging(context, WriteOutcome.UNKNOWN, thrown);
    }

    @Override
    public void close() {
        exchanges.close();
        if (ownsPool) {
            client.connectionPool().evictAll();
        }
    }

    /** Builds the gateway; see {@link GatewayBuilder} for most options. Not thread-safe. */
    public static final class Builder extends GatewayBuilder<Builder> {

        private @Nullable OkHttpClient borrowed;

        private Builder(Cloud cloud) {
            super("retrofit", cloud);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Borrows an OkHttpClient. The gateway uses its connection pool, DNS, TLS, proxy, connect timeout and
         * interceptors, but not its retries, redirects, cache, cookies, authenticator and other timeouts. The gateway
         * never closes it.
         *
         * <p>Your interceptors do not see the access token, because it is added after them. An event listener does see
         * it: never log a header there by its value. An interceptor must not send a request twice.
         *
         * @param client the client
         * @return this
         */
        public Builder client(OkHttpClient client) {
            this.borrowed = Objects.requireNonNull(client, "client");
            return this;
        }

        /**
         * {@inheritDoc}
         *
         * @throws IllegalStateException also if OkHttp on the class path is older than 5.4; the message says what to do
         */
        @Override
        public SupportProfileGateway build() {
            OkHttpVersion.require();
            if (borrowed != null) {
                refuseBeside("OkHttpClient", "sslContext", "proxy", "proxyCredentials", "connectTimeout");
            }
            return new RetrofitSupportProfileGateway(
                    cloud(),
                    borrowed != null ? borrowed : ownClient(),
                    borrowed == null,
                    newExchanges(true),
                    headers());
        }

        private OkHttpClient ownClient() {
            OkHttpClient.Builder client = new OkHttpClient.Builder()
                    .connectTimeout(connectTimeout())
                    // OkHttp's default pool keeps only five idle connections, so each burst would open new ones.
                    .connectionPool(new ConnectionPool(maxConnections(), 1, TimeUnit.MINUTES))
                    .sslSocketFactory(sslContext().getSocketFactory(), new RejectingTrustManager());
            if (proxy() != null) {
                client.proxySelector(proxy());
            }
            ProxyCredentials credentials = proxyCredentials();
            String basic = credentials == null ? null : HttpProxies.basic(credentials.user(), credentials.password());
            client.proxyAuthenticator((route, response) -> answerToTheProxy(response, basic));
            return client.build();
        }

        /**
         * Returns the request with the proxy's credentials, or null. A 407 that does not belong to the tunnel does not
         * come from the proxy, and its sender must not get the password.
         */
        private static @Nullable Request answerToTheProxy(okhttp3.Response response, @Nullable String basic)
                throws IOException {
            Request request = response.request();
            if (!request.method().equals("CONNECT")) {
                return null;
            }
            // OkHttp calls the authenticator before the proxy has asked.
            boolean nobodyAskedYet = response.challenges().stream()
                    .anyMatch(challenge -> challenge.scheme().equalsIgnoreCase("OkHttp-Preemptive"));
            if (nobodyAskedYet) {
                return null;
            }
            if (basic != null
                    && request.header("Proxy-Authorization") == null
                    && HttpProxies.asksForBasic(response.headers("Proxy-Authenticate"))) {
                return request.newBuilder().header("Proxy-Authorization", basic).build();
            }
            throw new SingleSendClient.ProxyWantsCredentials();
        }
    }
}

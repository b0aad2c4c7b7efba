package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.wire.HeaderLookup;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Configures an Apache HttpClient so that it sends each request once, to one origin, and returns the response
 * unchanged.
 */
final class SingleSendClient {

    private static final String EXCHANGE = "partnercenter4j.exchange";

    private SingleSendClient() {}

    /** Builds such a client on a connection manager. */
    static CloseableHttpClient client(
            HttpClientConnectionManager connections,
            boolean borrowed,
            StrictExecutor executor,
            List<ExecChainHandler> observers) {
        HttpClientBuilder client = HttpClients.custom();
        // Each is added before the existing ones.
        for (int i = observers.size() - 1; i >= 0; i--) {
            client.addExecInterceptorFirst("partnercenter4j-observer-" + i, new Observed(observers.get(i)));
        }
        return client.setConnectionManager(connections)
                .setConnectionManagerShared(borrowed)
                .setRequestExecutor(executor)
                // Only the client in core resends, because it must know the number of requests.
                .disableAutomaticRetries()
                // A redirected PUT would be sent twice, or to another server.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // A compressed body is refused without decoding, so that there are no decompression bombs.
                .disableContentCompression()
                .disableDefaultUserAgent()
                .setRoutePlanner(new DefaultRoutePlanner(null) {
                    @Override
                    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                        return trace(context).proxy();
                    }
                })
                .setConnectionReuseStrategy(SingleSendClient::mayBeReused)
                .setDefaultRequestConfig(RequestConfig.custom()
                        // Core watches all deadlines, including the wait for a connection. Here, a disabled timeout
                        // would mean not to wait at all.
                        .setConnectionRequestTimeout(Timeout.ofDays(1))
                        .setResponseTimeout(Timeout.DISABLED)
                        // Core handles a 401 of the service. The credentials for a proxy are sent elsewhere, before the
                        // request.
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .build())
                .build();
    }

    /** Returns whether a connection may be reused. During the dialogue with a proxy, HttpClient's rules apply. */
    private static boolean mayBeReused(HttpRequest request, HttpResponse response, HttpContext context) {
        ExchangeTrace trace = trace(context);
        return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)
                && (trace.isKeeping() || !trace.isSent());
    }

    /** Returns the lookup of the headers of a response. */
    static HeaderLookup headers(HttpResponse response) {
        Header[] all = response.getHeaders();
        return name -> {
            Header only = null;
            for (Header header : all) {
                if (header.getName().equalsIgnoreCase(name)) {
                    if (only != null) {
                        return Stream.of(response.getHeaders(name))
                                .map(Header::getValue)
                                .toList();
                    }
                    only = header;
                }
            }
            return only == null ? List.of() : List.of(only.getValue());
        };
    }

    /** Returns an HttpClient context with the exchange. */
    static HttpClientContext context(ExchangeTrace trace) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(EXCHANGE, trace);
        return context;
    }

    static ExchangeTrace trace(HttpContext context) {
        return (ExchangeTrace) Objects.requireNonNull(context.getAttribute(EXCHANGE), EXCHANGE);
    }
}

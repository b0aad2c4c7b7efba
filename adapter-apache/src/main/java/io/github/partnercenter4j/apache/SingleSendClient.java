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

/** What makes an Apache client send each request once, to one place, and hand back what came. */
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
        // Each goes before those that are there already.
        for (int i = observers.size() - 1; i >= 0; i--) {
            client.addExecInterceptorFirst("partnercenter4j-observer-" + i, new Observed(observers.get(i)));
        }
        return client.setConnectionManager(connections)
                .setConnectionManagerShared(borrowed)
                .setRequestExecutor(executor)
                // The client in core is the only one that resends, for it must be able to count.
                .disableAutomaticRetries()
                // A redirected PUT would be sent twice, or somewhere else.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // The body is refused undecoded, so that none can grow out of bounds.
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
                        // Deadlines are core's, over everything: waiting for a connection included. A disabled
                        // timeout would mean here not to wait at all.
                        .setConnectionRequestTimeout(Timeout.ofDays(1))
                        .setResponseTimeout(Timeout.DISABLED)
                        // A 401 is the service's word on the token and core's to act on; what a proxy asks is answered
                        // before anything is sent, and by nobody here.
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .build())
                .build();
    }

    /** A proxy's connection is kept by HttpClient's rules as long as the proxy is spoken to. */
    private static boolean mayBeReused(HttpRequest request, HttpResponse response, HttpContext context) {
        ExchangeTrace trace = trace(context);
        return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)
                && (trace.isKeeping() || !trace.isSent());
    }

    /** Returns the look-up of an answer's headers, which do not change any more. */
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

    /** Returns a context for HttpClient that knows what is exchanged. */
    static HttpClientContext context(ExchangeTrace trace) {
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(EXCHANGE, trace);
        return context;
    }

    static ExchangeTrace trace(HttpContext context) {
        return (ExchangeTrace) Objects.requireNonNull(context.getAttribute(EXCHANGE), EXCHANGE);
    }
}

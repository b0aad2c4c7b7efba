package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.support.GatewayBuilder.ProxyCredentials;
import io.github.partnercenter4j.wire.HeaderLookup;
import io.github.partnercenter4j.wire.ResponseMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** What makes an Apache client send each request once, to one place, and hand back what came. */
final class OneExchange {

    private static final String SENDING = "partnercenter4j.sending";
    private static final String EXCHANGE = "partnercenter4j.exchange";

    private OneExchange() {}

    /** Builds such a client on a connection manager. */
    static CloseableHttpClient client(
            HttpClientConnectionManager connections,
            boolean borrowed,
            @Nullable ProxySelector proxy,
            @Nullable ProxyCredentials proxyCredentials) {
        HttpClientBuilder client = HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionManagerShared(borrowed)
                // The client in core is the only one that resends, for it must be able to count.
                .disableAutomaticRetries()
                // A redirected PUT would be sent twice, or somewhere else.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                // The body is refused undecoded, so that none can grow out of bounds.
                .disableContentCompression()
                .disableDefaultUserAgent()
                // A 401 is the service's word on the token and core's to act on; only a proxy is answered here.
                .setTargetAuthenticationStrategy((challengeType, challenges, context) -> List.of())
                .setProxyAuthenticationStrategy(OneExchange::answerToTheProxy)
                .setProxySelector(proxy != null ? new WithoutSocks(proxy) : ProxySelector.getDefault())
                .setConnectionReuseStrategy(OneExchange::mayBeReused)
                .addExecInterceptorLast(SENDING, OneExchange::sending)
                .setDefaultRequestConfig(RequestConfig.custom()
                        // Deadlines are core's, over everything: waiting for a connection included. A disabled
                        // timeout would mean here not to wait at all.
                        .setConnectionRequestTimeout(Timeout.ofDays(1))
                        .setResponseTimeout(Timeout.DISABLED)
                        .setProtocolUpgradeEnabled(false)
                        .setExpectContinueEnabled(false)
                        .build());
        if (proxyCredentials != null) {
            // Whoever asks is the proxy: no strategy lets anybody else ask.
            Credentials credentials = new UsernamePasswordCredentials(
                    proxyCredentials.user(), proxyCredentials.password().toCharArray());
            client.setDefaultCredentialsProvider((scope, context) -> credentials);
        }
        return client.build();
    }

    /** Once the request is on its way, a 407 is not the proxy's, and answering it would send the request again. */
    private static List<AuthScheme> answerToTheProxy(
            ChallengeType type, Map<String, AuthChallenge> challenges, HttpContext context) {
        return context.getAttribute(SENDING) != null
                ? List.of()
                : DefaultAuthenticationStrategy.INSTANCE.select(type, challenges, context);
    }

    /** The chain's last link before the wire: a connection stands, what follows may be sent. */
    private static ClassicHttpResponse sending(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        if (scope.clientContext.getAttribute(EXCHANGE) instanceof RequestContext exchange
                && !exchange.progress().sending()) {
            throw new InterruptedIOException("cut short before anything was sent");
        }
        scope.clientContext.setAttribute(SENDING, true);
        return chain.proceed(request, scope);
    }

    /** On a connection that gave the answer to another request, all later ones would be a request late. */
    private static boolean mayBeReused(HttpRequest request, HttpResponse response, HttpContext context) {
        return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context)
                && context.getAttribute(EXCHANGE) instanceof RequestContext exchange
                && ResponseMapper.answers(exchange, headers(response));
    }

    /** Returns the look-up of an answer's headers. */
    static HeaderLookup headers(HttpResponse response) {
        return name -> {
            Header first = response.getFirstHeader(name);
            if (first == null) {
                return List.of();
            }
            return response.countHeaders(name) == 1
                    ? List.of(first.getValue())
                    : Stream.of(response.getHeaders(name)).map(Header::getValue).toList();
        };
    }

    /** Returns the context of an exchange, which knows what is exchanged. */
    static HttpClientContext trace(RequestContext exchange) {
        HttpClientContext trace = HttpClientContext.create();
        trace.setAttribute(EXCHANGE, exchange);
        return trace;
    }

    /** Tells whether any of the exchange's request may have been sent. */
    static boolean isSent(HttpClientContext context) {
        return context.getAttribute(SENDING) != null;
    }

    /** HttpClient would pass over a SOCKS proxy and connect directly, around a proxy that somebody insists on. */
    private static final class WithoutSocks extends ProxySelector {

        private final ProxySelector selector;

        WithoutSocks(ProxySelector selector) {
            this.selector = selector;
        }

        @Override
        public List<Proxy> select(URI uri) {
            List<Proxy> offered = selector.select(uri);
            boolean socksOnly =
                    !offered.isEmpty() && offered.stream().allMatch(proxy -> proxy.type() == Proxy.Type.SOCKS);
            if (socksOnly) {
                throw new SocksOnly();
            }
            return offered;
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            selector.connectFailed(uri, address, failure);
        }
    }

    /** There is no proxy that this transport speaks. */
    static final class SocksOnly extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        SocksOnly() {
            super("SOCKS only");
        }
    }
}

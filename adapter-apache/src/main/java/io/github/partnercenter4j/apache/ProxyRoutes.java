package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.port.support.HttpProxies;
import io.github.partnercenter4j.port.support.TransportFailures;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Opens exchanges on the first route of a proxy selector that works, and sends a proxy the credentials when it asks for
 * them. HttpClient itself uses only the first proxy of a selector, and does not find Basic among several challenges.
 * Thread-safe.
 */
final class ProxyRoutes {

    private final CloseableHttpClient client;
    private final HttpHost target;
    private final URI origin;
    private final Route direct;
    private final HttpProxies proxies;
    private final @Nullable String credentials;
    private volatile @Nullable Proxy lastGood;

    ProxyRoutes(CloseableHttpClient client, URI origin, HttpProxies proxies, @Nullable String credentials) {
        this.client = client;
        this.target = HttpHost.create(origin);
        this.origin = origin;
        this.direct = Route.to(origin);
        this.proxies = proxies;
        this.credentials = credentials;
    }

    /**
     * Sends the request at most once. If a route fails before the request was sent, tries the next route. If all fail,
     * throws the refusal of a proxy, or else the first failure.
     */
    ClassicHttpResponse open(HttpUriRequestBase request, ExchangeTrace trace) throws IOException, HttpException {
        Failure first = null;
        for (Proxy route : lastGoodFirst()) {
            trace.takes(direct, route);
            try {
                ClassicHttpResponse response = through(request, trace);
                lastGood = route;
                return response;
            } catch (IOException | HttpException | PartnerCenterException failed) {
                if (trace.isSent() || request.isCancelled()) {
                    throw failed;
                }
                if (failed instanceof IOException unreachable && route.type() == Proxy.Type.HTTP) {
                    proxies.connectFailed(origin, route.address(), unreachable);
                }
                if (first == null || (!first.isRefusal() && failed instanceof PartnerCenterException)) {
                    first = new Failure(route, failed);
                }
            }
        }
        if (first == null) {
            throw new IOException("no route");
        }
        trace.takes(direct, first.route());
        return first.raise();
    }

    private record Failure(Proxy route, Exception thrown) {
        boolean isRefusal() {
            return thrown instanceof PartnerCenterException;
        }

        ClassicHttpResponse raise() throws IOException, HttpException {
            if (thrown instanceof IOException io) {
                throw io;
            }
            if (thrown instanceof HttpException http) {
                throw http;
            }
            throw (PartnerCenterException) thrown;
        }
    }

    /**
     * Returns the routes, starting with the one that worked last. Otherwise each call would first try a proxy that is
     * down.
     */
    private List<Proxy> lastGoodFirst() {
        List<Proxy> routes = proxies.select(origin);
        Proxy good = lastGood;
        if (good == null || routes.indexOf(good) <= 0) {
            return routes;
        }
        List<Proxy> ordered = new ArrayList<>(routes);
        ordered.remove(good);
        ordered.add(0, good);
        return ordered;
    }

    private ClassicHttpResponse through(HttpUriRequestBase request, ExchangeTrace trace)
            throws IOException, HttpException {
        ClassicHttpResponse response = once(request, trace, null);
        if (trace.isSent()) {
            return response;
        }
        HttpHost proxy = trace.proxy();
        if (response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                && proxy != null
                && credentials != null
                && HttpProxies.asksForBasic(challenges(response))) {
            response.close();
            response = once(request, trace, credentials);
            if (trace.isSent()) {
                return response;
            }
        }
        // The proxy refused the tunnel. This is the response of the proxy, not of the service.
        int status = response.getCode();
        response.close();
        throw TransportFailures.proxyRefused(trace.context(), status);
    }

    /** Sends the request on one route. If a pooled connection turns out to be closed, tries the next connection. */
    private ClassicHttpResponse once(HttpUriRequestBase request, ExchangeTrace trace, @Nullable String answer)
            throws IOException {
        while (true) {
            HttpClientContext context = SingleSendClient.context(trace);
            HttpHost proxy = trace.proxy();
            if (answer != null && proxy != null) {
                AuthExchange exchange = new AuthExchange();
                exchange.select(new Answer(answer));
                context.setAuthExchange(proxy, exchange);
            }
            try {
                return client.executeOpen(target, request, context);
            } catch (StrictExecutor.NothingSent another) {
                // Nothing was sent. The pool has another connection, or opens one.
            } catch (StrictExecutor.Fatal fatal) {
                throw fatal.error();
            }
        }
    }

    private static List<String> challenges(ClassicHttpResponse response) {
        return Stream.of(response.getHeaders(HttpHeaders.PROXY_AUTHENTICATE))
                .map(Header::getValue)
                .toList();
    }

    /** An authentication scheme with a fixed response. */
    private static final class Answer implements AuthScheme {

        private final String credentials;

        Answer(String credentials) {
            this.credentials = credentials;
        }

        @Override
        public String getName() {
            return "Basic";
        }

        @Override
        public boolean isConnectionBased() {
            return false;
        }

        @Override
        public void processChallenge(AuthChallenge challenge, HttpContext context) {}

        @Override
        public boolean isChallengeComplete() {
            return true;
        }

        @Override
        public @Nullable String getRealm() {
            return null;
        }

        @Override
        public boolean isResponseReady(HttpHost host, CredentialsProvider provider, HttpContext context) {
            return true;
        }

        @Override
        public @Nullable Principal getPrincipal() {
            return null;
        }

        @Override
        public String generateAuthResponse(HttpHost host, HttpRequest request, HttpContext context) {
            return credentials;
        }
    }
}

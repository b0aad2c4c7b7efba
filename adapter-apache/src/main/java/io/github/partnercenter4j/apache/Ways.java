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
 * Opens exchanges by the first way of a selector's that works, and tells a proxy the password once it asks. HttpClient
 * looks at a selector's first proxy only, and finds no Basic among other challenges. Thread-safe.
 */
final class Ways {

    private final CloseableHttpClient client;
    private final HttpHost target;
    private final URI origin;
    private final Route direct;
    private final HttpProxies proxies;
    private final @Nullable String credentials;
    private volatile @Nullable Proxy lastGood;

    Ways(CloseableHttpClient client, URI origin, HttpProxies proxies, @Nullable String credentials) {
        this.client = client;
        this.target = HttpHost.create(origin);
        this.origin = origin;
        this.direct = Route.to(origin);
        this.proxies = proxies;
        this.credentials = credentials;
    }

    /**
     * Sends the request, at most once. What fails before that is tried on the next way; if all fail, a proxy's refusal is
     * thrown, or else the first failure.
     */
    ClassicHttpResponse open(HttpUriRequestBase request, ExchangeTrace trace) throws IOException, HttpException {
        Failure first = null;
        for (Proxy way : inOrder()) {
            trace.takes(direct, way);
            try {
                ClassicHttpResponse response = through(request, trace);
                lastGood = way;
                return response;
            } catch (IOException | HttpException | PartnerCenterException failed) {
                if (trace.isSent() || request.isCancelled()) {
                    throw failed;
                }
                if (failed instanceof IOException unreachable && way.type() == Proxy.Type.HTTP) {
                    proxies.connectFailed(origin, way.address(), unreachable);
                }
                if (first == null || (!first.isRefusal() && failed instanceof PartnerCenterException)) {
                    first = new Failure(way, failed);
                }
            }
        }
        if (first == null) {
            throw new IOException("no way");
        }
        trace.takes(direct, first.way());
        return first.raise();
    }

    private record Failure(Proxy way, Exception thrown) {
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

    /** Each call would knock at a dead proxy's door first, though its connections through the next one are there. */
    private List<Proxy> inOrder() {
        List<Proxy> ways = proxies.select(origin);
        Proxy good = lastGood;
        if (good == null || ways.indexOf(good) <= 0) {
            return ways;
        }
        List<Proxy> ordered = new ArrayList<>(ways);
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
        // A proxy refused the tunnel: this is its answer, not the service's.
        int status = response.getCode();
        response.close();
        throw TransportFailures.proxyRefused(trace.context(), status);
    }

    /** Each kept connection that turns out to be of no use is gone after it was tried. */
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
                // The pool has another connection, or makes one.
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

    /** Says what it was told to. */
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

package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.port.support.BlockingExchanges;
import io.github.partnercenter4j.wire.WireBody;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.Call;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/** Configures an OkHttpClient so that it sends each request once, to one origin, and returns the response unchanged. */
final class SingleSendClient {

    private static final Pattern REFUSAL =
            Pattern.compile("Unexpected response code for CONNECT: (\\d{3})|Failed to authenticate with proxy");

    private SingleSendClient() {}

    /** Derives such a client from another one. Pool, DNS, TLS, proxy and interceptors stay the same. */
    static OkHttpClient derive(OkHttpClient from, HttpUrl origin, BlockingExchanges runner) {
        WatchedExchanges exchanges = new WatchedExchanges();
        OkHttpClient.Builder client = from.newBuilder();
        if (origin.isHttps()) {
            X509TrustManager trust = from.x509TrustManager();
            client.sslSocketFactory(
                    new WatchedTls(from.sslSocketFactory()), trust != null ? trust : new RejectingTrustManager());
        }
        return client.dns(new OurDns(from.dns(), runner))
                // A cancelAll on the borrowed client must not abort writes of this gateway.
                .dispatcher(new Dispatcher())
                // Only the client in core resends, because it must know the number of requests.
                .retryOnConnectionFailure(false)
                // OkHttp would redirect a PUT as a GET, which would look like a success.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .proxySelector(new InsistentProxies(from.proxySelector()))
                .cache(null)
                .cookieJar(CookieJar.NO_COOKIES)
                // Core watches all deadlines. OkHttp's timeouts cost time for each call and do not end a slow body.
                .callTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                // With HTTP/1.1, a connection has one exchange at a time, so a broken connection affects only one call.
                .protocols(List.of(Protocol.HTTP_1_1))
                .eventListenerFactory(
                        call -> from.eventListenerFactory().create(call).plus(new Heads()))
                .addInterceptor(SingleSendClient::cut)
                .addNetworkInterceptor(chain -> atTheWire(chain, origin, exchanges))
                .build();
    }

    /** Reads the bodies of error responses up to a limit. Retrofit would read them without a limit. */
    private static Response cut(Interceptor.Chain chain) throws IOException {
        ExchangeTrace trace = trace(chain);
        ConnectingSockets sockets = new ConnectingSockets(
                chain.getSocketFactory(), trace, chain.request().isHttps());
        Response response;
        try {
            response = answer(chain.withSocketFactory(sockets), trace);
        } finally {
            // A pooled connection keeps a reference to its socket factory.
            sockets.forget();
        }
        if (response.isSuccessful()) {
            return response;
        }
        try (ResponseBody body = response.body()) {
            // The received part of a broken body is used, because the status decides.
            WireBody read = WireBody.read(body.byteStream(), WireBody.limitFor(response.code()));
            return response.newBuilder()
                    .body(ResponseBody.create(read.bytes(), null))
                    .build();
        }
    }

    /** Sends the request once. If a pooled connection turns out to be closed, tries the next connection. */
    private static Response answer(Interceptor.Chain chain, ExchangeTrace trace) throws IOException {
        while (true) {
            try {
                return chain.proceed(chain.request());
            } catch (WatchedExchanges.NothingSent another) {
                // Nothing was sent. The pool has another connection, or opens one.
            } catch (ProtocolException refused) {
                // OkHttp refuses two kinds of responses although the head is enough: a 204 or 205 with a length, and an
                // error response whose head is too long.
                Response head = refused instanceof WatchedConnection.HeadTooLong tooLong && tooLong.refusal() > 0
                        ? new Response.Builder()
                                .request(chain.request())
                                .protocol(Protocol.HTTP_1_1)
                                .code(tooLong.refusal())
                                .message("")
                                .build()
                        : trace.bodiless();
                if (head == null) {
                    throw refused;
                }
                trace.answered(head.code(), head.headers());
                return WatchedExchanges.withoutBody(
                        head.newBuilder().request(chain.request()).build());
            }
        }
    }

    /**
     * Looks up host names so that a caller's thread can stop waiting. OkHttp shares connections only between equal
     * settings such as this one. So only these gateways share their watched connections.
     */
    private record OurDns(Dns dns, BlockingExchanges runner) implements Dns {

        @Override
        public List<InetAddress> lookup(String host) throws UnknownHostException {
            try {
                return runner.aside(() -> dns.lookup(host));
            } catch (UncheckedIOException failed) {
                throw failed.getCause() instanceof UnknownHostException unknown
                        ? unknown
                        : new UnknownHostException(host);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OurDns ours && ours.dns.equals(dns);
        }

        @Override
        public int hashCode() {
            return dns.hashCode();
        }
    }

    /** Records the head of a response before OkHttp handles it. */
    private static final class Heads extends EventListener {

        @Override
        public void responseHeadersEnd(Call call, Response response) {
            ExchangeTrace trace = call.request().tag(ExchangeTrace.class);
            if (trace != null && (response.code() == 204 || response.code() == 205)) {
                trace.answeredWithoutBody(response);
            }
        }
    }

    private static ExchangeTrace trace(Interceptor.Chain chain) {
        return Objects.requireNonNull(chain.request().tag(ExchangeTrace.class), "trace");
    }

    /**
     * The last interceptor: verifies the origin and the connection, and hides the headers that would make OkHttp
     * resend.
     */
    private static Response atTheWire(Interceptor.Chain chain, HttpUrl origin, WatchedExchanges exchanges)
            throws IOException {
        Request request = chain.request();
        HttpUrl url = request.url();
        if (!url.scheme().equals(origin.scheme()) || !url.host().equals(origin.host()) || url.port() != origin.port()) {
            throw new Misdirected();
        }
        Response response = exchanges.exchange(chain, trace(chain));
        // A response refers to its request, and the application's interceptors must not see the token.
        Response.Builder shown = response.newBuilder().request(request);
        // On a 503 with "Retry-After: 0", OkHttp sends again in spite of its settings. For a 407 of the service, it
        // would send the proxy's password.
        return shown.removeHeader("Retry-After")
                .code(response.code() == 407 ? 400 : response.code())
                .build();
    }

    /** Returns the status with which a proxy refused the tunnel. OkHttp has it only in the text of its message. */
    static OptionalInt proxysRefusal(Throwable thrown) {
        // With several routes, OkHttp throws the first failure, and the others are suppressed.
        return Stream.concat(Stream.of(thrown), Stream.of(thrown.getSuppressed()))
                .map(SingleSendClient::refusal)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt refusal(Throwable thrown) {
        if (thrown instanceof ProxyWantsCredentials) {
            return OptionalInt.of(407);
        }
        Matcher refusal = REFUSAL.matcher(String.valueOf(thrown.getMessage()));
        if (thrown.getClass() != IOException.class || !refusal.matches()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(refusal.group(1) == null ? 407 : Integer.parseInt(refusal.group(1)));
    }

    /** Thrown if the proxy rejected the credentials. Nothing was sent. */
    static final class ProxyWantsCredentials extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        ProxyWantsCredentials() {
            super("The proxy rejected the credentials.");
        }
    }

    /** Thrown if an interceptor changed the origin of the request. Nothing was sent. */
    static final class Misdirected extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        Misdirected() {
            super("An interceptor changed the origin of the request.");
        }
    }
}

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

/** What makes an OkHttp client send each request once, to one place, and hand back what came. */
final class SingleSendClient {

    private static final Pattern REFUSAL =
            Pattern.compile("Unexpected response code for CONNECT: (\\d{3})|Failed to authenticate with proxy");

    private SingleSendClient() {}

    /** Derives such a client; pool, DNS, TLS, proxy and interceptors stay the given one's. */
    static OkHttpClient derive(OkHttpClient from, HttpUrl origin, BlockingExchanges runner) {
        WatchedExchanges exchanges = new WatchedExchanges();
        OkHttpClient.Builder client = from.newBuilder();
        if (origin.isHttps()) {
            X509TrustManager trust = from.x509TrustManager();
            client.sslSocketFactory(
                    new WatchedTls(from.sslSocketFactory()), trust != null ? trust : new RejectingTrustManager());
        }
        return client.dns(new OurDns(from.dns(), runner))
                // Whoever cancels all calls of a borrowed client must not cut a write of ours.
                .dispatcher(new Dispatcher())
                // The client in core is the only one that resends, for it must be able to count.
                .retryOnConnectionFailure(false)
                // A PUT redirected as GET would look like success.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .proxySelector(new InsistentProxies(from.proxySelector()))
                .cache(null)
                .cookieJar(CookieJar.NO_COOKIES)
                // Deadlines are core's, over everything; OkHttp's own cost time on each call and end no dripping body.
                .callTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                // A connection an exchange: no stream of another call shares its fate.
                .protocols(List.of(Protocol.HTTP_1_1))
                .eventListenerFactory(
                        call -> from.eventListenerFactory().create(call).plus(new Heads()))
                .addInterceptor(SingleSendClient::cut)
                .addNetworkInterceptor(chain -> atTheWire(chain, origin, exchanges))
                .build();
    }

    /** Reads the bodies of failures here, bounded, since Retrofit would buffer them whole. */
    private static Response cut(Interceptor.Chain chain) throws IOException {
        ExchangeTrace trace = trace(chain);
        ConnectingSockets sockets = new ConnectingSockets(
                chain.getSocketFactory(), trace, chain.request().isHttps());
        Response response;
        try {
            response = answer(chain.withSocketFactory(sockets), trace);
        } finally {
            // A kept connection keeps its socket factory.
            sockets.forget();
        }
        if (response.isSuccessful()) {
            return response;
        }
        try (ResponseBody body = response.body()) {
            // A body that breaks is used as far as it came: the status decides.
            WireBody read = WireBody.read(body.byteStream(), WireBody.limitFor(response.code()));
            return response.newBuilder()
                    .body(ResponseBody.create(read.bytes(), null))
                    .build();
        }
    }

    /** Sends the request once. Each kept connection that turns out to be of no use is gone after it was tried. */
    private static Response answer(Interceptor.Chain chain, ExchangeTrace trace) throws IOException {
        while (true) {
            try {
                return chain.proceed(chain.request());
            } catch (WatchedExchanges.NothingSent another) {
                // The pool has another connection, or makes one.
            } catch (ProtocolException refused) {
                // OkHttp refuses these, though the head has told everything: a 204 or 205 that names a length, and a
                // refusal with more fields than anybody reads.
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
     * Looks names up where a caller need not wait for it. OkHttp shares connections where this and more is equal: so ours,
     * which are watched, are shared among us only.
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

    /** Tells the trace of a head before OkHttp judges it. */
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
     * The last step before the wire: the request is ours and goes home, on a connection that is quiet, and OkHttp is told of
     * no wish to resend.
     */
    private static Response atTheWire(Interceptor.Chain chain, HttpUrl origin, WatchedExchanges exchanges)
            throws IOException {
        Request request = chain.request();
        HttpUrl url = request.url();
        if (!url.scheme().equals(origin.scheme()) || !url.host().equals(origin.host()) || url.port() != origin.port()) {
            throw new Misdirected();
        }
        Response response = exchanges.exchange(chain, trace(chain));
        // An answer shows its request, and the interceptors that it passes next are not to see the token.
        Response.Builder shown = response.newBuilder().request(request);
        // On a 503 with "Retry-After: 0" OkHttp sends again, whatever its settings say; and a 407 of the service it
        // would answer with the proxy's password.
        return shown.removeHeader("Retry-After")
                .code(response.code() == 407 ? 400 : response.code())
                .build();
    }

    /** Tells what status a proxy refused the tunnel with, which OkHttp says in words only. */
    static OptionalInt proxysRefusal(Throwable thrown) {
        // Where there are several ways, OkHttp throws what went wrong on the first and keeps the others.
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

    /** The proxy has refused the credentials that there are; nothing was sent. */
    static final class ProxyWantsCredentials extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        ProxyWantsCredentials() {
            super("The proxy wants other credentials.");
        }
    }

    /** An interceptor turned the request away from home; nothing was sent. */
    static final class Misdirected extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        Misdirected() {
            super("An interceptor turned the request towards another origin.");
        }
    }
}

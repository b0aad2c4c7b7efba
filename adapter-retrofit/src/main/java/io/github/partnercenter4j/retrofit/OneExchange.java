package io.github.partnercenter4j.retrofit;

import io.github.partnercenter4j.wire.WireBody;
import java.io.IOException;
import java.io.Serial;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** What makes an OkHttp client send each request once, to one place, and hand back what came. */
final class OneExchange {

    private OneExchange() {}

    /** Derives such a client; pool, DNS, TLS, proxy and interceptors stay the given one's. */
    static OkHttpClient derive(OkHttpClient from, Dispatcher dispatcher, HttpUrl origin) {
        return from.newBuilder()
                .dispatcher(dispatcher)
                // The client in core is the only one that resends, for it must be able to count.
                .retryOnConnectionFailure(false)
                // A PUT redirected as GET would look like success.
                .followRedirects(false)
                .followSslRedirects(false)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .cookieJar(CookieJar.NO_COOKIES)
                // Deadlines are core's, over everything; OkHttp's own cost time on each call and end no dripping body.
                .callTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .pingInterval(Duration.ZERO)
                // A connection an exchange: no stream of another call shares its fate.
                .protocols(List.of(Protocol.HTTP_1_1))
                .addInterceptor(OneExchange::checkedAndCut)
                .addNetworkInterceptor(chain -> atTheWire(chain, origin))
                .build();
    }

    /**
     * Makes OkHttp's unchecked exceptions checked, since it would throw them on its own thread, and reads the bodies of
     * failures here, bounded, since Retrofit buffers them whole.
     */
    private static Response checkedAndCut(Interceptor.Chain chain) throws IOException {
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (RuntimeException unchecked) {
            throw new BrokenTransport(unchecked);
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

    /** The last step before the wire: the request is ours and goes home, and OkHttp is told of no wish to resend. */
    private static Response atTheWire(Interceptor.Chain chain, HttpUrl origin) throws IOException {
        Request request = chain.request();
        HttpUrl url = request.url();
        if (!url.scheme().equals(origin.scheme()) || !url.host().equals(origin.host()) || url.port() != origin.port()) {
            throw new ProtocolException("The request was turned towards another origin.");
        }
        ExchangeTrace trace = Objects.requireNonNull(request.tag(ExchangeTrace.class), "trace");
        trace.sending();
        Response response = chain.proceed(request);
        // On a 503 with "Retry-After: 0" OkHttp sends again, whatever its settings say.
        trace.keepRetryAfter(response.headers("Retry-After"));
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /** An unchecked exception of OkHttp, which means that the peer spoke no HTTP it understands. */
    static final class BrokenTransport extends IOException {

        @Serial
        private static final long serialVersionUID = 1;

        private final RuntimeException unchecked;

        BrokenTransport(RuntimeException unchecked) {
            super(unchecked);
            this.unchecked = unchecked;
        }

        RuntimeException unchecked() {
            return unchecked;
        }
    }
}

package io.github.partnercenter4j.msal;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.support.TransportThreads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The login service over the JDK's client, under one deadline for connecting, the head and the body, which is bounded.
 * The client comes with the first exchange; it has a thread of its own, which ends after {@link #close()} (before Java
 * 21, which gave clients an end, when the garbage collector finds it).
 */
final class LoginHttp implements LoginService {

    static final int MOST_BYTES = 1024 * 1024;

    private final Options options;

    // Guarded by this.
    private @Nullable HttpClient client;
    private boolean closed;

    /** How to reach the service. */
    record Options(
            @Nullable SSLContext sslContext,
            @Nullable ProxySelector proxy,
            @Nullable String proxyAuthorization,
            Duration connectTimeout,
            Duration requestTimeout) {
        /** Never shows the secret. */
        @Override
        public String toString() {
            return "Options[redacted]";
        }
    }

    LoginHttp(Options options) {
        this.options = options;
    }

    @Override
    public LoginAnswer post(URI endpoint, Map<String, String> headers, String form) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.UTF_8));
        headers.forEach(request::setHeader);
        if (options.proxyAuthorization() != null) {
            // The client shows it to proxies only. Its Authenticator would also turn the service's 401, which has no
            // challenge, from an answer into an IOException.
            request.setHeader("Proxy-Authorization", options.proxyAuthorization());
        }
        CompletableFuture<HttpResponse<byte[]>> exchange = begin(request.build());
        try {
            HttpResponse<byte[]> answer = exchange.get(options.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
            // A proxy's refusal to open a tunnel has none.
            byte[] body = answer.body() != null ? answer.body() : new byte[0];
            return new LoginAnswer(
                    answer.statusCode(), answer.headers().map(), new String(body, StandardCharsets.UTF_8));
        } catch (TimeoutException late) {
            exchange.cancel(true);
            throw LoginFailures.unavailable(
                    "The login service did not answer within " + options.requestTimeout() + ".", null);
        } catch (InterruptedException interrupted) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw LoginFailures.unavailable(
                    "The thread that asked the login service was interrupted: let the executor run on.", null);
        } catch (ExecutionException failed) {
            Throwable thrown = failed.getCause() != null ? failed.getCause() : failed;
            throw LoginFailures.unreachable(thrown);
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest request) {
        try {
            return client().sendAsync(request, head -> new BoundedBody());
        } catch (PartnerCenterException ours) {
            throw ours;
        } catch (SocksOnly refused) {
            throw LoginFailures.unavailable(
                    "The proxy selector offers SOCKS only, which this provider does not speak: give it an HTTP proxy.",
                    null);
        } catch (RuntimeException thrown) {
            // Both are lent: a context that was never initialised, a selector that fails.
            throw LoginFailures.unavailable(
                    "The request to the login service could not begin: check the sslContext and the proxy selector.",
                    LoginFailures.wordless(thrown));
        }
    }

    private synchronized HttpClient client() {
        if (closed) {
            throw LoginFailures.unavailable("The token provider is closed: open another.", null);
        }
        if (client == null) {
            client = newClient();
        }
        return client;
    }

    private HttpClient newClient() {
        SSLContext tls = tls();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout())
                .sslContext(tls)
                .sslParameters(modern(tls.getDefaultSSLParameters()))
                .executor(TransportThreads.platform("msal"));
        if (options.proxy() != null) {
            builder.proxy(new WithoutSocks(options.proxy()));
        }
        return builder.build();
    }

    private SSLContext tls() {
        try {
            return options.sslContext() != null ? options.sslContext() : SSLContext.getDefault();
        } catch (NoSuchAlgorithmException broken) {
            throw LoginFailures.unavailable("This Java's default TLS is broken: set an sslContext.", broken);
        }
    }

    /** A lent context may still offer what nobody should speak. */
    private static SSLParameters modern(SSLParameters parameters) {
        parameters.setProtocols(Arrays.stream(parameters.getProtocols())
                .filter(protocol -> protocol.equals("TLSv1.2") || protocol.equals("TLSv1.3"))
                .toArray(String[]::new));
        return parameters;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            try {
                HttpClient.class.getMethod("shutdown").invoke(client);
            } catch (ReflectiveOperationException beforeJava21) {
                // Unreferenced, it ends as well.
            }
            client = null;
        }
    }

    /** The client would pass over a SOCKS proxy and connect directly, around a proxy that somebody insists on. */
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

    /** There is no proxy that the client speaks. */
    private static final class SocksOnly extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;
    }

    /** Collects a body, and gives up on one that does not end. */
    private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                if (bytes.size() + buffer.remaining() > MOST_BYTES) {
                    if (subscription != null) {
                        subscription.cancel();
                    }
                    body.completeExceptionally(new IOException("more than " + MOST_BYTES + " bytes"));
                    return;
                }
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                bytes.write(chunk, 0, chunk.length);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            body.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}

package io.github.partnercenter4j.examples.transport;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.Futures;
import io.github.partnercenter4j.port.support.OpenExchanges;
import io.github.partnercenter4j.port.support.TransportFailures;
import io.github.partnercenter4j.wire.HeaderLookup;
import io.github.partnercenter4j.wire.ProfileJson;
import io.github.partnercenter4j.wire.RequestHeaders;
import io.github.partnercenter4j.wire.ResponseMapper;
import io.github.partnercenter4j.wire.WireBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * A transport on the JDK's HTTP client, in one class. It shows what a transport must do. Thread-safe.
 *
 * <p>This is an example to read and not to use. The JDK's client sends a read again if its connection broke. Before
 * Java 21 it cannot be told to close its pooled connections. {@link JdkGatewayContractTest} shows both.
 */
final class JdkSupportProfileGateway implements SupportProfileGateway {

    private final Cloud cloud;
    private final HttpClient client;
    private final OpenExchanges open = new OpenExchanges();
    private final RetryBudget retryBudget = new RetryBudget();

    JdkSupportProfileGateway(Cloud cloud, SSLContext trust) {
        this.cloud = cloud;
        // Redirects, cookies and authentication are off by default. HTTP/2 would add a header to ask for an upgrade.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .sslContext(trust)
                .build();
    }

    @Override
    public Cloud cloud() {
        return cloud;
    }

    @Override
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        return exchange(
                context,
                request(ResourcePath.SUPPORT, RequestHeaders.forFetch(context)).build(),
                (status, headers, body) -> ResponseMapper.fetched(context, status, headers, body));
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        Objects.requireNonNull(profile, "profile");
        byte[] json;
        try {
            json = ProfileJson.write(profile);
        } catch (IllegalArgumentException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
        return exchange(
                context,
                request(context.path(), RequestHeaders.forReplace(context))
                        .PUT(body(context, json))
                        .build(),
                (status, headers, body) -> ResponseMapper.replaced(context, profile, status, headers, body));
    }

    private HttpRequest.Builder request(ResourcePath path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(cloud.apiBase() + path.path()));
        headers.forEach(request::setHeader);
        return request;
    }

    /** Reports that sending begins when the client asks for the body: a write has no effect without its body. */
    private static BodyPublisher body(RequestContext context, byte[] json) {
        BodyPublisher body = BodyPublishers.ofByteArray(json);
        return BodyPublishers.fromPublisher(
                subscriber -> {
                    if (context.progress().sending()) {
                        body.subscribe(subscriber);
                    }
                },
                json.length);
    }

    /** Maps a response to a reply. */
    private interface Mapping {
        SupportProfileReply apply(int status, HeaderLookup headers, WireBody body);
    }

    private CompletableFuture<SupportProfileReply> exchange(
            RequestContext context, HttpRequest request, Mapping mapping) {
        context.progress().connecting();
        OpenExchanges.Exchange<SupportProfileReply> exchange = open.open(context);
        if (exchange.isOver()) {
            return exchange.future();
        }
        context.progress().takes(Route.to(cloud.apiBase()));
        CompletableFuture<HttpResponse<WireBody>> answer = client.sendAsync(request, head -> read(context, head));
        exchange.onAbort(() -> answer.cancel(true));
        answer.whenComplete((response, thrown) -> {
            try {
                if (thrown != null) {
                    exchange.fail(failure(context, Futures.unwrap(thrown)));
                } else {
                    exchange.succeed(
                            mapping.apply(response.statusCode(), response.headers()::allValues, response.body()));
                }
            } catch (PartnerCenterException refused) {
                exchange.fail(refused);
            }
        });
        return exchange.future();
    }

    private static BodySubscriber<WireBody> read(RequestContext context, ResponseInfo head) {
        HeaderLookup headers = head.headers()::allValues;
        ResponseMapper.headArrived(context, head.statusCode(), headers);
        boolean ours = ResponseMapper.answers(context, headers);
        return BodySubscribers.mapping(BodySubscribers.ofInputStream(), body -> read(body, head.statusCode(), ours));
    }

    /**
     * Reads the body. If the response belongs to another request, closes the body before its end, which closes the
     * connection.
     */
    private static WireBody read(InputStream in, int status, boolean ours) {
        try (in) {
            return ours ? WireBody.read(in, WireBody.limitFor(status)) : WireBody.empty();
        } catch (IOException notClosed) {
            throw new UncheckedIOException(notClosed);
        }
    }

    private static Throwable failure(RequestContext context, Throwable thrown) {
        boolean unsent = thrown instanceof ConnectException
                || thrown instanceof HttpConnectTimeoutException
                || thrown instanceof SSLException;
        if (unsent) {
            return TransportFailures.connecting(context, thrown);
        }
        boolean accepted = context.progress().writeOutcome() == WriteOutcome.APPLIED;
        return TransportFailures.exchanging(context, accepted ? WriteOutcome.APPLIED : WriteOutcome.UNKNOWN, thrown);
    }

    @Override
    public void close() {
        open.close();
    }
}

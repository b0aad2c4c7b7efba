package io.github.partnercenter4j.contract;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.KeptConnections;
import io.github.partnercenter4j.port.support.OpenExchanges;
import io.github.partnercenter4j.port.support.TransportFailures;
import io.github.partnercenter4j.port.support.TransportThreads;
import io.github.partnercenter4j.wire.ProfileJson;
import io.github.partnercenter4j.wire.ResponseMapper;
import io.github.partnercenter4j.wire.WireBody;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The smallest gateway over HTTP that keeps the contract: blocking sockets, one origin. It has separate steps, so that
 * a {@link Bug} can replace one of them.
 */
public class ReferenceGateway implements SupportProfileGateway {

    private static final int PROFILE_LIMIT = 1024 * 1024;
    private static final int ERROR_LIMIT = 64 * 1024;

    final Deque<ReferenceConnection> idle = new ConcurrentLinkedDeque<>();
    final OpenExchanges exchanges = new OpenExchanges();
    final KeptConnections kept = new KeptConnections();
    private final Cloud cloud;
    private final ExecutorService threads;
    private final RetryBudget retryBudget = new RetryBudget();
    private volatile @Nullable SSLContext trust;

    public ReferenceGateway(Cloud cloud) {
        this(cloud, TransportThreads.platform("reference"));
    }

    ReferenceGateway(Cloud cloud, ExecutorService threads) {
        this.cloud = cloud;
        this.threads = threads;
    }

    /** Sets the trust for TLS. */
    public ReferenceGateway trusting(SSLContext context) {
        trust = context;
        return this;
    }

    /** A request with its headers in order. */
    record Request(RequestContext context, String method, String target, Map<String, String> headers, String body) {

        Request with(String name, @Nullable String value) {
            Map<String, String> changed = new LinkedHashMap<>(headers);
            changed.remove(name);
            if (value != null) {
                changed.put(name, value);
            }
            return new Request(context, method, target, changed, body);
        }

        Request target(String newTarget) {
            return new Request(context, method, newTarget, headers, body);
        }

        Request body(String newBody) {
            return new Request(context, method, target, headers, newBody);
        }

        boolean isWrite() {
            return method.equals("PUT");
        }
    }

    /** The connection of an exchange, which must release it before another exchange can use it. */
    public static final class Line {
        private @Nullable ReferenceConnection connection;
        private boolean aborted;

        synchronized void take(ReferenceConnection taken) throws IOException {
            connection = taken;
            if (aborted) {
                taken.close();
                throw new SocketException("aborted");
            }
        }

        synchronized boolean letGo() {
            connection = null;
            return !aborted;
        }

        synchronized void abort() {
            aborted = true;
            if (connection != null) {
                connection.close();
            }
        }

        synchronized @Nullable ReferenceConnection connection() {
            return connection;
        }
    }

    @Override
    public @Nullable Cloud cloud() {
        return cloud;
    }

    @Override
    public RetryBudget retryBudget() {
        return retryBudget;
    }

    @Override
    public CompletableFuture<SupportProfileReply> fetch(RequestContext context) {
        return exchange(request(context, null), null);
    }

    @Override
    public CompletableFuture<SupportProfileReply> replace(SupportProfile profile, RequestContext context) {
        Objects.requireNonNull(context, "context");
        try {
            return exchange(request(context, Objects.requireNonNull(profile, "profile")), profile);
        } catch (IllegalArgumentException unwritable) {
            return CompletableFuture.failedFuture(unwritable);
        }
    }

    private CompletableFuture<SupportProfileReply> exchange(Request request, @Nullable SupportProfile sent) {
        request.context().progress().takes(Route.to(cloud.apiBase()));
        OpenExchanges.Exchange<SupportProfileReply> exchange = exchanges.open(request.context());
        Line line = new Line();
        exchange.onAbort(() -> abort(line, exchange.future()));
        if (!exchange.isOver()) {
            try {
                execute(request.context(), () -> run(exchange, request, sent, line));
            } catch (RuntimeException rejected) {
                exchange.fail(PartnerCenterException.closed(request.context(), WriteOutcome.NOT_APPLIED));
            }
        }
        return exchange.future();
    }

    private void run(
            OpenExchanges.Exchange<SupportProfileReply> exchange,
            Request request,
            @Nullable SupportProfile sent,
            Line line) {
        if (exchange.isOver()) {
            return;
        }
        try {
            exchange.succeed(reply(request.context(), sent, send(request, line)));
        } catch (PartnerCenterException | Error ours) {
            exchange.fail(failure(request.context(), ours));
        } catch (IOException | RuntimeException thrown) {
            exchange.fail(failure(request.context(), broken(request.context(), thrown)));
        }
    }

    // --- the steps ---

    void execute(RequestContext context, Runnable exchange) {
        threads.execute(exchange);
    }

    Request request(RequestContext context, @Nullable SupportProfile sent) {
        boolean write = sent != null;
        ResourcePath path = write ? context.path() : ResourcePath.SUPPORT;
        String body = write ? new String(ProfileJson.write(sent), StandardCharsets.UTF_8) : "";
        String target = cloud.apiBase().getRawPath() + path.path();
        return new Request(context, write ? "PUT" : "GET", target, new LinkedHashMap<>(), body)
                .with("Host", cloud.apiBase().getRawAuthority())
                .with("User-Agent", "partnercenter4j/reference")
                .with("Authorization", "Bearer " + context.accessToken().value())
                .with("Accept", "application/json")
                .with("Accept-Encoding", "identity")
                .with("MS-RequestId", context.requestId())
                .with("MS-CorrelationId", context.correlationId())
                .with("MS-Contract-Version", "v1")
                .with("X-Locale", context.locale())
                .with("MS-PartnerCenter-Application", context.applicationName())
                .with("ValidateMfa", context.validateMfa() ? "true" : null)
                .with("If-Match", context.ifMatch())
                .with("Content-Type", write ? "application/json" : null);
    }

    ReferenceAnswer send(Request request, Line line) throws IOException {
        ReferenceConnection connection = connection(request, line);
        boolean echoing = connection.isEchoing();
        try {
            connection.write(request);
            ReferenceAnswer answer = connection.read(this::limit, this::isInterim);
            boolean trusted = isTrusted(answer, echoing);
            release(connection, line, trusted ? answer : answer.reusable(false));
            if (!trusted) {
                throw TransportException.protocol(
                        request.context(), WriteOutcome.UNKNOWN, "The answer has no ids any more.", null);
            }
            return answer;
        } catch (IOException broken) {
            kept.broke();
            connection.close();
            throw broken;
        }
    }

    boolean isInterim(int status) {
        return status < 200 && status != 101;
    }

    boolean isTrusted(ReferenceAnswer answer, boolean earlierOnesHadIds) {
        return !earlierOnesHadIds || !answer.isSuccess() || answer.headers().has("MS-RequestId");
    }

    /** Takes a pooled connection that is usable, and closes those that are not. */
    @Nullable
    ReferenceConnection kept() throws IOException {
        for (ReferenceConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            if (next.mayCarry(kept)) {
                return next;
            }
            next.close();
        }
        return null;
    }

    ReferenceConnection connection(Request request, Line line) throws IOException {
        ReferenceConnection kept = kept();
        ReferenceConnection connection = kept != null ? kept : new ReferenceConnection();
        line.take(connection);
        if (kept == null) {
            try {
                connect(connection, Objects.requireNonNull(trust, "trust"));
            } catch (IOException unreachable) {
                connection.close();
                throw unreachable(request.context(), unreachable);
            }
        }
        return connection;
    }

    void connect(ReferenceConnection connection, SSLContext trusted) throws IOException {
        connection.connect(cloud.apiBase(), trusted, true);
    }

    void release(ReferenceConnection connection, Line line, ReferenceAnswer answer) {
        if (!line.letGo() || !answer.reusable()) {
            connection.close();
            return;
        }
        idle.addFirst(connection);
        if (exchanges.isClosed()) {
            closeIdle();
        }
    }

    int limit(int status) {
        return status >= 200 && status <= 299 ? PROFILE_LIMIT : ERROR_LIMIT;
    }

    SupportProfileReply reply(RequestContext context, @Nullable SupportProfile sent, ReferenceAnswer answer) {
        if (answer.headers().all("Content-Length").stream().distinct().count() > 1) {
            throw TransportException.protocol(context, WriteOutcome.UNKNOWN, "The answer has two lengths.", null);
        }
        WireBody body = WireBody.read(answer.stream(), limit(answer.status()));
        return sent == null
                ? ResponseMapper.fetched(context, answer.status(), answer.headers()::all, body)
                : ResponseMapper.replaced(context, sent, answer.status(), answer.headers()::all, body);
    }

    PartnerCenterException unreachable(RequestContext context, IOException thrown) {
        return TransportFailures.connecting(context, thrown);
    }

    Throwable broken(RequestContext context, Exception thrown) {
        return TransportFailures.exchanging(context, WriteOutcome.UNKNOWN, thrown);
    }

    /** The last step for a failure. */
    Throwable failure(RequestContext context, Throwable failure) {
        return failure;
    }

    protected void abort(Line line, CompletableFuture<?> call) {
        line.abort();
    }

    @Override
    public void close() {
        exchanges.close();
        closeThreads();
        closeIdle();
    }

    void closeThreads() {
        threads.shutdown();
    }

    void closeIdle() {
        for (ReferenceConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
            next.close();
        }
    }
}

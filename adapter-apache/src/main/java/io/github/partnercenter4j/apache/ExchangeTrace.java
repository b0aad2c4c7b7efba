package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.wire.WireBody;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** The state of one exchange, shared by HttpClient's execution chain and the caller. Thread-safe. */
final class ExchangeTrace {

    private final RequestContext context;
    private final String authorization;
    private final Map<String, String> fixedHeaders;
    private volatile @Nullable HttpHost proxy;
    private volatile boolean sent;
    private volatile boolean abandoned;
    private volatile boolean tunnelled;
    private volatile boolean keeping;
    private volatile @Nullable WireBody body;

    ExchangeTrace(RequestContext context, @Nullable String authorization, Map<String, String> fixedHeaders) {
        this.context = context;
        this.authorization = Objects.requireNonNull(authorization, "authorization");
        this.fixedHeaders = fixedHeaders;
    }

    RequestContext context() {
        return context;
    }

    /** Returns the value of the Authorization header. Only the service may see it. */
    String authorization() {
        return authorization;
    }

    /** Returns the application's headers. Only the service may see them. */
    Map<String, String> fixedHeaders() {
        return fixedHeaders;
    }

    /**
     * Records the route that the exchange tries next.
     *
     * @param direct the route to the service without a proxy
     */
    void takes(Route direct, Proxy way) {
        InetSocketAddress address = way.type() == Proxy.Type.DIRECT ? null : (InetSocketAddress) way.address();
        context.progress().takes(direct.through(address));
        proxy = address == null
                ? null
                : new HttpHost(null, address.getAddress(), address.getHostString(), address.getPort());
    }

    /** Returns the proxy of the current route, or null. */
    @Nullable
    HttpHost proxy() {
        return proxy;
    }

    /** Reports that the request is about to be written to an open connection. */
    void sending() throws InterruptedIOException {
        if (!context.progress().sending()) {
            throw new InterruptedIOException("cut short before anything was sent");
        }
        sent = true;
    }

    /** Returns whether a part of the request may have been sent. */
    boolean isSent() {
        return sent;
    }

    /** Aborts the exchange. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** Records that a proxy has opened a tunnel on a new connection. */
    void tunnelled() {
        tunnelled = true;
    }

    boolean isTunnelled() {
        return tunnelled;
    }

    /** Records the complete response of the service. */
    void answered(WireBody whole, boolean keepsTheConnection) {
        keeping = keepsTheConnection;
        body = whole;
    }

    /** Returns whether the connection may be reused. */
    boolean isKeeping() {
        return keeping;
    }

    /** Returns the body of the service's response, or an empty body before it has arrived. */
    WireBody body() {
        WireBody read = body;
        return read != null ? read : WireBody.empty();
    }
}

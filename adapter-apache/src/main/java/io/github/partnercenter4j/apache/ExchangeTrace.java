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

/** What the links of HttpClient's chain need to know of one exchange, and its caller learns of them. Thread-safe. */
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

    /** The header that nobody but the service may see. */
    String authorization() {
        return authorization;
    }

    /** What the application adds to each request; nobody but the service may see it either. */
    Map<String, String> fixedHeaders() {
        return fixedHeaders;
    }

    /**
     * The exchange tries this way next.
     *
     * @param direct the way to the service without a proxy
     */
    void takes(Route direct, Proxy way) {
        InetSocketAddress address = way.type() == Proxy.Type.DIRECT ? null : (InetSocketAddress) way.address();
        context.progress().takes(direct.through(address));
        proxy = address == null
                ? null
                : new HttpHost(null, address.getAddress(), address.getHostString(), address.getPort());
    }

    /** The proxy of the way that is tried, or null. */
    @Nullable
    HttpHost proxy() {
        return proxy;
    }

    /** A connection stands and the request is about to be written. */
    void sending() throws InterruptedIOException {
        if (!context.progress().sending()) {
            throw new InterruptedIOException("cut short before anything was sent");
        }
        sent = true;
    }

    /** Tells whether any of the request may have been sent. */
    boolean isSent() {
        return sent;
    }

    /** Nobody waits any more. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /** A proxy has opened a tunnel on a new connection. */
    void tunnelled() {
        tunnelled = true;
    }

    boolean isTunnelled() {
        return tunnelled;
    }

    /** The service's answer is complete. */
    void answered(WireBody whole, boolean keepsTheConnection) {
        keeping = keepsTheConnection;
        body = whole;
    }

    /** Tells whether the connection may be kept for another exchange. */
    boolean isKeeping() {
        return keeping;
    }

    /** The body of the service's answer; empty before it has come. */
    WireBody body() {
        WireBody read = body;
        return read != null ? read : WireBody.empty();
    }
}

package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.Route;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Objects;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** What the links of HttpClient's chain need to know of one exchange, and its caller learns of them. Thread-safe. */
final class ExchangeTrace {

    private final RequestContext context;
    private final String authorization;
    private volatile @Nullable HttpHost proxy;
    private volatile boolean sent;

    ExchangeTrace(RequestContext context, @Nullable String authorization) {
        this.context = context;
        this.authorization = Objects.requireNonNull(authorization, "authorization");
    }

    RequestContext context() {
        return context;
    }

    /** The header that nobody but the service may see. */
    String authorization() {
        return authorization;
    }

    /** The exchange tries this way next. */
    void takes(URI origin, Proxy way) {
        InetSocketAddress address = way.type() == Proxy.Type.DIRECT ? null : (InetSocketAddress) way.address();
        context.progress().takes(Route.to(origin).through(address));
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
}

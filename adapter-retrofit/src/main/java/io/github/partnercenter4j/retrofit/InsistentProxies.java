package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OkHttp takes a selector that throws IllegalArgumentException for one without proxies, and would connect around them. */
final class InsistentProxies extends ProxySelector {

    private final ProxySelector selector;

    InsistentProxies(ProxySelector selector) {
        this.selector = selector;
    }

    @Override
    public List<Proxy> select(URI uri) {
        try {
            return selector.select(uri);
        } catch (IllegalArgumentException failed) {
            throw new IllegalStateException("The proxy selector failed.", failed);
        }
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        selector.connectFailed(uri, address, failure);
    }

    /** Gateways that are derived from one client share its connections, which ask whether their selectors are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InsistentProxies proxies && proxies.selector.equals(selector);
    }

    @Override
    public int hashCode() {
        return selector.hashCode();
    }
}

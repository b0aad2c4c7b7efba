package io.github.partnercenter4j.retrofit;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fails a call if the proxy selector throws an IllegalArgumentException. OkHttp itself would ignore the exception and
 * connect directly.
 */
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

    /** OkHttp shares connections of gateways on the same client only if their selectors are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof InsistentProxies proxies && proxies.selector.equals(selector);
    }

    @Override
    public int hashCode() {
        return selector.hashCode();
    }
}

package io.github.partnercenter4j.port;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The route of an exchange to the service, direct or through a proxy, for messages. Immutable.
 *
 * @param service the service's host and port, such as {@code api.partnercenter.microsoft.com:443}
 * @param proxy the proxy's host and port, or null for a direct connection
 */
public record Route(String service, @Nullable String proxy) {

    /** Creates the route; the service must not be null. */
    public Route {
        Objects.requireNonNull(service, "service");
    }

    /**
     * Returns the direct route.
     *
     * @param origin the service's origin, such as {@code https://api.partnercenter.microsoft.com}
     * @return the route without a proxy
     */
    public static Route to(URI origin) {
        int usual = "https".equalsIgnoreCase(origin.getScheme()) ? 443 : 80;
        return new Route(origin.getHost() + ":" + (origin.getPort() < 0 ? usual : origin.getPort()), null);
    }

    /**
     * Returns the route to the same service through a proxy.
     *
     * @param address the proxy's address, or null for the direct route
     * @return the route
     */
    public Route through(@Nullable InetSocketAddress address) {
        if (address == null && proxy == null) {
            return this;
        }
        return new Route(service, address == null ? null : hostOf(address) + ":" + address.getPort());
    }

    private static String hostOf(InetSocketAddress address) {
        String host = address.getHostString();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /**
     * Returns the text for messages.
     *
     * @return for example {@code api.partnercenter.microsoft.com:443 through the proxy proxy.contoso.example:3128}
     */
    @Override
    public String toString() {
        return proxy == null ? service : service + " through the proxy " + proxy;
    }
}

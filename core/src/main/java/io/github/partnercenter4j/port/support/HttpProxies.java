package io.github.partnercenter4j.port.support;

import java.io.IOException;
import java.io.Serial;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a proxy selector to a transport that supports HTTP proxies but not SOCKS. Uses the given selector, or else the
 * JVM's default at the time of creation. Skips routes that the transport does not support. If the selector offers only
 * SOCKS, connecting fails: a direct connection would bypass a required proxy. Thread-safe if the selector is.
 */
public final class HttpProxies extends ProxySelector {

    /** Matches a scheme: it is at the start of the header or after a comma, and is not the name of a parameter. */
    private static final Pattern BASIC =
            Pattern.compile("(?:^|,)\\s*Basic(?:\\s+[^\\s=,]|\\s*(?:,|$))", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private final @Nullable ProxySelector selector;

    /**
     * Creates an adapter.
     *
     * @param selector the selector, or null for the JVM's default
     */
    public HttpProxies(@Nullable ProxySelector selector) {
        this.selector = selector != null ? selector : ProxySelector.getDefault();
    }

    /**
     * Returns the routes to a service, in the order in which to try them.
     *
     * @param uri the service's address
     * @return at least one route: HTTP proxies, or the direct connection
     * @throws SocksOnly if the selector offers only SOCKS
     */
    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> offered = selector == null ? null : selector.select(uri);
        if (offered == null || offered.isEmpty()) {
            return List.of(Proxy.NO_PROXY);
        }
        List<Proxy> spoken = new ArrayList<>(offered);
        spoken.removeIf(way -> way.type() != Proxy.Type.DIRECT
                && (way.type() != Proxy.Type.HTTP || !(way.address() instanceof InetSocketAddress)));
        if (spoken.isEmpty()) {
            throw new SocksOnly();
        }
        return spoken;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        if (selector != null) {
            selector.connectFailed(uri, address, failure);
        }
    }

    /**
     * Returns whether a proxy accepts {@code Basic} credentials, perhaps among other schemes.
     *
     * @param challenges the values of the {@code Proxy-Authenticate} headers; each may have several challenges
     * @return true if {@code Basic} is one of them
     */
    public static boolean asksForBasic(List<String> challenges) {
        return challenges.stream()
                .map(value -> QUOTED.matcher(value).replaceAll("quoted"))
                .anyMatch(value -> BASIC.matcher(value).find());
    }

    /**
     * Returns the header value with {@code Basic} credentials for a proxy.
     *
     * @param user the user name
     * @param password the password
     * @return the value of {@code Proxy-Authorization}, in UTF-8 (RFC 7617). It is a secret: do not log it
     */
    public static String basic(String user, String password) {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Thrown if the selector offers no supported route. */
    public static final class SocksOnly extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private SocksOnly() {
            super(
                    "The proxy selector offers only SOCKS proxies, which this transport does not support: use an HTTP proxy.");
        }
    }
}

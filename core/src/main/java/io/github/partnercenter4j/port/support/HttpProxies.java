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
 * What a proxy selector means to whoever speaks HTTP to proxies and no SOCKS: the selector that was given, or else the
 * JVM's default at the time of making. Ways that cannot be taken are left out. Where only SOCKS is offered, nothing is
 * connected to: the direct way would lead around a proxy that somebody insists on. As thread-safe as the selector.
 */
public final class HttpProxies extends ProxySelector {

    /** A scheme begins the header or follows a comma, and is not a parameter's name. */
    private static final Pattern BASIC =
            Pattern.compile("(?:^|,)\\s*Basic(?:\\s+[^\\s=,]|\\s*(?:,|$))", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private final @Nullable ProxySelector selector;

    /**
     * Reads a selector so.
     *
     * @param selector the selector that was given, or null for the JVM's default
     */
    public HttpProxies(@Nullable ProxySelector selector) {
        this.selector = selector != null ? selector : ProxySelector.getDefault();
    }

    /**
     * Returns the ways to a service, in the order to try them.
     *
     * @param uri the service's address
     * @return one way or more: HTTP proxies, or the direct way
     * @throws SocksOnly if the selector offers SOCKS only
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
     * Tells whether a proxy asks for a user name and password, among whatever else it would take.
     *
     * @param challenges the values of its {@code Proxy-Authenticate} headers; each may hold several challenges
     * @return true if {@code Basic} is among them
     */
    public static boolean asksForBasic(List<String> challenges) {
        return challenges.stream()
                .map(value -> QUOTED.matcher(value).replaceAll("quoted"))
                .anyMatch(value -> BASIC.matcher(value).find());
    }

    /**
     * Returns what a proxy that asks for it is told.
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

    /** The selector offers no way that can be taken. */
    public static final class SocksOnly extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;

        private SocksOnly() {
            super("The proxy selector offers SOCKS only, which is not spoken here: give it an HTTP proxy.");
        }
    }
}

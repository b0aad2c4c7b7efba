package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.testkit.door.PublicAddress;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates a {@link Cloud} with plain http, which {@link Cloud#custom} refuses; only for tests. Pure functions. */
final class PlainHttp {

    private PlainHttp() {}

    /** See {@link FakePartnerCenter#cloudOverPlainHttp}. */
    static Cloud cloud(URI url) {
        Objects.requireNonNull(url, "url");
        if (!"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException(
                    "cloudOverPlainHttp(..) needs the http URL of a fake, such as http://fake:8585, not " + url
                            + ". For https, use Cloud.custom(..).");
        }
        URI https = URI.create("https" + url.toString().substring("http".length()));
        int port = url.getPort() == -1 ? 80 : url.getPort();
        URI authority = URI.create("https://" + url.getHost() + ":" + port);
        // Refuses other errors of the address like for any cloud.
        Cloud secure = Cloud.custom(https, authority, "scope");
        if (!isPrivate(PublicAddress.ofHeader(url.getRawAuthority()))) {
            throw new IllegalArgumentException(
                    "Plain http is allowed only on a private network, not for " + url.getHost()
                            + ", because others could read the access token. Use a private IP address, a host name"
                            + " without dots, or one that ends in .internal, .local or .test.");
        }
        URI apiBase = URI.create("http" + secure.apiBase().toString().substring("https".length()));
        return make(apiBase, secure.authority(), "http://" + apiBase.getRawAuthority() + "/user_impersonation");
    }

    private static boolean isPrivate(@Nullable String host) {
        if (host == null) {
            return false;
        }
        if (!PublicAddress.isAddress(host)) {
            return !host.contains(".") || host.matches(".*\\.(internal|local|test)");
        }
        InetAddress address = PublicAddress.address(host);
        boolean isUniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return isUniqueLocal || address.isSiteLocalAddress() || address.isLoopbackAddress();
    }

    /** {@code core} opens the class only to this module, so that a program cannot do this without the testkit. */
    private static Cloud make(URI apiBase, URI authority, String scope) {
        try {
            Constructor<Cloud> constructor =
                    Cloud.class.getDeclaredConstructor(String.class, URI.class, URI.class, String.class);
            constructor.setAccessible(true);
            return constructor.newInstance("CUSTOM", apiBase, authority, scope);
        } catch (ReflectiveOperationException otherCore) {
            throw new IllegalStateException(
                    "partnercenter4j-testkit and partnercenter4j-core have different versions. Use the same version of both.",
                    otherCore);
        }
    }
}

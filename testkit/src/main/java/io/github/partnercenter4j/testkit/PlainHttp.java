package io.github.partnercenter4j.testkit;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.testkit.door.Names;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Cloud} that {@link Cloud#custom} refuses, for tests alone. Pure functions. */
final class PlainHttp {

    private PlainHttp() {}

    /** See {@link FakePartnerCenter#cloudOverPlainHttp}. */
    static Cloud cloud(URI url) {
        Objects.requireNonNull(url, "url");
        if (!"http".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("Give a fake's plain http address, such as http://fake:8585, not " + url
                    + ": Cloud.custom(..) takes https.");
        }
        URI https = URI.create("https" + url.toString().substring("http".length()));
        int port = url.getPort() == -1 ? 80 : url.getPort();
        URI authority = URI.create("https://" + url.getHost() + ":" + port);
        // Whatever else is wrong with the address is refused as in any cloud.
        Cloud secure = Cloud.custom(https, authority, "scope");
        if (!isPrivate(Names.ofHeader(url.getRawAuthority()))) {
            throw new IllegalArgumentException(
                    "Plain http is for a fake on a private network, called by a private address"
                            + " or a name without dots, or below .internal, .local or .test, not for " + url.getHost()
                            + ": anybody could read the access token on the way.");
        }
        URI apiBase = URI.create("http" + secure.apiBase().toString().substring("https".length()));
        return make(apiBase, secure.authority(), "http://" + apiBase.getRawAuthority() + "/user_impersonation");
    }

    private static boolean isPrivate(@Nullable String host) {
        if (host == null) {
            return false;
        }
        if (!Names.isAddress(host)) {
            return !host.contains(".") || host.matches(".*\\.(internal|local|test)");
        }
        InetAddress address = Names.address(host);
        boolean isUniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return isUniqueLocal || address.isSiteLocalAddress() || address.isLoopbackAddress();
    }

    /** {@code core} opens the class to this module alone, so that no program can do this without its tests' library. */
    private static Cloud make(URI apiBase, URI authority, String scope) {
        try {
            Constructor<Cloud> constructor =
                    Cloud.class.getDeclaredConstructor(String.class, URI.class, URI.class, String.class);
            constructor.setAccessible(true);
            return constructor.newInstance("CUSTOM", apiBase, authority, scope);
        } catch (ReflectiveOperationException otherCore) {
            throw new IllegalStateException(
                    "This testkit needs partnercenter4j-core of its own version; give both the same one.", otherCore);
        }
    }
}

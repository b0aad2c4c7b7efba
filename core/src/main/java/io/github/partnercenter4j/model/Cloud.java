package io.github.partnercenter4j.model;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of Microsoft's clouds: where its Partner Center API is, which authority issues its tokens, and the scope to ask
 * them for. Immutable.
 *
 * <p>Sandbox accounts are other tenants on the same hosts, so they need no cloud of their own.
 */
public final class Cloud {

    /** The commercial cloud. */
    public static final Cloud GLOBAL =
            known("GLOBAL", "https://api.partnercenter.microsoft.com", "https://login.microsoftonline.com");

    /** The cloud in China, operated by 21Vianet. */
    public static final Cloud CHINA = known(
            "CHINA", "https://partner.partnercenterapi.microsoftonline.cn", "https://login.partner.microsoftonline.cn");

    /** The US Government cloud: the commercial API, an authority of its own. */
    public static final Cloud US_GOVERNMENT =
            known("US_GOVERNMENT", "https://api.partnercenter.microsoft.com", "https://login.microsoftonline.us");

    /** The closed German cloud: no new customers since August 2018, kept for those who still have it. */
    public static final Cloud GERMANY =
            known("GERMANY", "https://api.partnercenter.microsoft.com", "https://login.microsoftonline.de");

    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    private final String name;
    private final URI apiBase;
    private final URI authority;
    private final String scope;

    private Cloud(String name, URI apiBase, URI authority, String scope) {
        this.name = name;
        this.apiBase = apiBase;
        this.authority = authority;
        this.scope = scope;
    }

    private static Cloud known(String name, String apiBase, String authority) {
        return new Cloud(name, URI.create(apiBase), URI.create(authority), apiBase + "/user_impersonation");
    }

    /**
     * Returns a cloud of your own: a proxy in front of Partner Center, or a fake one.
     *
     * @param apiBase scheme, host and port of the API; one trailing slash is tolerated. Plain {@code http} is allowed
     *     to loopback only ({@code 127.0.0.0/8}, {@code ::1}, {@code localhost})
     * @param authority scheme, host and port of the login service, under the same rules
     * @param scope the scope to ask tokens for, visible ASCII
     * @return the cloud
     * @throws IllegalArgumentException if an argument breaks these rules; the message names it
     */
    public static Cloud custom(URI apiBase, URI authority, String scope) {
        Objects.requireNonNull(scope, "scope");
        if (scope.isEmpty() || !scope.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("scope must be visible ASCII without spaces, and not empty");
        }
        return new Cloud("CUSTOM", origin("apiBase", apiBase), origin("authority", authority), scope);
    }

    /** Returns scheme, host and port, or refuses. Every message says what to write instead, and never the user-info. */
    private static URI origin(String argument, URI uri) {
        Objects.requireNonNull(uri, argument);
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (uri.getRawUserInfo() != null) {
            throw refused(argument, "must not contain user-info; credentials go to the token provider");
        }
        if (host == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw refused(
                    argument, "must be an absolute https address such as https://api.partnercenter.microsoft.com");
        }
        String path = uri.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            throw refused(argument, "must have no path: give scheme, host and port, the client adds the rest");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(argument, "must have neither query nor fragment: give scheme, host and port");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused(argument, "has port " + uri.getPort() + ", but a port is 1 to 65535");
        }
        if ("http".equalsIgnoreCase(scheme) && !isLoopback(host)) {
            throw refused(
                    argument,
                    "must be https: over plain http the access token could be read on the way"
                            + " (http is allowed to 127.0.0.0/8, ::1 and localhost only)");
        }
        String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
        return URI.create(scheme.toLowerCase(Locale.ROOT) + "://" + host + port);
    }

    private static boolean isLoopback(String host) {
        return host.equalsIgnoreCase("localhost")
                || host.equals("[::1]")
                || IPV4_LOOPBACK.matcher(host).matches();
    }

    private static IllegalArgumentException refused(String argument, String remedy) {
        return new IllegalArgumentException(argument + " " + remedy);
    }

    /**
     * Returns the API's scheme, host and port, without a trailing slash.
     *
     * @return the base address
     */
    public URI apiBase() {
        return apiBase;
    }

    /**
     * Returns the login service's scheme, host and port, without a trailing slash.
     *
     * @return the authority
     */
    public URI authority() {
        return authority;
    }

    /**
     * Returns the scope to ask tokens for.
     *
     * @return the scope
     */
    public String scope() {
        return scope;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cloud that
                && apiBase.equals(that.apiBase)
                && authority.equals(that.authority)
                && scope.equals(that.scope);
    }

    @Override
    public int hashCode() {
        return Objects.hash(apiBase, authority, scope);
    }

    @Override
    public String toString() {
        return "Cloud[" + name + ", api " + apiBase + ", authority " + authority + "]";
    }
}

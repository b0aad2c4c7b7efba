package io.github.partnercenter4j.model;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One of Microsoft's clouds: the address of its Partner Center API, the authority that issues its tokens, and the scope
 * of the tokens. Immutable.
 *
 * <p>Sandbox accounts are other tenants on the same hosts, so there is no separate cloud for them.
 */
public final class Cloud {

    /** The commercial cloud. */
    public static final Cloud GLOBAL =
            known("GLOBAL", "https://api.partnercenter.microsoft.com", "https://login.microsoftonline.com");

    /** The cloud in China, operated by 21Vianet. */
    public static final Cloud CHINA = known(
            "CHINA", "https://partner.partnercenterapi.microsoftonline.cn", "https://login.partner.microsoftonline.cn");

    /** The US Government cloud. It has the API address of the commercial cloud and its own authority. */
    public static final Cloud US_GOVERNMENT =
            known("US_GOVERNMENT", "https://api.partnercenter.microsoft.com", "https://login.microsoftonline.us");

    /** The closed German cloud. It takes no new customers since August 2018; it is here for existing ones. */
    public static final Cloud GERMANY =
            known("GERMANY", "https://api.partnercenter.microsoft.com", "https://login.microsoftonline.de");

    /** Characters that every transport sends unchanged. */
    private static final Pattern BASE_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*");

    private static final List<Cloud> KNOWN = List.of(GLOBAL, CHINA, US_GOVERNMENT, GERMANY);

    private static final String CUSTOM = "CUSTOM";

    private static final String LOOPBACK_IPV6 = "[::1]";

    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");

    /** Every spelling of {@code ::1} that a URI may have, such as {@code [0:0:0:0:0:0:0:1%lo]}, which Java prints. */
    private static final Pattern IPV6_LOOPBACK = Pattern.compile("\\[[0:]*:0{0,3}1(%[^]]*)?]");

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
     * Returns one of Microsoft's clouds by its name, for example from a configuration file.
     *
     * @param name {@code GLOBAL}, {@code CHINA}, {@code US_GOVERNMENT} or {@code GERMANY}, in upper or lower case, with
     *     hyphen or underscore
     * @return the cloud
     * @throws IllegalArgumentException if there is no cloud of that name; the message lists the names
     */
    public static Cloud named(String name) {
        String wanted =
                Objects.requireNonNull(name, "name").toUpperCase(Locale.ROOT).replace('-', '_');
        return KNOWN.stream()
                .filter(cloud -> cloud.name.equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no cloud named \"" + name + "\": the names are "
                                + KNOWN.stream().map(Cloud::name).collect(Collectors.joining(", ")) + "."));
    }

    /**
     * Returns a custom cloud: an API gateway in front of Partner Center, or a fake server.
     *
     * @param apiBase scheme, host and port of the API, with a base path if an API gateway needs one, such as
     *     {@code https://apim.contoso.example/partnercenter}. One trailing slash is allowed. The client appends
     *     {@code /v1/...}. The path may have letters, digits and {@code - . _ ~}. Plain {@code http} is allowed for
     *     loopback only ({@code 127.0.0.0/8}, {@code ::1} in every spelling, {@code localhost})
     * @param authority scheme, host and port of the login service, under the same rules but without a path
     * @param scope the scope of the tokens, visible ASCII
     * @return the cloud, named {@code CUSTOM}
     * @throws IllegalArgumentException if an argument breaks these rules; the message names it
     */
    public static Cloud custom(URI apiBase, URI authority, String scope) {
        return new Cloud(CUSTOM, base(apiBase), authorityOf(authority), requireScope(scope));
    }

    /**
     * Returns this cloud with another scope, for an app registration with other permissions.
     *
     * @param newScope the scope of the tokens, visible ASCII
     * @return the cloud, with the same name
     * @throws IllegalArgumentException if it is not visible ASCII
     */
    public Cloud withScope(String newScope) {
        return new Cloud(name, apiBase, authority, requireScope(newScope));
    }

    /**
     * Returns this cloud with another API address, such as your own API gateway. Authority and scope stay the same. Use
     * the same cloud value for the gateway and the token provider.
     *
     * @param newApiBase scheme, host, port and path, under the rules of {@link #custom}
     * @return the cloud, named {@code CUSTOM}
     * @throws IllegalArgumentException if it breaks these rules
     */
    public Cloud withApiBase(URI newApiBase) {
        return new Cloud(CUSTOM, base(newApiBase), authority, scope);
    }

    private static String requireScope(String scope) {
        Objects.requireNonNull(scope, "scope");
        if (scope.isEmpty() || !scope.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("scope must be visible ASCII without spaces, and not empty");
        }
        return scope;
    }

    private static URI authorityOf(URI uri) {
        URI origin = origin("authority", uri);
        if (!path(uri).isEmpty()) {
            throw refused("authority", "must have no path: give scheme, host and port, the client adds the rest");
        }
        return origin;
    }

    private static URI base(URI uri) {
        URI origin = origin("apiBase", uri);
        String path = path(uri);
        if (!BASE_PATH.matcher(path).matches()) {
            throw refused(
                    "apiBase",
                    "may have a path of letters, digits and - . _ ~ only, without empty segments and segments of dots,"
                            + " such as https://apim.contoso.example/partnercenter");
        }
        if (path.endsWith("/v1")) {
            throw refused("apiBase", "must not end with /v1: the client adds it");
        }
        return URI.create(origin + path);
    }

    /** Returns the path without one trailing slash. */
    private static String path(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /**
     * Returns scheme, host and port, in lower case and without the scheme's default port, or throws. Every message says
     * what to write instead, and never shows the user-info.
     */
    private static URI origin(String argument, URI uri) {
        Objects.requireNonNull(uri, argument);
        String scheme = uri.getScheme();
        String host = canonical(uri.getHost());
        if (uri.getRawUserInfo() != null) {
            throw refused(argument, "must not contain user-info; credentials go to the token provider");
        }
        if (host == null || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
            throw refused(
                    argument, "must be an absolute https address such as https://api.partnercenter.microsoft.com");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(argument, "must have neither query nor fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused(argument, "has port " + uri.getPort() + ", but a port is 1 to 65535");
        }
        if ("http".equalsIgnoreCase(scheme) && !isLoopback(host)) {
            throw refused(
                    argument,
                    "must be https: over plain http others could read the access token"
                            + " (http is allowed for 127.0.0.0/8, ::1 and localhost only)");
        }
        int usual = "http".equalsIgnoreCase(scheme) ? 80 : 443;
        String port = uri.getPort() == -1 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return URI.create(scheme.toLowerCase(Locale.ROOT) + "://" + host + port);
    }

    /**
     * Returns a host in the one spelling that is compared, for example with the issuer of an id token. Transports spell
     * the loopback address in their own way, and refuse the name of an interface in it.
     */
    private static @Nullable String canonical(@Nullable String host) {
        if (host == null) {
            return null;
        }
        return IPV6_LOOPBACK.matcher(host).matches() ? LOOPBACK_IPV6 : host.toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals(LOOPBACK_IPV6)
                || IPV4_LOOPBACK.matcher(host).matches();
    }

    private static IllegalArgumentException refused(String argument, String remedy) {
        return new IllegalArgumentException(argument + " " + remedy);
    }

    /**
     * Returns the cloud's name.
     *
     * @return {@code GLOBAL}, {@code CHINA}, {@code US_GOVERNMENT}, {@code GERMANY}, or {@code CUSTOM} for a custom
     *     cloud
     */
    public String name() {
        return name;
    }

    /**
     * Returns the API's scheme, host and port, and its base path if it has one, without a trailing slash. Scheme and
     * host are in lower case, and the default port of the scheme is left out.
     *
     * @return the base address
     */
    public URI apiBase() {
        return apiBase;
    }

    /**
     * Returns the login service's scheme, host and port, without a trailing slash. Scheme and host are in lower case,
     * and the default port of the scheme is left out.
     *
     * @return the authority
     */
    public URI authority() {
        return authority;
    }

    /**
     * Returns the scope of the tokens.
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

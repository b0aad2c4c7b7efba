package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.testkit.tls.ServerNames;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address on which a fake listens, and its host names. Hosts are in the form of a URL: in lower case, and IPv6
 * addresses short and in brackets. Immutable.
 *
 * @param bind the address on which the fake listens
 * @param https whether its URL is always https
 * @param publicUrl the URL for all clients, without a path, or null if the client's {@code Host} header decides
 * @param hostNames further names of the fake
 */
public record PublicAddress(
        InetAddress bind, boolean https, @Nullable URI publicUrl, List<String> hostNames) {

    /** Uses 127.0.0.1 if the first address is null. */
    public PublicAddress(@Nullable InetAddress bind, boolean https, @Nullable URI publicUrl, List<String> hostNames) {
        // Not InetAddress.getLoopbackAddress(): a JVM may prefer IPv6 there.
        this.bind = bind == null ? address("127.0.0.1") : bind;
        this.https = https;
        this.publicUrl = publicUrl;
        this.hostNames = List.copyOf(hostNames);
    }

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.|$)){4}");

    /**
     * Reads a host name or an address.
     *
     * @return the host in the form of a URL
     * @throws IllegalArgumentException if it is neither
     */
    public static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.contains(":")) {
            return literal(address(host));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        // A text whose last part has only digits is an address, or a wrong one.
        boolean isName = NAME.matcher(name).matches() && !name.matches("(.*\\.)?\\d+");
        if (!isName && !isIpv4(name)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is neither a host name of letters, digits, hyphens and dots,"
                            + " nor an IP address, such as 192.0.2.7 or 2001:db8::7.");
        }
        return name;
    }

    /**
     * Reads a numeric address. Names are not looked up.
     *
     * @throws IllegalArgumentException if it is not an address
     */
    public static InetAddress address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        // Not InetAddress.getByName, which looks names up. A zone (after a %) is not possible in a URL.
        byte[] bytes = isIpv4(bare) ? ipv4(bare) : ipv6(bare);
        try {
            if (bytes != null) {
                return InetAddress.getByAddress(bytes);
            }
        } catch (UnknownHostException noAddress) {
            // Refused below.
        }
        throw new IllegalArgumentException("\"" + text + "\" is not an IP address.");
    }

    private static byte[] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    /** Returns the bytes of an IPv6 address (RFC 4291, 2.2), or null. */
    private static byte @Nullable [] ipv6(String text) {
        String tail = text.substring(text.lastIndexOf(':') + 1);
        if (isIpv4(tail)) {
            byte[] last = ipv4(tail);
            return ipv6(text.substring(0, text.length() - tail.length())
                    + String.format(
                            Locale.ROOT,
                            "%x:%x",
                            256 * (last[0] & 0xff) + (last[1] & 0xff),
                            256 * (last[2] & 0xff) + (last[3] & 0xff)));
        }
        int gap = text.indexOf("::");
        List<String> before = groups(gap < 0 ? text : text.substring(0, gap));
        List<String> after = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        int zeros = 8 - before.size() - after.size();
        List<String> all = new ArrayList<>(before);
        all.addAll(Collections.nCopies(Math.max(0, zeros), "0"));
        all.addAll(after);
        boolean isWhole = gap < 0 ? zeros == 0 : zeros > 0;
        if (!isWhole || !all.stream().allMatch(group -> GROUP.matcher(group).matches())) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(16);
        all.forEach(group -> bytes.putShort((short) Integer.parseInt(group, 16)));
        return bytes.array();
    }

    private static List<String> groups(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
    }

    private static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches() && !text.endsWith(".");
    }

    /** Returns an address in the form of a URL. */
    public static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        // Shortens the longest run of at least two zeros, the first of several (RFC 5952).
        String longest = "";
        for (String run = "0:0"; text.length() >= run.length(); run += ":0") {
            if ((":" + text + ":").contains(":" + run + ":")) {
                longest = run;
            }
        }
        if (longest.isEmpty()) {
            return "[" + text + "]";
        }
        String[] around = (":" + text + ":").split(":" + longest + ":", 2);
        return "[" + around[0].replaceFirst("^:", "") + "::" + around[1].replaceFirst(":$", "") + "]";
    }

    /**
     * Reads the URL of a fake.
     *
     * @return scheme and host, and the port if it is not the default of the scheme
     * @throws IllegalArgumentException if it is not such a URL
     */
    public static URI publicUrl(URI url) {
        boolean isHttps = "https".equalsIgnoreCase(url.getScheme());
        if (url.getHost() == null || !(isHttps || "http".equalsIgnoreCase(url.getScheme()))) {
            throw new IllegalArgumentException(
                    "needs http or https and a host, such as https://fake:8585, not: " + url);
        }
        if (!String.valueOf(url.getRawPath()).matches("/?")
                || url.getRawQuery() != null
                || url.getRawFragment() != null
                || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "needs only scheme, host and port, such as https://fake:8585: set a base path with basePath (option"
                            + " --base-path)");
        }
        int port = url.getPort() == (isHttps ? 443 : 80) ? -1 : url.getPort();
        if (port == 0 || port > 65_535) {
            throw new IllegalArgumentException("needs a port from 1 to 65535, not " + port);
        }
        return uri(isHttps, host(url.getHost().replaceAll("[\\[\\]]", "")), port);
    }

    private static URI uri(boolean https, String host, int port) {
        return URI.create((https ? "https://" : "http://") + host + (port < 0 ? "" : ":" + port));
    }

    /** Returns the URL without a client. */
    URI url(int port) {
        return publicUrl == null ? uri(https || !isLoopback(printed()), printed(), port) : publicUrl;
    }

    /**
     * Returns the URL for a client with this {@code Host} header. It is https, unless the host is this machine or the
     * public URL has http.
     */
    URI url(@Nullable String header, int port) {
        URI called = called(header);
        return called == null
                ? url(port)
                : uri(https || !isLoopback(called.getHost()), called.getHost(), called.getPort());
    }

    /** Returns the URL of the login for such a client; always https. */
    URI authority(@Nullable String header, int port) {
        URI called = called(header);
        URI url = called == null ? url(port) : called;
        boolean isPlain80 =
                called == null && url.getPort() == -1 && url.getScheme().equals("http");
        return uri(true, url.getHost(), isPlain80 ? 80 : url.getPort());
    }

    private @Nullable URI called(@Nullable String header) {
        String host = publicUrl == null ? ofHeader(header) : null;
        return host == null
                ? null
                : uri(true, host, URI.create("http://" + header).getPort());
    }

    /** Returns whether the public URL has plain http. */
    public boolean isPlainByWill() {
        return publicUrl != null && publicUrl.getScheme().equals("http");
    }

    /** Returns the host of the URL. */
    public String printed() {
        if (publicUrl != null) {
            return publicUrl.getHost();
        }
        if (!hostNames.isEmpty()) {
            return hostNames.get(0);
        }
        return bind.isAnyLocalAddress() ? "127.0.0.1" : literal(bind);
    }

    /** Returns whether the fake has this host. */
    public boolean has(@Nullable String host) {
        return host != null && (isLoopback(host) || host.equals(literal(bind)) || told().contains(host));
    }

    private List<String> told() {
        List<String> told = new ArrayList<>(hostNames);
        if (publicUrl != null) {
            told.add(publicUrl.getHost());
        }
        return told;
    }

    /** Returns whether a host is the loopback address of this machine. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || (isAddress(host) && address(host).isLoopbackAddress());
    }

    /** Returns whether a host is a numeric address. A name server cannot change what that means. */
    public static boolean isAddress(String host) {
        return host.startsWith("[") || isIpv4(host);
    }

    /** Returns the host of a {@code Host} header, or null if there is none or it is not valid. */
    public static @Nullable String ofHeader(@Nullable String header) {
        try {
            String host = header == null ? null : URI.create("http://" + header).getHost();
            return host == null ? null : host(host.replaceAll("[\\[\\]]", ""));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    /** Returns the names of the certificate for clients that connect to this address. */
    ServerNames ofCertificate(InetAddress here) {
        List<String> names = new ArrayList<>(ServerNames.LOCALHOST.hosts());
        List<byte[]> addresses = new ArrayList<>(ServerNames.LOCALHOST.addresses());
        for (String host : told()) {
            if (isAddress(host)) {
                addresses.add(address(host).getAddress());
            } else {
                names.add(host);
            }
        }
        addresses.add(here.getAddress());
        return new ServerNames(names, addresses);
    }
}

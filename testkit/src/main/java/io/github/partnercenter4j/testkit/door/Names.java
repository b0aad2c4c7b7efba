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
 * What a fake is called. Hosts are spelled as in a URL: in lower case, and addresses of IPv6 short and in brackets. Immutable.
 *
 * @param bind where the fake listens
 * @param https whether its URL is https, in any case
 * @param publicUrl what all clients call it, without a path, or null if each calls it as it can
 * @param hostNames what else it is called
 */
public record Names(
        InetAddress bind, boolean https, @Nullable URI publicUrl, List<String> hostNames) {

    /**
     * Notes the names.
     *
     * @param bind null for 127.0.0.1
     */
    public Names(@Nullable InetAddress bind, boolean https, @Nullable URI publicUrl, List<String> hostNames) {
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
     * Reads a host's name or address.
     *
     * @return the host as a URL has it
     * @throws IllegalArgumentException if it is neither
     */
    public static String host(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.contains(":")) {
            return literal(address(host));
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        // What ends in digits alone is an address, or a bad one.
        boolean isName = NAME.matcher(name).matches() && !name.matches("(.*\\.)?\\d+");
        if (!isName && !isIpv4(name)) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no host's name, of letters, digits, hyphens and dots,"
                            + " and no address, such as 192.0.2.7 or 2001:db8::7.");
        }
        return name;
    }

    /**
     * Reads an address in numbers, without asking the network.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static InetAddress address(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        // InetAddress.getByName would look a name up. What has the name of an interface, after a %, is in no URL.
        byte[] bytes = isIpv4(bare) ? ipv4(bare) : ipv6(bare);
        try {
            if (bytes != null) {
                return InetAddress.getByAddress(bytes);
            }
        } catch (UnknownHostException noAddress) {
            // Refused below.
        }
        throw new IllegalArgumentException("\"" + text + "\" is no address.");
    }

    private static byte[] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    /** Returns the bytes of an IPv6 address (RFC 4291, 2.2), or null if it is none. */
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

    /** Returns an address as a URL has it. */
    public static String literal(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*", "");
        if (!(address instanceof Inet6Address)) {
            return text;
        }
        // The longest run of zeros, of two at least, the first of several (RFC 5952).
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
     * Reads what clients call a fake.
     *
     * @return scheme and host, and the port if it is not the scheme's own
     * @throws IllegalArgumentException if it is no such address
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
                    "needs scheme, host and port alone, such as https://fake:8585; a base path is set by itself");
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

    /** Returns what the fake says that it is called. */
    URI url(int port) {
        return publicUrl == null ? uri(https || !isLoopback(printed()), printed(), port) : publicUrl;
    }

    /**
     * Returns what a client calls the fake that came with this header {@code Host}. What a client of another machine must
     * believe without being told so in so many words is https.
     */
    URI url(@Nullable String header, int port) {
        URI called = called(header);
        return called == null
                ? url(port)
                : uri(https || !isLoopback(called.getHost()), called.getHost(), called.getPort());
    }

    /** Returns what such a client calls the login, which is always https. */
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

    /** Tells whether clients are to call the fake by plain http, wherever they are. */
    public boolean isPlainByWill() {
        return publicUrl != null && publicUrl.getScheme().equals("http");
    }

    /** Returns the host that the fake says it is. */
    public String printed() {
        if (publicUrl != null) {
            return publicUrl.getHost();
        }
        if (!hostNames.isEmpty()) {
            return hostNames.get(0);
        }
        return bind.isAnyLocalAddress() ? "127.0.0.1" : literal(bind);
    }

    /** Tells whether the fake was told that it is called so, or is always. */
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

    /** Tells whether a host is this machine for itself. */
    static boolean isLoopback(String host) {
        return host.equals("localhost") || (isAddress(host) && address(host).isLoopbackAddress());
    }

    /** Tells whether a host is an address, which no name server can lead elsewhere. */
    public static boolean isAddress(String host) {
        return host.startsWith("[") || isIpv4(host);
    }

    /** Returns the host that a request is for, or null if it does not say or says none. */
    public static @Nullable String ofHeader(@Nullable String header) {
        try {
            String host = header == null ? null : URI.create("http://" + header).getHost();
            return host == null ? null : host(host.replaceAll("[\\[\\]]", ""));
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    /** Returns what a certificate has to be for that is shown to a client which came to this address. */
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

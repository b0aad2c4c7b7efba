package io.github.partnercenter4j.testkit.tls;

import java.util.List;

/**
 * What a server's certificate is for. Immutable.
 *
 * @param hosts names, the first of which it is called by
 * @param addresses addresses, in their bytes
 */
public record ServerNames(List<String> hosts, List<byte[]> addresses) {

    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** What this machine calls itself. */
    public static final ServerNames LOCALHOST =
            new ServerNames(List.of("localhost"), List.of(IPV4_LOOPBACK, IPV6_LOOPBACK));
}

package io.github.partnercenter4j.testkit.tls;

import java.util.List;

/**
 * The hosts of a server certificate. Immutable.
 *
 * @param hosts the names; the first one is the subject of the certificate
 * @param addresses the addresses as bytes
 */
public record ServerNames(List<String> hosts, List<byte[]> addresses) {

    private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    /** The names of this machine for itself. */
    public static final ServerNames LOCALHOST =
            new ServerNames(List.of("localhost"), List.of(IPV4_LOOPBACK, IPV6_LOOPBACK));
}

package io.github.partnercenter4j.testkit.tls;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** What speaks TLS for a server that is called by more than this machine's own names. Thread-safe. */
public final class ServerTls {

    /** A machine has few addresses, but for 127.0.0.0/8. */
    private static final int KEPT = 64;

    private final Function<InetAddress, SSLContext> maker;
    private final Map<InetAddress, SSLContext> made = new HashMap<>();

    private ServerTls(Function<InetAddress, SSLContext> maker) {
        this.maker = maker;
    }

    /**
     * Speaks for these names, vouched for by the authority of this JVM's fakes.
     *
     * @param names the names for a client that came to an address of this machine
     */
    public static ServerTls named(Function<InetAddress, ServerNames> names) {
        return new ServerTls(address -> FakeTls.serverContext(names.apply(address)));
    }

    /** Speaks with a certificate of somebody's own. */
    public static ServerTls of(OwnCertificate certificate) {
        try {
            SSLContext server = FakeTls.serverContext(certificate.identity());
            return new ServerTls(address -> server);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Returns what speaks to a client that came to this address. */
    synchronized SSLContext at(InetAddress address) {
        if (made.size() == KEPT && !made.containsKey(address)) {
            made.clear();
        }
        return made.computeIfAbsent(address, maker);
    }
}

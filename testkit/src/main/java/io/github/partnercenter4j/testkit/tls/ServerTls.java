package io.github.partnercenter4j.testkit.tls;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** The TLS contexts of a server with other names than localhost. Thread-safe. */
public final class ServerTls {

    /** A limit, because 127.0.0.0/8 has many addresses. */
    private static final int KEPT = 64;

    private final Function<InetAddress, SSLContext> maker;
    private final Map<InetAddress, SSLContext> made = new HashMap<>();

    private ServerTls(Function<InetAddress, SSLContext> maker) {
        this.maker = maker;
    }

    /**
     * Uses certificates for these names, issued by the authority of this JVM.
     *
     * @param names returns the names for clients that connect to an address of this machine
     */
    public static ServerTls named(Function<InetAddress, ServerNames> names) {
        return new ServerTls(address -> FakeTls.serverContext(names.apply(address)));
    }

    /** Uses a certificate of the user. */
    public static ServerTls of(OwnCertificate certificate) {
        try {
            SSLContext server = FakeTls.serverContext(certificate.identity());
            return new ServerTls(address -> server);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** Returns the context for clients that connect to this address. */
    synchronized SSLContext at(InetAddress address) {
        if (made.size() == KEPT && !made.containsKey(address)) {
            made.clear();
        }
        return made.computeIfAbsent(address, maker);
    }
}

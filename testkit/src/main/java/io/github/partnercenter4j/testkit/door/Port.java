package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.HttpEngine;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.tls.OwnCertificate;
import io.github.partnercenter4j.testkit.tls.ServerTls;
import io.github.partnercenter4j.testkit.tls.TlsLayer;
import io.github.partnercenter4j.testkit.visit.Visits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port of a fake, with its HTTP interfaces: the API, the login, and perhaps the administration. The latter two are
 * created with their first request. The API handles faults of connections and input that is not a request. Thread-safe.
 */
public final class Port {

    /** The path of the administration. */
    public static final String ADMIN = "/__admin";

    private final InetSocketAddress bind;
    private final @Nullable PublicAddress publicAddress;
    private final ApiDoor door;
    private final Supplier<? extends Handler> login;

    // Guarded by this.
    private TlsLayer tls;
    private @Nullable HttpEngine engine;
    private @Nullable Supplier<? extends Handler> adminDoor;
    private @Nullable Handler admin;
    private boolean closed;

    /**
     * Creates a port. It listens from the first call of {@link #url}.
     *
     * @param publicAddress the addresses of the fake, or null for 127.0.0.1 only; a plain start then loads fewer
     *     classes
     */
    public Port(int port, @Nullable PublicAddress publicAddress, Visits visits, Supplier<? extends Handler> login) {
        this.bind = new InetSocketAddress(publicAddress == null ? loopback() : publicAddress.bind(), port);
        this.publicAddress = publicAddress;
        this.tls = publicAddress == null ? new TlsLayer() : new TlsLayer(ServerTls.named(publicAddress::ofCertificate));
        this.door = new ApiDoor(visits, this::other);
        this.login = login;
    }

    /** Not {@code InetAddress.getLoopbackAddress()}: a JVM may prefer IPv6 there, and the ready line says 127.0.0.1. */
    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Uses a certificate of the user. Must be called before the port listens. */
    public synchronized void certificate(OwnCertificate certificate) {
        tls = new TlsLayer(ServerTls.of(certificate));
    }

    /** Adds the administration. */
    public synchronized void admin(Supplier<? extends Handler> door) {
        adminDoor = door;
        admin = null;
    }

    /** Returns the URL of the fake. Starts to listen. */
    public URI url() {
        int port = listening().getPort();
        return publicAddress == null
                ? URI.create("http://" + bind.getHostString() + ":" + port)
                : publicAddress.url(port);
    }

    /** Returns the URL for a client with this {@code Host} header. Starts to listen. */
    public URI url(@Nullable String host) {
        return publicAddress().url(host, listening().getPort());
    }

    /** Returns the URL of the login for a client with this {@code Host} header. Starts to listen. */
    public URI authority(@Nullable String host) {
        return publicAddress().authority(host, listening().getPort());
    }

    public PublicAddress publicAddress() {
        return publicAddress == null ? new PublicAddress(null, false, null, List.of()) : publicAddress;
    }

    /** Returns whether a host is the fake. */
    public boolean isCalled(String host) {
        return publicAddress().has(PublicAddress.ofHeader(host));
    }

    /** Returns the address on which the fake listens. Starts to listen. */
    public synchronized InetSocketAddress listening() {
        if (closed) {
            throw new IllegalStateException("The fake is closed. Call this before close().");
        }
        if (engine == null) {
            engine = HttpEngine.start(bind, door, Settings.DEFAULT.tls(tls));
        }
        return new InetSocketAddress(bind.getAddress(), engine.port());
    }

    /** Returns the number of open connections. */
    public int connections() {
        HttpEngine listening = engine();
        return listening == null ? 0 : listening.openConnections();
    }

    /** Closes the port and all connections. */
    public void close() {
        HttpEngine listening;
        synchronized (this) {
            closed = true;
            listening = engine;
        }
        if (listening != null) {
            listening.close();
        }
    }

    private synchronized @Nullable HttpEngine engine() {
        return engine;
    }

    /**
     * Creates the interface outside the lock, because it asks the fake for its address. If two are created at once, one
     * is kept.
     */
    private @Nullable Handler admin() {
        Supplier<? extends Handler> maker;
        synchronized (this) {
            if (admin != null || adminDoor == null) {
                return admin;
            }
            maker = adminDoor;
        }
        Handler made = maker.get();
        synchronized (this) {
            if (admin == null && adminDoor == maker) {
                admin = made;
            }
            return admin;
        }
    }

    /** Returns the handler of a request that is not for the API, or null. */
    private @Nullable Handler other(HttpHead head) {
        String path = head.path();
        if (isLogin(path)) {
            return login.get();
        }
        return isAdmin(path) ? admin() : null;
    }

    /** Returns whether a path never belongs to the API of a fake with the administration. */
    public static boolean isTaken(String path) {
        return isLogin(path) || isAdmin(path);
    }

    private static boolean isAdmin(String path) {
        return path.startsWith(ADMIN);
    }

    /** Returns whether a path belongs to the login, without loading the classes of the login. */
    private static boolean isLogin(String path) {
        return path.contains("/oauth2/") || path.contains("/discovery/") || path.contains("/.well-known/");
    }
}

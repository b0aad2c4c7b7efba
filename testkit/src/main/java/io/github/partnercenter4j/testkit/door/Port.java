package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.HttpEngine;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Serving;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.tls.OwnCertificate;
import io.github.partnercenter4j.testkit.tls.ServerTls;
import io.github.partnercenter4j.testkit.tls.TlsLayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
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
    private final @Nullable Names names;
    private final ApiDoor api;
    private final Supplier<? extends Handler> login;

    // Guarded by this.
    private TlsLayer tls;
    private @Nullable HttpEngine engine;
    private @Nullable Supplier<? extends Handler> adminDoor;
    private @Nullable Handler admin;
    private boolean closed;

    /**
     * Names an address; it is listened on from {@link #url} on.
     *
     * @param names what it is called, or null for 127.0.0.1 and no more; who starts so loads no class that knows others
     */
    public Port(int port, @Nullable Names names, ApiDoor api, Supplier<? extends Handler> login) {
        this.bind = new InetSocketAddress(names == null ? loopback() : names.bind(), port);
        this.names = names;
        this.tls = names == null ? new TlsLayer() : new TlsLayer(ServerTls.named(names::ofCertificate));
        this.api = api;
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

    /** Shows a certificate of somebody's own from now on. Not once it listens. */
    public synchronized void certificate(OwnCertificate certificate) {
        tls = new TlsLayer(ServerTls.of(certificate));
    }

    /** Adds the administration. */
    public synchronized void admin(Supplier<? extends Handler> door) {
        adminDoor = door;
        admin = null;
    }

    /** Returns the URL that the fake says it has, and listens from now on. */
    public URI url() {
        int port = listening().getPort();
        return names == null ? URI.create("http://" + bind.getHostString() + ":" + port) : names.url(port);
    }

    /** Returns the URL that a client calls the fake by which came with this header {@code Host}. */
    public URI url(@Nullable String host) {
        return names().url(host, listening().getPort());
    }

    /** Returns the login's address for a client that came with this header {@code Host}. */
    public URI authority(@Nullable String host) {
        return names().authority(host, listening().getPort());
    }

    /** Returns what the fake is called. */
    public Names names() {
        return names == null ? new Names(null, false, null, List.of()) : names;
    }

    /** Tells whether a host is the fake. */
    public boolean isCalled(String host) {
        return names().has(Names.ofHeader(host));
    }

    /** Returns where the fake listens, and listens from now on. */
    public synchronized InetSocketAddress listening() {
        if (closed) {
            throw new IllegalStateException("The fake is closed. Call this before close().");
        }
        if (engine == null) {
            engine = HttpEngine.start(bind, new Doors(), Settings.DEFAULT.tls(tls));
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

    /** Passes each request to the interface of its path. */
    private final class Doors implements Handler {

        @Override
        public @Nullable Script accepted(long connection) {
            return api.accepted(connection);
        }

        @Override
        public Settings.@Nullable Layer handshake(long connection) {
            return api.handshake(connection);
        }

        @Override
        public Serving serve(HttpHead head) {
            String path = head.path();
            if (isLogin(path)) {
                return login.get().serve(head);
            }
            Handler administrators = path.startsWith(ADMIN) ? admin() : null;
            return (administrators == null ? api : administrators).serve(head);
        }

        @Override
        public Time.Cancellable after(Duration delay, Runnable task) {
            return api.after(delay, task);
        }

        @Override
        public void journal(Exchange exchange) {
            api.journal(exchange);
        }

        /** Returns whether a path belongs to the login, without loading the classes of the login. */
        private static boolean isLogin(String path) {
            return path.contains("/oauth2/") || path.contains("/discovery/") || path.contains("/.well-known/");
        }
    }
}

package io.github.partnercenter4j.testkit.door;

import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.http.Exchange;
import io.github.partnercenter4j.testkit.http.Handler;
import io.github.partnercenter4j.testkit.http.HttpEngine;
import io.github.partnercenter4j.testkit.http.HttpHead;
import io.github.partnercenter4j.testkit.http.Script;
import io.github.partnercenter4j.testkit.http.Serving;
import io.github.partnercenter4j.testkit.http.Settings;
import io.github.partnercenter4j.testkit.tls.TlsLayer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port of a fake, with its HTTP interfaces: the API, the login, and perhaps the administration. The latter two are
 * created with their first request. The API handles faults of connections and input that is not a request. Thread-safe.
 */
public final class Port {

    /** The path of the administration. */
    public static final String ADMIN = "/__admin";

    private final ApiDoor api;
    private final Supplier<? extends Handler> login;

    // Guarded by this.
    private InetSocketAddress bind;
    private @Nullable HttpEngine engine;
    private @Nullable Supplier<? extends Handler> adminDoor;
    private @Nullable Handler admin;
    private boolean closed;

    /** Creates the object for a port of 127.0.0.1, or for any free one if it is 0. {@link #url} opens it. */
    public Port(int port, ApiDoor api, Supplier<? extends Handler> login) {
        this.bind = new InetSocketAddress(loopback(), port);
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

    /** Sets another address of this machine, which other machines may reach. Only before the port is open. */
    public synchronized void bind(InetAddress address) {
        if (engine != null) {
            throw new IllegalStateException("This fake listens already. Choose its address before.");
        }
        bind = new InetSocketAddress(address, bind.getPort());
    }

    /** Adds the administration. */
    public synchronized void admin(Supplier<? extends Handler> door) {
        adminDoor = door;
        admin = null;
    }

    /** Opens the port and returns its address. */
    public synchronized URI url(String scheme) {
        if (closed) {
            throw new IllegalStateException("The fake is closed. Call this before close().");
        }
        if (engine == null) {
            engine = HttpEngine.start(bind, new Doors(), Settings.DEFAULT.tls(new TlsLayer()));
        }
        String host = bind.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : bind.getAddress().getHostAddress();
        return URI.create(scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + engine.port());
    }

    /** Returns the number of open connections. */
    public int connections() {
        HttpEngine listening = listening();
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

    private synchronized @Nullable HttpEngine listening() {
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

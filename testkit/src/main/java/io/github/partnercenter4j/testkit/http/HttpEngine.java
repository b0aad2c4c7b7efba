package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.support.TransportThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A small HTTP server with a thread for each connection. Thread-safe. */
public final class HttpEngine implements AutoCloseable {

    /**
     * A test may open a thousand connections at once. With the usual backlog of 50, most of them would wait a second.
     */
    private static final int BACKLOG = 1024;

    private static final Duration AFTER_ABORT = Duration.ofSeconds(2);
    private static final Duration OUT_OF_SOCKETS = Duration.ofMillis(10);

    private final ServerSocket listener;
    private final Handler handler;
    private final Settings settings;
    /** Not virtual threads: their scheduler would double the start time, and a test has few connections. */
    private final ExecutorService threads = TransportThreads.platform("fake");

    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);

    private HttpEngine(ServerSocket listener, Handler handler, Settings settings) {
        this.listener = listener;
        this.handler = handler;
        this.settings = settings;
    }

    /** Starts an engine with {@link Settings#DEFAULT}. */
    public static HttpEngine start(InetSocketAddress bind, Handler handler) {
        return start(bind, handler, Settings.DEFAULT);
    }

    /**
     * Starts an engine. When this returns, clients can connect. Port 0 uses a free one. The caller must close it.
     *
     * @throws UncheckedIOException if the port cannot be opened
     */
    public static HttpEngine start(InetSocketAddress bind, Handler handler, Settings settings) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(settings, "settings");
        HttpEngine engine = new HttpEngine(listen(Objects.requireNonNull(bind, "bind")), handler, settings);
        engine.threads.execute(engine::accept);
        return engine;
    }

    /** Returns the port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns the number of connections. */
    public int openConnections() {
        return connections.size();
    }

    /**
     * Closes the port and all idle or stalled connections, gives running exchanges a short time to end, and then cuts
     * them. When this returns, no thread of the engine is left, unless the handler blocks one and ignores interrupts.
     */
    @Override
    public synchronized void close() {
        if (closing.getCount() == 0) {
            return;
        }
        closing.countDown();
        threads.shutdown();
        quietly(listener);
        connections.forEach(Connection::closeIfQuiet);
        try {
            if (threads.awaitTermination(settings.drain().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            abort();
            threads.awaitTermination(AFTER_ABORT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException impatient) {
            abort();
            Thread.currentThread().interrupt();
        }
    }

    private void abort() {
        connections.forEach(Connection::abort);
        threads.shutdownNow();
    }

    private static ServerSocket listen(InetSocketAddress bind) {
        try {
            ServerSocket listener = new ServerSocket();
            try {
                listener.bind(bind, BACKLOG);
                return listener;
            } catch (IOException taken) {
                quietly(listener);
                throw taken;
            }
        } catch (IOException failure) {
            String address = bind.getAddress().getHostAddress() + " port " + bind.getPort();
            throw new UncheckedIOException("Cannot listen on " + address + ": " + failure.getMessage(), failure);
        }
    }

    private void accept() {
        long id = 0;
        while (closing.getCount() > 0) {
            try {
                Socket accepted = listener.accept();
                id++;
                serve(new Connection(id, accepted, handler, settings, closing));
            } catch (IOException closedOrOutOfSockets) {
                // If this is not close(), the process has no free file descriptor, which is temporary.
                LockSupport.parkNanos(closing.getCount() == 0 ? 0 : OUT_OF_SOCKETS.toNanos());
            }
        }
    }

    private void serve(Connection connection) {
        connections.add(connection);
        try {
            threads.execute(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            });
        } catch (RejectedExecutionException closed) {
            connections.remove(connection);
            connection.abort();
        }
    }

    private static void quietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // The port is closed, so a failure does not matter.
        }
    }
}

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

/** Listens on an address and serves every connection on a thread of its own. Thread-safe. */
public final class HttpEngine implements AutoCloseable {

    /** A test may open a thousand connections at once; the usual 50 would make most of them wait a second. */
    private static final int BACKLOG = 1024;

    private static final Duration AFTER_ABORT = Duration.ofSeconds(2);
    private static final Duration OUT_OF_SOCKETS = Duration.ofMillis(10);

    private final ServerSocket listener;
    private final Handler handler;
    private final Settings settings;
    /** Not virtual: starting their scheduler would double a fake's start, and a test has few connections. */
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
     * Starts an engine, to be closed; when this returns, clients can connect. Port 0 takes a free one.
     *
     * @throws UncheckedIOException if it cannot listen there
     */
    public static HttpEngine start(InetSocketAddress bind, Handler handler, Settings settings) {
        Objects.requireNonNull(handler, "handler");
        Objects.requireNonNull(settings, "settings");
        HttpEngine engine = new HttpEngine(listen(Objects.requireNonNull(bind, "bind")), handler, settings);
        engine.threads.execute(engine::accept);
        return engine;
    }

    /** Returns the port it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns how many connections are being served. */
    public int openConnections() {
        return connections.size();
    }

    /**
     * Stops listening, closes connections where nothing goes on (faults that stall among them), lets exchanges in
     * progress end for a short time, and then cuts them. When this returns, no thread of the engine is left, unless the
     * handler holds one and ignores interrupts.
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
            throw new UncheckedIOException("Cannot listen on " + bind + ": " + failure.getMessage(), failure);
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
                // Where it is not close(), the process has no file descriptor left, and soon has one again.
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
            // It does not listen any more, which is all that was wanted.
        }
    }
}

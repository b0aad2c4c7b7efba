package io.github.partnercenter4j.contract.peer;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.support.TransportThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A route to a fake with faults: a number of connections run a script with single bytes, and later connections reach
 * the fake. For faults that the fake itself cannot have, because it uses valid HTTP. Thread-safe.
 */
public final class BadRoute implements AutoCloseable {

    /** A small buffer, so that a large body fills the connection. */
    private static final int RECEIVE_BUFFER = 8 * 1024;

    private static final int BACKLOG = 200;
    private static final int MORE_THAN_A_QUEUE = 8;
    private static final int FULL_MILLIS = 100;

    private final int destination;
    private final int patienceMillis;
    private final ExecutorService threads = TransportThreads.platform("fake-route");
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final int port;

    // Guarded by this.
    private final List<Socket> fillers = new ArrayList<>();
    private @Nullable ServerSocket listener;
    private @Nullable Socket reservation;
    private boolean holding = true;
    private int strikes;
    private @Nullable Script script;

    private BadRoute(int port, int destination, int patienceMillis) {
        this.port = port;
        this.destination = destination;
        this.patienceMillis = patienceMillis;
    }

    /** The script of one connection. The connection is closed at its end. */
    @FunctionalInterface
    public interface Script {
        /**
         * Runs the script.
         *
         * @param client the connection of the client
         * @param route counts the requests
         * @throws IOException if the client closes the connection, which ends the script
         */
        void play(RawPeer.Client client, BadRoute route) throws IOException;
    }

    /** Opens a route to a port of loopback. */
    public static BadRoute to(int destination, int patienceMillis) throws IOException {
        ServerSocket listener = listen(0, BACKLOG);
        BadRoute route = new BadRoute(listener.getLocalPort(), destination, patienceMillis);
        route.serveFrom(listener);
        return route;
    }

    /** Creates a route that refuses connections until {@link #heal()}. */
    public static BadRoute refusing(int destination, int patienceMillis) throws IOException {
        // A bound port without a listener refuses connections, and no other program can use it.
        Socket reservation = new Socket();
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(loopback(), 0));
        BadRoute route = new BadRoute(reservation.getLocalPort(), destination, patienceMillis);
        synchronized (route) {
            route.reservation = reservation;
        }
        return route;
    }

    /** Creates a route on which connecting hangs until {@link #heal()}, because the queue of connections is full. */
    public static BadRoute hanging(int destination, int patienceMillis) throws IOException {
        ServerSocket listener = listen(0, 1);
        BadRoute route = new BadRoute(listener.getLocalPort(), destination, patienceMillis);
        synchronized (route) {
            route.listener = listener;
            route.fill(listener);
        }
        return route;
    }

    private void fill(ServerSocket full) throws IOException {
        for (int i = 0; i < MORE_THAN_A_QUEUE; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(full.getLocalSocketAddress(), FULL_MILLIS);
            } catch (IOException isFull) {
                return;
            }
        }
        throw new IOException("The system takes more connections than it was told to.");
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ServerSocket listen(int port, int backlog) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.setReceiveBufferSize(RECEIVE_BUFFER);
        listener.bind(new InetSocketAddress(loopback(), port), backlog);
        return listener;
    }

    private synchronized void serveFrom(ServerSocket newListener) {
        listener = newListener;
        threads.execute(() -> accept(newListener));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(loopback(), port);
    }

    public Cloud cloud(String scheme) {
        URI url = URI.create(scheme + "://127.0.0.1:" + port);
        return Cloud.custom(url, url, url + "/user_impersonation");
    }

    /** Runs a script on this number of the next connections. */
    public synchronized void strike(int times, Script newScript) {
        strikes = times;
        script = newScript;
    }

    /** Blocks a script until {@link #heal()}, without reading. */
    public synchronized void hold() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        try {
            while (holding && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.timedWait(this, patienceMillis);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the faults: later connections reach the fake. */
    public synchronized void heal() throws IOException {
        strikes = 0;
        holding = false;
        notifyAll();
        if (reservation != null) {
            serveFrom(listen(port, BACKLOG));
            quietly(reservation);
            reservation = null;
        }
        if (!fillers.isEmpty()) {
            fillers.forEach(BadRoute::quietly);
            fillers.clear();
            threads.execute(this::acceptWhatWaits);
        }
    }

    private void acceptWhatWaits() {
        ServerSocket waitedFor;
        synchronized (this) {
            waitedFor = listener;
        }
        if (waitedFor != null) {
            accept(waitedFor);
        }
    }

    /** Returns the number of requests whose start a script has read. */
    public int requests() {
        return requests.get();
    }

    /** Records that a script has read the start of a request. */
    public void request() {
        requests.incrementAndGet();
    }

    /** Returns the number of connected clients. */
    public int open() {
        return open.size();
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                Socket client = from.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException closed) {
                return;
            }
        }
    }

    private synchronized @Nullable Script next() {
        if (strikes == 0) {
            return null;
        }
        strikes--;
        return script;
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(patienceMillis);
            socket.setTcpNoDelay(true);
            Script trouble = next();
            if (trouble == null) {
                tunnel(socket);
            } else {
                trouble.play(new RawPeer.Client(socket), this);
            }
        } catch (IOException | RejectedExecutionException gone) {
            // The client has closed the connection, or this route is closed.
        } finally {
            open.remove(socket);
        }
    }

    private void tunnel(Socket client) throws IOException {
        try (Socket origin = new Socket(loopback(), destination)) {
            threads.execute(() -> copy(origin, client));
            copy(client, origin);
        }
    }

    /** Copies bytes and the end of the input. If one direction breaks, both are closed. */
    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException gone) {
            quietly(from);
            quietly(to);
        }
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAnyway) {
            // It is closed, which is enough.
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            holding = false;
            notifyAll();
            if (listener != null) {
                listener.close();
            }
            if (reservation != null) {
                reservation.close();
            }
            fillers.forEach(BadRoute::quietly);
        }
        threads.shutdownNow();
        open.forEach(BadRoute::quietly);
    }
}

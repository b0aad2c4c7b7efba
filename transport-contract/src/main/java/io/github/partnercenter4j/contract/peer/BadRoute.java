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
 * The way to a fake, on which connections meet with trouble: so many play a script, byte by byte, and those after them
 * get through. For what the fake itself, which speaks HTTP, cannot do. Thread-safe.
 */
public final class BadRoute implements AutoCloseable {

    /** So little that a large body fills the connection, however much the system likes to buffer. */
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

    /** What happens to one connection; when it returns, the connection is closed. */
    @FunctionalInterface
    public interface Script {
        /**
         * Plays.
         *
         * @param client the client's end
         * @param route to count what is read as a request
         * @throws IOException if the client goes away, which ends the script
         */
        void play(RawPeer.Client client, BadRoute route) throws IOException;
    }

    /** Opens a way to a port of loopback. */
    public static BadRoute to(int destination, int patienceMillis) throws IOException {
        ServerSocket listener = listen(0, BACKLOG);
        BadRoute route = new BadRoute(listener.getLocalPort(), destination, patienceMillis);
        route.serveFrom(listener);
        return route;
    }

    /** Reserves a way on which connecting is refused until it is healed. */
    public static BadRoute refusing(int destination, int patienceMillis) throws IOException {
        // A port that is bound, and not listened at, is nobody else's either.
        Socket reservation = new Socket();
        reservation.setReuseAddress(true);
        reservation.bind(new InetSocketAddress(loopback(), 0));
        BadRoute route = new BadRoute(reservation.getLocalPort(), destination, patienceMillis);
        synchronized (route) {
            route.reservation = reservation;
        }
        return route;
    }

    /** Opens a way on which connecting hangs until it is healed: nobody is taken from a queue that is full. */
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

    /** Lets the next connections play a script, so many of them. */
    public synchronized void strike(int times, Script newScript) {
        strikes = times;
        script = newScript;
    }

    /** Keeps a script until {@link #heal()}, reading nothing. */
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

    /** From now on everybody gets through. */
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

    /** How many requests scripts have seen the beginning of. */
    public int requests() {
        return requests.get();
    }

    /** A script has seen the beginning of a request. */
    public void request() {
        requests.incrementAndGet();
    }

    /** How many clients are connected. */
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
            // The client went away, or this is closed.
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

    /** Carries what comes, and the end of it; whichever way breaks, breaks both. */
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
            // That is all that was wanted.
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

package io.github.partnercenter4j.apache;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of a gateway's own pool that nobody has used for a while. HttpClient looks at a connection only when
 * it is leased: one that its peer has closed would otherwise stay half open for as long as the gateway lives. It has a thread
 * only while there are connections. Thread-safe.
 */
final class IdleConnections implements AutoCloseable {

    private final ConnPoolControl<?> connections;
    private final Duration idle;

    // Guarded by this.
    private @Nullable Thread closer;
    private boolean closed;

    /**
     * Creates one that has nothing to do yet.
     *
     * @param connections the pool
     * @param idle how long a connection may be idle, half as long again at worst
     */
    IdleConnections(ConnPoolControl<?> connections, Duration idle) {
        this.connections = connections;
        this.idle = idle;
    }

    /** A connection is kept. */
    synchronized void kept() {
        if (closer == null && !closed) {
            // Whoever makes the first call must not pin its thread-locals and its class loader.
            closer = new Thread(null, this::run, "partnercenter4j-apache-idle", 0, false);
            closer.setDaemon(true);
            closer.setContextClassLoader(null);
            closer.start();
        }
    }

    private void run() {
        do {
            LockSupport.parkNanos(this, idle.toNanos() / 2);
            connections.closeIdle(TimeValue.ofMilliseconds(idle.toMillis()));
        } while (!isDone());
    }

    private synchronized boolean isDone() {
        PoolStats left = connections.getTotalStats();
        if (closed || left.getAvailable() + left.getLeased() == 0) {
            closer = null;
            return true;
        }
        return false;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (closer != null) {
            LockSupport.unpark(closer);
        }
    }
}

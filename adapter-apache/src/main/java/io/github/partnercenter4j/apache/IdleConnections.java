package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Closes idle connections in a gateway's own pool. HttpClient checks a connection only when it is leased, so a
 * connection that the server has closed would otherwise stay half open as long as the gateway. The timer runs only
 * while there are connections. Thread-safe.
 */
final class IdleConnections implements AutoCloseable {

    private final ConnPoolControl<?> connections;
    private final Duration idle;
    private final Time time;
    private final Executor threads;

    // Guarded by this.
    private Time.@Nullable Cancellable next;
    private boolean closed;

    /**
     * Creates the object. The timer does not run yet.
     *
     * @param connections the pool
     * @param idle how long a connection may be idle; in the worst case it is closed after one and a half times this
     *     time
     * @param time the timer for the checks
     * @param threads closes connections, which may be slow
     */
    IdleConnections(ConnPoolControl<?> connections, Duration idle, Time time, Executor threads) {
        this.connections = connections;
        this.idle = idle;
        this.time = time;
        this.threads = threads;
    }

    /** Reports that a connection is now in the pool. */
    synchronized void kept() {
        if (next == null && !closed) {
            lookLater();
        }
    }

    private void lookLater() {
        next = time.after(idle.dividedBy(2), () -> threads.execute(this::look));
    }

    private void look() {
        connections.closeIdle(TimeValue.ofMilliseconds(idle.toMillis()));
        synchronized (this) {
            PoolStats left = connections.getTotalStats();
            next = null;
            if (!closed && left.getAvailable() + left.getLeased() > 0) {
                lookLater();
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}

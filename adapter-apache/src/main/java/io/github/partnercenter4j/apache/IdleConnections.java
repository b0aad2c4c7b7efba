package io.github.partnercenter4j.apache;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.hc.core5.pool.ConnPoolControl;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of a gateway's own pool that nobody has used for a while. HttpClient looks at a connection only when
 * it is leased: one that its peer has closed would otherwise stay half open for as long as the gateway lives. It looks only
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
     * Creates one that has nothing to do yet.
     *
     * @param connections the pool
     * @param idle how long a connection may be idle, half as long again at worst
     * @param time whose timer says when to look
     * @param threads where connections are closed, which may take its time
     */
    IdleConnections(ConnPoolControl<?> connections, Duration idle, Time time, Executor threads) {
        this.connections = connections;
        this.idle = idle;
        this.time = time;
        this.threads = threads;
    }

    /** A connection is kept. */
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

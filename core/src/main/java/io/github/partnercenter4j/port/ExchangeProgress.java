package io.github.partnercenter4j.port;

import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one exchange, as its gateway reports it. When a call ends before its exchange, the progress decides
 * the outcome of the write. A gateway need not report: without reports, the outcome of every aborted write is
 * {@link WriteOutcome#UNKNOWN}. Stages only go forward. Thread-safe.
 */
public final class ExchangeProgress {

    private enum Stage {
        UNREPORTED,
        WAITING,
        CONNECTING,
        SENDING,
        ACCEPTED
    }

    private Stage stage = Stage.UNREPORTED;
    private boolean abandoned;
    private volatile @Nullable Route route;
    private boolean late;
    private BooleanSupplier timeIsLeft = () -> true;
    private @Nullable Runnable onTurn;
    private @Nullable Watch watch;
    private @Nullable Refusal refusal;

    private record Refusal(RuntimeException failure, WriteOutcome outcome) {}

    /** Creates the progress of an exchange that has not begun. */
    public ExchangeProgress() {}

    /**
     * Sets a function that says whether the call has time left for this exchange. Without time left, the exchange does
     * not begin.
     *
     * @param supplier returns false if the call is over or has too little time left; it must be quick and take no lock
     */
    public synchronized void limitedBy(BooleanSupplier supplier) {
        timeIsLeft = supplier;
    }

    /**
     * Sets a task to run when the exchange leaves the gateway's queue. Runs it at once if the exchange is not in the
     * queue.
     *
     * @param task the task; it must be quick
     */
    public void onTurn(Runnable task) {
        synchronized (this) {
            if (stage == Stage.WAITING) {
                onTurn = task;
                return;
            }
        }
        task.run();
    }

    /**
     * Sets the clock that measures the stages from now on.
     *
     * @param clock a monotonic reading of nanoseconds; it must be quick and take no lock
     */
    public synchronized void timedBy(LongSupplier clock) {
        watch = new Watch(clock);
    }

    /**
     * Returns how long the exchange waited in the gateway's queue.
     *
     * @return the time, or null if it is not known: there is no clock, the gateway does not report it, or the exchange
     *     is still in the queue
     */
    public synchronized @Nullable Duration queued() {
        return watch == null ? null : watch.queued;
    }

    /**
     * Returns the time from the end of the queue until the request was sent.
     *
     * @return the time, or null if it is not known: there is no clock, the gateway does not report it, or nothing was
     *     sent
     */
    public synchronized @Nullable Duration connectedIn() {
        return watch == null ? null : watch.connectedIn;
    }

    /**
     * Reports that the exchange waits in the gateway's queue and nothing has been sent yet. A gateway that reports this
     * must call {@link #connecting()} when the exchange leaves the queue, and obey its result.
     */
    public void waiting() {
        reach(Stage.WAITING);
    }

    /**
     * Reports that the exchange connects and nothing has been sent yet. A gateway that reports this must also call
     * {@link #sending()} before the first byte is sent, and obey its result. The same holds for a gateway that is
     * wrapped by such a gateway.
     *
     * @return false if the exchange waited in the queue and must not begin, because the call is over or has no time
     *     left
     */
    public boolean connecting() {
        Runnable turn;
        synchronized (this) {
            if (stage == Stage.WAITING && !mayGoOn()) {
                return false;
            }
            turn = onTurn;
            onTurn = null;
            reach(Stage.CONNECTING);
        }
        if (turn != null) {
            turn.run();
        }
        return true;
    }

    /**
     * Reports the route of the exchange, so that the message of a failure can name it.
     *
     * @param taken the route, known before connecting
     */
    public void takes(Route taken) {
        route = taken;
    }

    /**
     * Returns the route of the exchange.
     *
     * @return the route, or null if the gateway has not reported it
     */
    public @Nullable Route route() {
        return route;
    }

    /**
     * Reports that the request is about to be sent: from now on the service may have seen it.
     *
     * @return false if nothing may be sent, because the exchange was abandoned or the call has no time left
     */
    public synchronized boolean sending() {
        if (stage.compareTo(Stage.SENDING) < 0 && !mayGoOn()) {
            return false;
        }
        reach(Stage.SENDING);
        return true;
    }

    private boolean mayGoOn() {
        late |= !abandoned && !timeIsLeft.getAsBoolean();
        abandoned |= late;
        return !abandoned;
    }

    /** Reports that the head of a success response has come from the service itself, not from a proxy. */
    public void accepted() {
        reach(Stage.ACCEPTED);
    }

    /**
     * Reports that the head of an error response has come. If its body does not come in time, the exchange fails with
     * this failure.
     *
     * @param failure the failure of the exchange if the body does not come: one of this library's exceptions
     * @param outcome the outcome of a write
     */
    public synchronized void refused(RuntimeException failure, WriteOutcome outcome) {
        refusal = new Refusal(Objects.requireNonNull(failure, "failure"), Objects.requireNonNull(outcome, "outcome"));
    }

    /**
     * Returns the failure of {@link #refused}: an exchange that is aborted now fails with it.
     *
     * @return the failure, or null if no head of an error response has come
     */
    public synchronized @Nullable RuntimeException refusal() {
        return refusal == null ? null : refusal.failure;
    }

    private synchronized void reach(Stage next) {
        if (next.compareTo(stage) > 0) {
            if (watch != null) {
                watch.reached(stage, next);
            }
            stage = next;
        }
    }

    /** Measures how long the stages last. */
    private static final class Watch {

        private final LongSupplier clock;
        private final long begunNanos;
        private long connectingNanos;
        private @Nullable Duration queued;
        private @Nullable Duration connectedIn;

        Watch(LongSupplier clock) {
            this.clock = clock;
            this.begunNanos = clock.getAsLong();
            this.connectingNanos = begunNanos;
        }

        void reached(Stage from, Stage next) {
            if (next == Stage.CONNECTING) {
                connectingNanos = clock.getAsLong();
                queued = from == Stage.WAITING ? Duration.ofNanos(connectingNanos - begunNanos) : null;
            } else if (next == Stage.SENDING && from == Stage.CONNECTING) {
                connectedIn = Duration.ofNanos(clock.getAsLong() - connectingNanos);
            }
        }
    }

    /**
     * Abandons the exchange. If nothing has been sent yet, {@link #sending()} returns false from now on.
     *
     * @return the outcome of the write, see {@link #writeOutcome()}
     */
    public synchronized WriteOutcome abandon() {
        abandoned |= stage == Stage.WAITING || stage == Stage.CONNECTING;
        return writeOutcome();
    }

    /**
     * Returns the outcome of a write if the exchange is aborted now. Use {@link #abandon()} instead if the caller gets
     * this outcome, because the gateway could still send the request.
     *
     * @return {@code NOT_APPLIED} while waiting or connecting, {@code APPLIED} after {@link #accepted}, the given
     *     outcome after {@link #refused}, else {@code UNKNOWN}
     */
    public synchronized WriteOutcome writeOutcome() {
        if (refusal != null) {
            return refusal.outcome;
        }
        return switch (stage) {
            case WAITING, CONNECTING -> WriteOutcome.NOT_APPLIED;
            case ACCEPTED -> WriteOutcome.APPLIED;
            case UNREPORTED, SENDING -> WriteOutcome.UNKNOWN;
        };
    }

    /**
     * Returns whether the exchange waits in the gateway's queue.
     *
     * @return true from {@link #waiting()} to {@link #connecting()}
     */
    public synchronized boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /**
     * Returns whether the exchange did not begin because the call had no time left.
     *
     * @return true if {@link #connecting()} or {@link #sending()} returned false for that reason
     */
    public synchronized boolean isLate() {
        return late;
    }

    @Override
    public synchronized String toString() {
        return "ExchangeProgress[" + stage + "]";
    }
}

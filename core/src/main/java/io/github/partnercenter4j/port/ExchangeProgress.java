package io.github.partnercenter4j.port;

import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far one exchange has come, as its gateway reports it, so that a call that ends before the exchange does can tell
 * what became of the write. Reporting is a gateway's choice: of one that reports nothing, every write that was cut short
 * is {@link WriteOutcome#UNKNOWN}. Stages only go forward. Thread-safe.
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
     * Sets how to tell whether the call has time left for this exchange. An exchange that has none is not begun.
     *
     * @param supplier returns false once the call is over, or too near its end; it must be quick and take no lock
     */
    public synchronized void limitedBy(BooleanSupplier supplier) {
        timeIsLeft = supplier;
    }

    /**
     * Sets what to run when the exchange's turn in the gateway's queue comes. Runs it at once if the exchange does not
     * wait for its turn.
     *
     * @param task must be quick
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
     * Has this progress measure how long its stages last, from now on.
     *
     * @param clock a monotonic reading of nanoseconds; it must be quick and take no lock
     */
    public synchronized void timedBy(LongSupplier clock) {
        watch = new Watch(clock);
    }

    /**
     * Returns how long the exchange waited for its turn in the gateway's queue.
     *
     * @return the time, or null if it is not known: nobody measures, the gateway does not report it, or the turn has not
     *     come
     */
    public synchronized @Nullable Duration queued() {
        return watch == null ? null : watch.queued;
    }

    /**
     * Returns how long it took from the exchange's turn until its request was sent.
     *
     * @return the time, or null if it is not known: nobody measures, the gateway does not report it, or nothing was sent
     */
    public synchronized @Nullable Duration connectedIn() {
        return watch == null ? null : watch.connectedIn;
    }

    /**
     * The exchange waits for its turn in the gateway's queue, and nothing has been sent yet. Who reports this must report
     * {@link #connecting()} when the turn comes, and heed its answer.
     */
    public void waiting() {
        reach(Stage.WAITING);
    }

    /**
     * Nothing has been sent yet. Who reports this must report {@link #sending()}, too, before the first byte is sent, and
     * heed its answer; so must a gateway behind one that reports it.
     *
     * @return false if the exchange has waited for its turn and is not to be begun, because the call is over or has no
     *     time left for it
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
     * Says which way the exchange takes, so that a failure can name it.
     *
     * @param taken the way, known before anything is connected to
     */
    public void takes(Route taken) {
        route = taken;
    }

    /**
     * Returns the way that the exchange takes.
     *
     * @return the way, or null if the gateway has not said
     */
    public @Nullable Route route() {
        return route;
    }

    /**
     * From now on the service may have seen the request, unless the exchange was cut short before.
     *
     * @return false if somebody was told already that nothing was sent, or the call has no time left: then nothing may be
     *     sent
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

    /** The head of a success has come, from the service and not from something on the way. */
    public void accepted() {
        reach(Stage.ACCEPTED);
    }

    /**
     * The head of a refusal has come. It counts, whatever becomes of the body: if that does not come in time, the exchange
     * fails with this.
     *
     * @param failure what the exchange fails with if nothing more comes: one of this library's exceptions
     * @param outcome what it says of a write
     */
    public synchronized void refused(RuntimeException failure, WriteOutcome outcome) {
        refusal = new Refusal(Objects.requireNonNull(failure, "failure"), Objects.requireNonNull(outcome, "outcome"));
    }

    /**
     * Returns what an exchange that is cut short now fails with, if its refusal is known.
     *
     * @return the failure, or null if no head of a refusal has come
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

    /** Measures how long stages last, for whoever wants to know. */
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
     * Cuts the exchange short: what has not been sent by now never is.
     *
     * @return what became of the write, see {@link #writeOutcome()}
     */
    public synchronized WriteOutcome abandon() {
        abandoned |= stage == Stage.WAITING || stage == Stage.CONNECTING;
        return writeOutcome();
    }

    /**
     * Returns what would become of a write that is cut short now. Whoever tells somebody so must {@link #abandon()} it.
     *
     * @return {@code NOT_APPLIED} while waiting or connecting, {@code APPLIED} once accepted, the failure's own once
     *     refused, else {@code UNKNOWN}
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
     * Tells whether the exchange waits for its turn in the gateway's queue.
     *
     * @return true from {@link #waiting()} to {@link #connecting()}
     */
    public synchronized boolean isWaiting() {
        return stage == Stage.WAITING;
    }

    /**
     * Tells whether the exchange was not begun because the call had no time left for it.
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

package io.github.partnercenter4j.port;

import io.github.partnercenter4j.error.WriteOutcome;
import org.jspecify.annotations.Nullable;

/**
 * How far one exchange has come, as its gateway reports it, so that a call that ends before the exchange does can tell
 * what became of the write. Reporting is a gateway's choice: of one that reports nothing, every write that was cut short
 * is {@link WriteOutcome#UNKNOWN}. Stages only go forward. Thread-safe.
 */
public final class ExchangeProgress {

    private enum Stage {
        UNREPORTED,
        CONNECTING,
        SENDING,
        ACCEPTED
    }

    private Stage stage = Stage.UNREPORTED;
    private boolean abandoned;
    private volatile @Nullable Route route;

    /** Creates the progress of an exchange that has not begun. */
    public ExchangeProgress() {}

    /**
     * Nothing has been sent yet. Who reports this must report {@link #sending()}, too, before the first byte is sent, and
     * heed its answer; so must a gateway behind one that reports it.
     */
    public void connecting() {
        reach(Stage.CONNECTING);
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
     * @return false if somebody was told already that nothing was sent: then nothing may be
     */
    public synchronized boolean sending() {
        if (abandoned) {
            return false;
        }
        reach(Stage.SENDING);
        return true;
    }

    /** The head of a success has come, from the service and not from something on the way. */
    public void accepted() {
        reach(Stage.ACCEPTED);
    }

    private synchronized void reach(Stage next) {
        stage = next.compareTo(stage) > 0 ? next : stage;
    }

    /**
     * Cuts the exchange short: what has not been sent by now never is.
     *
     * @return what became of the write: {@code NOT_APPLIED} while connecting, {@code APPLIED} once accepted, else
     *     {@code UNKNOWN}
     */
    public synchronized WriteOutcome abandon() {
        abandoned |= stage == Stage.CONNECTING;
        return writeOutcome();
    }

    /**
     * Returns what would become of a write that is cut short now. Whoever tells somebody so must {@link #abandon()} it.
     *
     * @return {@code NOT_APPLIED} while connecting, {@code APPLIED} once accepted, else {@code UNKNOWN}
     */
    public synchronized WriteOutcome writeOutcome() {
        return switch (stage) {
            case CONNECTING -> WriteOutcome.NOT_APPLIED;
            case ACCEPTED -> WriteOutcome.APPLIED;
            case UNREPORTED, SENDING -> WriteOutcome.UNKNOWN;
        };
    }

    @Override
    public synchronized String toString() {
        return "ExchangeProgress[" + stage + "]";
    }
}

package io.github.partnercenter4j.port;

import io.github.partnercenter4j.error.WriteOutcome;

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

    /** Creates the progress of an exchange that has not begun. */
    public ExchangeProgress() {}

    /** Nothing has been sent yet. Who reports this must report {@link #sending()}, too, before the first byte is sent. */
    public void connecting() {
        reach(Stage.CONNECTING);
    }

    /** From now on the service may have seen the request. */
    public void sending() {
        reach(Stage.SENDING);
    }

    /** The head of a success has come, from the service and not from something on the way. */
    public void accepted() {
        reach(Stage.ACCEPTED);
    }

    private synchronized void reach(Stage next) {
        stage = next.compareTo(stage) > 0 ? next : stage;
    }

    /**
     * Returns what became of a write that is cut short now.
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

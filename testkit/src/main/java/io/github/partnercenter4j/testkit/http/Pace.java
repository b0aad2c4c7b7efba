package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * When the pieces of an answer are due. One timer sets the next, so a test's clock that is moved in one go makes all pieces
 * due that fall into it. Thread-safe.
 */
final class Pace {

    private final Handler handler;
    private final Duration interval;
    private final int pieces;
    private final boolean firstWaits;
    private final Semaphore due = new Semaphore(0);

    // Guarded by this.
    private Time.Cancellable timer = () -> {};
    private int left;

    /** Begins with a delay before the first piece, and an interval before each other one. */
    Pace(Handler handler, Duration delay, Duration interval, int pieces) {
        this.handler = handler;
        this.interval = interval;
        this.pieces = pieces;
        this.firstWaits = !delay.isZero();
        this.left = firstWaits ? pieces : pieces - 1;
        next(firstWaits ? delay : interval);
    }

    private synchronized void next(Duration wait) {
        if (left > 0) {
            timer = handler.after(wait, this::tick);
        }
    }

    private synchronized void tick() {
        due.release();
        left--;
        next(interval);
    }

    /** Waits until a piece is due; they have to be asked for in their order. */
    void await(int piece) throws InterruptedException {
        if (piece > 0 || firstWaits) {
            due.acquire();
        }
    }

    /** Lets nobody wait any more. */
    synchronized void end() {
        left = 0;
        timer.cancel();
        due.release(pieces);
    }
}

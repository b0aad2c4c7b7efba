package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The times at which the pieces of a response are due. Each timer starts the next one, so if a test advances its clock
 * far, all pieces of that time are due. Thread-safe.
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

    /** Starts with a delay before the first piece, and an interval before each other one. */
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

    /** Waits until a piece is due. Must be called for one piece after another. */
    void await(int piece) throws InterruptedException {
        if (piece > 0 || firstWaits) {
            due.acquire();
        }
    }

    /** Ends all waits. */
    synchronized void end() {
        left = 0;
        timer.cancel();
        due.release(pieces);
    }
}

package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * When the pieces of an answer are due. All of it is fixed at the beginning, so a test's clock that is moved in one go makes
 * all pieces due that fall into it. Thread-safe.
 */
final class Pace {

    private final Semaphore due = new Semaphore(0);
    private final List<Time.Cancellable> timers = new ArrayList<>();
    private final boolean firstWaits;

    /** Begins with a delay before the first piece, and an interval before each other one. */
    Pace(Handler handler, Duration delay, Duration interval, int pieces) {
        this.firstWaits = !delay.isZero();
        for (int i = firstWaits ? 0 : 1; i < pieces; i++) {
            timers.add(handler.after(delay.plus(interval.multipliedBy(i)), due::release));
        }
    }

    /** Waits until a piece is due; they have to be asked for in their order. */
    void await(int piece) throws InterruptedException {
        if (piece > 0 || firstWaits) {
            due.acquire();
        }
    }

    /** Lets nobody wait any more. */
    void end() {
        for (Time.Cancellable timer : timers) {
            timer.cancel();
        }
        due.release(timers.size());
    }
}

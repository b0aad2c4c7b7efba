package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A real thread, for a caller who blocks. It and the scheduler's thread take turns: one runs while the other waits, so the
 * scheduler decides when it goes on. Its parking is the scheduler's to end.
 */
final class PlayedThread {

    /** Ends a thread whose world is over. */
    private static final class Over extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class Real extends Thread {
        final PlayedThread played;

        Real(PlayedThread played, Runnable work) {
            super(work, "played");
            this.played = played;
            setDaemon(true);
        }
    }

    private final Scheduler time;
    private final Real thread;
    private Thread scheduler;
    private volatile boolean goes;
    private volatile boolean over;
    private boolean begun;
    private boolean ended;
    private boolean parked;
    private boolean permit;
    private Throwable thrown;

    PlayedThread(Scheduler time, Runnable work) {
        this.time = time;
        this.thread = new Real(this, () -> {
            awaitGo();
            try {
                work.run();
            } catch (Over end) {
                // Nobody waits for it any more.
            } catch (Throwable unforeseen) {
                thrown = unforeseen;
            } finally {
                ended = true;
                giveBack();
            }
        });
    }

    /** Returns the played thread that runs now, or null. */
    static PlayedThread current() {
        return Thread.currentThread() instanceof Real real ? real.played : null;
    }

    static PlayedThread of(Thread thread) {
        return thread instanceof Real real ? real.played : null;
    }

    boolean isEnded() {
        return ended;
    }

    /** Begins it, or goes on with it: on the scheduler's thread, until it waits again or ends. */
    void goOn() {
        if (ended) {
            return;
        }
        scheduler = Thread.currentThread();
        goes = true;
        if (begun) {
            LockSupport.unpark(thread);
        } else {
            begun = true;
            thread.start();
        }
        while (goes) {
            LockSupport.park(this);
        }
        if (thrown != null) {
            Throwable unforeseen = thrown;
            thrown = null;
            throw unforeseen instanceof Error error ? error : new AssertionError(unforeseen);
        }
    }

    private void giveBack() {
        goes = false;
        LockSupport.unpark(scheduler);
    }

    /** An interrupt must not end this wait, and is not to be lost: it is kept for later. */
    private void awaitGo() {
        boolean interrupted = false;
        while (!goes) {
            interrupted |= Thread.interrupted();
            LockSupport.park(this);
        }
        if (interrupted) {
            thread.interrupt();
        }
        if (over) {
            throw new Over();
        }
    }

    /** On the thread itself: waits until it is unparked or interrupted. */
    void park() {
        if (thread.isInterrupted()) {
            permit = false;
        } else {
            parkAnyway();
        }
    }

    /** On the thread itself: waits until it is unparked, interrupted or not. */
    void parkAnyway() {
        if (permit) {
            permit = false;
            return;
        }
        parked = true;
        giveBack();
        awaitGo();
    }

    /** By anybody: has it go on. */
    void unpark() {
        if (parked) {
            parked = false;
            time.execute(this::goOn);
        } else {
            permit = true;
        }
    }

    void interrupt() {
        thread.interrupt();
        if (parked) {
            unpark();
        }
    }

    /** On the thread itself: does nothing for a while. */
    void sleep(Duration howLong) {
        Turn mine = time.turn();
        time.after(howLong, () -> time.playOn(mine, this::goOn));
        giveBack();
        awaitGo();
    }

    /** Ends it, wherever it is. */
    void stop() {
        if (begun && !ended) {
            over = true;
            goes = true;
            LockSupport.unpark(thread);
        }
    }
}

package io.github.partnercenter4j.examples.simulation;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A real thread for a blocking caller. It and the scheduler's thread take turns: one runs while the other waits. So the
 * scheduler decides when this thread continues.
 */
final class PlayedThread {

    /** Ends a thread when its world is over. */
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
                // The world is over.
            } catch (Throwable unforeseen) {
                thrown = unforeseen;
            } finally {
                ended = true;
                giveBack();
            }
        });
    }

    /** Returns the current thread's object, or null if the current thread is not one of these. */
    static PlayedThread current() {
        return Thread.currentThread() instanceof Real real ? real.played : null;
    }

    static PlayedThread of(Thread thread) {
        return thread instanceof Real real ? real.played : null;
    }

    boolean isEnded() {
        return ended;
    }

    /** Starts or resumes this thread. Waits on the scheduler's thread until this thread parks, sleeps or ends. */
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

    /** Waits for the scheduler. An interrupt does not end this wait: it is set again afterwards. */
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

    /** Waits until it is unparked or interrupted. Call this on the thread itself. */
    void park() {
        if (thread.isInterrupted()) {
            permit = false;
        } else {
            parkAnyway();
        }
    }

    /** Waits until it is unparked, even if it is interrupted already. Call this on the thread itself. */
    void parkAnyway() {
        if (permit) {
            permit = false;
            return;
        }
        parked = true;
        giveBack();
        awaitGo();
    }

    /** Resumes this thread. Any thread may call this. */
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

    /** Sleeps in virtual time. Call this on the thread itself. */
    void sleep(Duration howLong) {
        Turn mine = time.turn();
        time.after(howLong, () -> time.playOn(mine, this::goOn));
        giveBack();
        awaitGo();
    }

    /** Ends this thread, whatever it is doing. */
    void stop() {
        if (begun && !ended) {
            over = true;
            goes = true;
            LockSupport.unpark(thread);
        }
    }
}

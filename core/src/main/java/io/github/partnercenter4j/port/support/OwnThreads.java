package io.github.partnercenter4j.port.support;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on daemon threads that start when needed and end when idle. Up to 256 tasks may block at once without
 * delaying others; further tasks wait for a free thread. A thread inherits no thread-locals from the submitting thread.
 * Its context class loader is that of the thread that created this object. If the system has no more threads, a task
 * waits for an existing one, or runs on the submitting thread if there is none. Thread-safe.
 *
 * <p>This is no {@code ThreadPoolExecutor}, because the queue that one would need here is a
 * {@code LinkedTransferQueue}, whose idle threads may never end and keep a processor busy on Java 17 to 21
 * (JDK-8301341).
 */
public final class OwnThreads implements Executor {

    /** Enough for callbacks that block. Thousands of tasks at once are short ones and can wait. */
    private static final int MOST = 256;

    private static final Duration IDLE = Duration.ofMillis(500);

    private final String name;
    private final int most;
    private final long idleNanos;
    private final @Nullable ClassLoader application = Thread.currentThread().getContextClassLoader();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int alive;
    private int idle;
    private int number;
    private boolean resting;

    /**
     * Creates an executor of at most 256 threads.
     *
     * @param name the name of the threads; a number is appended
     */
    public OwnThreads(String name) {
        this(name, MOST, IDLE);
    }

    /** For tests, which need other times. */
    OwnThreads(String name, int most, Duration idle) {
        this.name = name;
        this.most = most;
        this.idleNanos = idle.toNanos();
    }

    /**
     * Creates an executor without a limit of threads, for tasks that may block for long and whose number is limited
     * elsewhere.
     *
     * @param name the name of the threads; a number is appended
     * @return a new executor
     */
    public static OwnThreads unbounded(String name) {
        return new OwnThreads(name, Integer.MAX_VALUE, IDLE);
    }

    @Override
    public void execute(Runnable task) {
        boolean here;
        lock.lock();
        try {
            waiting.add(Objects.requireNonNull(task, "task"));
            here = !isTaken() && waiting.remove(task);
        } finally {
            lock.unlock();
        }
        if (here) {
            task.run();
        }
    }

    /** Returns whether a thread takes the newest task, now or later. */
    private boolean isTaken() {
        if (idle >= waiting.size()) {
            changed.signal();
            return true;
        }
        if (alive < most) {
            try {
                TransportThreads.daemon(name + "-" + ++number, application, this::work)
                        .start();
                alive++;
            } catch (OutOfMemoryError noThread) {
                return alive > 0;
            }
        }
        return true;
    }

    /**
     * Says that the user of these threads has been closed: idle threads end at once, and busy ones as soon as they are
     * idle. Tasks can still be submitted. Idempotent.
     */
    public void rest() {
        lock.lock();
        try {
            resting = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (Throwable thrown) {
                report(thrown);
            }
            // An interrupt that this task left is not meant for the next one.
            Thread.interrupted();
        }
    }

    private static void report(Throwable thrown) {
        Thread thread = Thread.currentThread();
        try {
            thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
        } catch (Throwable ofTheHandler) {
            // Ignored, as the JVM does for a thread that ends with an exception.
        }
    }

    /** Returns the next task, or null if this thread must end. */
    private @Nullable Runnable next() {
        lock.lock();
        try {
            long left = idleNanos;
            while (waiting.isEmpty()) {
                if (resting || left <= 0) {
                    alive--;
                    return null;
                }
                idle++;
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException meantForNoTask) {
                    // The wait goes on.
                } finally {
                    idle--;
                }
            }
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }
}

package io.github.partnercenter4j.port.support;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on daemon threads that start when needed and end when idle. Up to 256 tasks may block at once without
 * delaying others; further tasks wait for a free thread. A thread inherits no thread-locals from the submitting thread.
 * Its context class loader is that of the thread that created this object. If the system has no more threads, a task
 * waits for an existing one, or runs on the submitting thread if there is none. Thread-safe.
 */
public final class OwnThreads implements Executor {

    /** Enough for callbacks that block. Thousands of tasks at once are short ones and can wait. */
    private static final int MOST = 256;

    private static final long IDLE_MILLIS = 500;

    private final Tasks waiting = new Tasks();
    private final AtomicInteger number = new AtomicInteger();
    private final int most;
    private final ThreadPoolExecutor threads;

    /**
     * Creates an executor of at most 256 threads.
     *
     * @param name the name of the threads; a number is appended
     */
    public OwnThreads(String name) {
        this(name, MOST);
    }

    private OwnThreads(String name, int most) {
        this.most = most;
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        threads = new ThreadPoolExecutor(
                0,
                most,
                IDLE_MILLIS,
                TimeUnit.MILLISECONDS,
                waiting,
                task -> TransportThreads.daemon(name + "-" + number.incrementAndGet(), application, task),
                (task, full) -> await(task));
    }

    /**
     * Creates an executor without a limit of threads, for tasks that may block for long and whose number is limited
     * elsewhere.
     *
     * @param name the name of the threads; a number is appended
     * @return a new executor
     */
    public static OwnThreads unbounded(String name) {
        return new OwnThreads(name, Integer.MAX_VALUE);
    }

    @Override
    public void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (OutOfMemoryError noThread) {
            if (threads.getPoolSize() > 0) {
                waiting.put(task);
            } else {
                task.run();
            }
        }
    }

    /** Puts the task into the queue, because all threads are busy. */
    private void await(Runnable task) {
        waiting.put(task);
        if (threads.getPoolSize() < most) {
            // Threads may have ended meanwhile, perhaps the last one. So a new thread looks into the queue.
            threads.execute(() -> {});
        }
    }

    /** Gives a task to an idle thread. If there is none, the pool creates a thread. */
    private static final class Tasks extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(@Nullable Runnable task) {
            return tryTransfer(task);
        }
    }
}

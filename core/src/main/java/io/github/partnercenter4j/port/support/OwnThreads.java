package io.github.partnercenter4j.port.support;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on daemon threads that come with the tasks and go when idle. A task that blocks holds up no other task, up to
 * 256 that block at once; further tasks wait for a thread. A thread inherits no thread-locals from the thread that hands a
 * task over. Its context class loader is that of the thread that created this object. Where the system has no thread to
 * give, a task waits for one of those that there are, or runs on the calling thread if there is none. Thread-safe.
 */
public final class OwnThreads implements Executor {

    /** Enough for callbacks that block. Where thousands of tasks come at once, they are short ones, and take turns. */
    private static final int MOST = 256;

    private static final long IDLE_MILLIS = 500;

    private final Tasks waiting = new Tasks();
    private final AtomicInteger number = new AtomicInteger();
    private final int most;
    private final ThreadPoolExecutor threads;

    /**
     * Creates an executor of at most 256 threads.
     *
     * @param name the threads' name, to which a number is added
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
     * Creates an executor of as many threads as there are tasks: for tasks that may block for long, and that something else
     * keeps few.
     *
     * @param name the threads' name, to which a number is added
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

    /** All threads are busy: the next that is free takes the task. */
    private void await(Runnable task) {
        waiting.put(task);
        if (threads.getPoolSize() < most) {
            // Some have gone meanwhile, and perhaps the last one: another looks into the queue.
            threads.execute(() -> {});
        }
    }

    /** Hands a task to a thread that is idle, and lets the pool make one if there is none. */
    private static final class Tasks extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(@Nullable Runnable task) {
            return tryTransfer(task);
        }
    }
}

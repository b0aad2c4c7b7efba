package io.github.partnercenter4j.port.support;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs each task on a new daemon thread. The thread inherits no thread-locals from the thread that hands the task over.
 * Its context class loader is that of the thread that created this object. Where the system has no thread
 * to give, the task runs on the calling thread. Thread-safe.
 */
public final class OwnThreads implements Executor {

    private final String name;
    private final @Nullable ClassLoader application = Thread.currentThread().getContextClassLoader();

    /**
     * Creates an executor.
     *
     * @param name the threads' name
     */
    public OwnThreads(String name) {
        this.name = name;
    }

    @Override
    public void execute(Runnable task) {
        Thread thread = TransportThreads.daemon(name, application, task);
        try {
            thread.start();
        } catch (OutOfMemoryError noThread) {
            task.run();
        }
    }
}

package io.github.partnercenter4j.port.support;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Creates the threads for exchanges: daemon threads named {@code partnercenter4j-<transport>-n}, which end when idle,
 * so that they do not keep the JVM running. A thread inherits no thread-locals. Its context class loader is that of the
 * thread that created the executor, because callbacks may run on it.
 */
public final class TransportThreads {

    private static final long IDLE_SECONDS = 5;

    private TransportThreads() {}

    /**
     * Returns whether this JDK has virtual threads.
     *
     * @return true on Java 21 and newer
     */
    public static boolean virtualAvailable() {
        return Runtime.version().feature() >= 21;
    }

    /**
     * Returns an executor with a new virtual thread for each task.
     *
     * @param transport the name of the transport, for the names of the threads
     * @return a new executor; its owner must shut it down
     * @throws IllegalStateException on a JDK without virtual threads
     */
    public static ExecutorService virtual(String transport) {
        if (!virtualAvailable()) {
            throw new IllegalStateException("Virtual threads need Java 21 or newer; this is Java "
                    + Runtime.version().feature() + ". Leave virtualThreads unset, or set it to false.");
        }
        return Executors21.newThreadPerTask(name(transport));
    }

    /**
     * Returns an executor of daemon threads without a limit; idle threads are reused.
     *
     * @param transport the name of the transport, for the names of the threads
     * @return a new executor; its owner must shut it down
     */
    public static ExecutorService platform(String transport) {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons(name(transport)));
    }

    private static String name(String transport) {
        return "partnercenter4j-" + transport + "-";
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        return task -> daemon(prefix + number.incrementAndGet(), application, task);
    }

    /** Creates a daemon thread that inherits no thread-locals. */
    static Thread daemon(String name, @Nullable ClassLoader application, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(application);
        return thread;
    }

    /** Calls the methods of Java 21's {@link Executors} by reflection, because this module is compiled for Java 17. */
    private static final class Executors21 {

        static ExecutorService newThreadPerTask(String prefix) {
            try {
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                Class<?> builderType = Class.forName("java.lang.Thread$Builder");
                builder =
                        builderType.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
                builder = builderType
                        .getMethod("inheritInheritableThreadLocals", boolean.class)
                        .invoke(builder, false);
                ThreadFactory factory =
                        (ThreadFactory) builderType.getMethod("factory").invoke(builder);
                ClassLoader application = Thread.currentThread().getContextClassLoader();
                ThreadFactory inheritingNothing = task -> {
                    Thread thread = factory.newThread(task);
                    thread.setContextClassLoader(application);
                    return thread;
                };
                return (ExecutorService) Executors.class
                        .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                        .invoke(null, inheritingNothing);
            } catch (NoSuchMethodException | IllegalAccessException | ClassNotFoundException missing) {
                throw new IllegalStateException("This Java version has no virtual threads.", missing);
            } catch (InvocationTargetException thrown) {
                throw new IllegalStateException("Creating virtual threads failed.", thrown.getCause());
            }
        }
    }
}

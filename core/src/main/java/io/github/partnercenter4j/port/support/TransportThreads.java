package io.github.partnercenter4j.port.support;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the threads that exchanges in flight run on: daemon, named {@code partnercenter4j-<transport>-n}, none when
 * idle, so that a program that has finished exits at once.
 */
public final class TransportThreads {

    private static final long IDLE_SECONDS = 5;

    private TransportThreads() {}

    /**
     * Tells whether this JDK has virtual threads.
     *
     * @return true on Java 21 and up
     */
    public static boolean virtualAvailable() {
        return Runtime.version().feature() >= 21;
    }

    /**
     * Returns an executor of virtual threads, one a task.
     *
     * @param transport the transport's name, for the threads' names
     * @return a new executor, to be shut down by its owner
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
     * Returns an executor of daemon threads, as many as there are tasks; an idle one is used again.
     *
     * @param transport the transport's name, for the threads' names
     * @return a new executor, to be shut down by its owner
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
        return task -> {
            Thread thread = new Thread(null, task, prefix + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            // Whoever makes the first call must not pin its class loader for all later ones.
            thread.setContextClassLoader(null);
            return thread;
        };
    }

    /** Java 21's part of {@link Executors}, by reflection, because this is compiled for Java 17. */
    private static final class Executors21 {

        static ExecutorService newThreadPerTask(String prefix) {
            try {
                Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
                Class<?> builderType = Class.forName("java.lang.Thread$Builder");
                builder =
                        builderType.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
                ThreadFactory factory =
                        (ThreadFactory) builderType.getMethod("factory").invoke(builder);
                return (ExecutorService) Executors.class
                        .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                        .invoke(null, factory);
            } catch (NoSuchMethodException | IllegalAccessException | ClassNotFoundException missing) {
                throw new IllegalStateException("This Java has no virtual threads after all.", missing);
            } catch (InvocationTargetException thrown) {
                throw new IllegalStateException("This Java refused to make virtual threads.", thrown.getCause());
            }
        }
    }
}

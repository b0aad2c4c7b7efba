package io.github.partnercenter4j.testkit.http;

import io.github.partnercenter4j.port.support.TransportThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of an engine: a virtual one for each connection where there are such, else daemons, reused. */
final class EngineThreads {

    private static final long IDLE_SECONDS = 5;

    private EngineThreads() {}

    static ExecutorService open() {
        return TransportThreads.virtualAvailable() ? TransportThreads.virtual("fake") : platform();
    }

    /** As many threads as connections: a connection that waited for another one's thread would look like a slow fake. */
    private static ExecutorService platform() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread =
                            new Thread(null, task, "partnercenter4j-fake-" + number.incrementAndGet(), 0, false);
                    thread.setDaemon(true);
                    // The first test's class loader must not outlive that test.
                    thread.setContextClassLoader(null);
                    return thread;
                });
    }
}

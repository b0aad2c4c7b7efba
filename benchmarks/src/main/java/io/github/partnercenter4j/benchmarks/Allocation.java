package io.github.partnercenter4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

/** How many bytes all threads of this JVM allocate for one operation. */
final class Allocation {

    private static final int WARM_UP = 20_000;
    private static final int OPERATIONS = 5_000;
    private static final int ROUNDS = 5;

    private Allocation() {}

    /** Returns the median of some rounds: what a timer adds is not the operation's. */
    static long perOperation(Scale scale, Paired.Operation operation) throws Exception {
        int share = scale.equals(Scale.QUICK) ? 20 : 1;
        for (int i = 0; i < WARM_UP / share; i++) {
            operation.run();
        }
        int operations = OPERATIONS / share;
        double[] each = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            Map<Long, Long> before = byThread();
            for (int i = 0; i < operations; i++) {
                operation.run();
            }
            long allocated = 0;
            for (Map.Entry<Long, Long> thread : byThread().entrySet()) {
                allocated += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
            }
            each[round] = (double) allocated / operations;
        }
        return Math.round(Paired.median(each));
    }

    /** Thread by thread, so that one that ends, and is counted no more, takes nothing of the others with it. */
    private static Map<Long, Long> byThread() throws ReflectiveOperationException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        if (Runtime.version().feature() >= 21) {
            // Of all threads: carriers of virtual ones have no id here. Compiled for 17, which has no such method.
            Method total = com.sun.management.ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
            return Map.of(0L, (long) total.invoke(threads));
        }
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                byThread.put(ids[i], bytes[i]);
            }
        }
        return byThread;
    }
}

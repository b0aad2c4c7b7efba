package io.github.partnercenter4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;

/** How many bytes all threads of this JVM allocate for one operation. */
final class Allocation {

    private static final int WARM_UP = 20_000;
    private static final int OPERATIONS = 5_000;
    private static final int ROUNDS = 5;

    private Allocation() {}

    /** Returns the median of some rounds: what a thread that ends takes with it, or a timer adds, is not the operation's. */
    static long perOperation(Scale scale, Paired.Operation operation) throws Exception {
        int share = scale.equals(Scale.QUICK) ? 20 : 1;
        for (int i = 0; i < WARM_UP / share; i++) {
            operation.run();
        }
        int operations = OPERATIONS / share;
        double[] each = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long before = total();
            for (int i = 0; i < operations; i++) {
                operation.run();
            }
            each[round] = (double) (total() - before) / operations;
        }
        return Math.round(Paired.median(each));
    }

    private static long total() throws ReflectiveOperationException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        if (Runtime.version().feature() >= 21) {
            // Of all threads: carriers of virtual ones have no id here. Compiled for 17, which has no such method.
            Method total = com.sun.management.ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
            return (long) total.invoke(threads);
        }
        long sum = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            sum += Math.max(bytes, 0);
        }
        return sum;
    }
}

package io.github.partnercenter4j;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one client may spend on second attempts: a burst of ten, then about a tenth of what succeeds. So a service that
 * is down is not asked more often than it would be without retries. Thread-safe.
 */
final class RetryBudget {

    private static final int FULL = 100;
    private static final int COST = 10;

    private final AtomicInteger left = new AtomicInteger(FULL);

    /** Pays for one more request; returns false if there is nothing left to pay with. */
    boolean take() {
        return left.getAndUpdate(now -> now >= COST ? now - COST : now) >= COST;
    }

    /** Gives back what a further attempt cost that succeeded. */
    void refund() {
        add(COST);
    }

    /** Earns a little by a success at the first attempt. */
    void earn() {
        add(1);
    }

    private void add(int more) {
        left.updateAndGet(now -> Math.min(FULL, now + more));
    }
}

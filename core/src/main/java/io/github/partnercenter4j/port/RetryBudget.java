package io.github.partnercenter4j.port;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A common limit for the retries of all clients of one gateway: ten retries in a burst, refilled by one for every ten
 * successful calls. So retries add little load to a service that is down, even with many clients. A gateway creates one
 * object for all its clients. Thread-safe.
 */
public final class RetryBudget {

    private static final int FULL = 100;
    private static final int COST = 10;

    private final AtomicInteger left = new AtomicInteger(FULL);

    /** Creates a full budget. */
    public RetryBudget() {}

    /**
     * Takes one retry from the budget.
     *
     * @return false if the budget is empty: then the request must not be sent
     */
    public boolean take() {
        return left.getAndUpdate(now -> now >= COST ? now - COST : now) >= COST;
    }

    /** Returns one retry to the budget, after a retry that succeeded. */
    public void refund() {
        add(COST);
    }

    /** Adds a tenth of a retry, after a first attempt that succeeded. */
    public void earn() {
        add(1);
    }

    private void add(int more) {
        if (left.get() < FULL) {
            left.updateAndGet(now -> Math.min(FULL, now + more));
        }
    }

    @Override
    public String toString() {
        return "RetryBudget[" + left + " of " + FULL + "]";
    }
}

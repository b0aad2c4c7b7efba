package io.github.partnercenter4j.port;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all clients of one gateway may spend together on second attempts: a burst of ten, then about a tenth of what
 * succeeds. So a service that is down is not asked more often than it would be without retries, however many clients ask
 * it. A gateway makes one and gives it to whoever asks; clients spend from it. Thread-safe.
 */
public final class RetryBudget {

    private static final int FULL = 100;
    private static final int COST = 10;

    private final AtomicInteger left = new AtomicInteger(FULL);

    /** Creates a full budget. */
    public RetryBudget() {}

    /**
     * Pays for one more request.
     *
     * @return false if there is nothing left to pay with: then it is not sent
     */
    public boolean take() {
        return left.getAndUpdate(now -> now >= COST ? now - COST : now) >= COST;
    }

    /** Gives back what a further attempt cost that succeeded. */
    public void refund() {
        add(COST);
    }

    /** Earns a little by a success at the first attempt. */
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

package io.github.partnercenter4j;

import java.util.concurrent.locks.LockSupport;

/** How a blocking caller's thread waits: a seam for tests that play several threads one at a time. */
interface Parking {

    /** Really waits. */
    Parking REAL = new Parking() {
        @Override
        public void park(Object blocker) {
            LockSupport.park(blocker);
        }

        @Override
        public void unpark(Thread thread) {
            LockSupport.unpark(thread);
        }
    };

    /** Waits until the calling thread is unparked or interrupted, or for no reason at all. */
    void park(Object blocker);

    /** Has a thread go on that is parked, or is about to be. */
    void unpark(Thread thread);
}

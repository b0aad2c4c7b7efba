package io.github.partnercenter4j;

import java.util.concurrent.locks.LockSupport;

/** How the thread of a blocking call waits. Tests replace it to run several threads one at a time. */
interface Parking {

    /** Blocks the thread. */
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

    /** Waits until the current thread is unparked or interrupted. May also return without a reason. */
    void park(Object blocker);

    /** Wakes a thread that is parked or is about to park. */
    void unpark(Thread thread);
}

package io.github.partnercenter4j.benchmarks;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param warmUp for how long to run each side before it counts
 * @param blocks how many pairs of blocks to compare
 * @param block how long a block lasts
 * @param cycles how many times something slow is repeated
 */
record Scale(Duration warmUp, int blocks, Duration block, int cycles) {

    static final Scale FULL = new Scale(Duration.ofSeconds(4), 24, Duration.ofMillis(200), 9);

    /** Enough to see that everything works. */
    static final Scale QUICK = new Scale(Duration.ofMillis(200), 3, Duration.ofMillis(50), 1);
}

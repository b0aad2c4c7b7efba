package io.github.partnercenter4j.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Two operations side by side: blocks of the one and of the other in turn, so that whatever else the machine does falls
 * on both, and the ratio of neighbours.
 *
 * @param ratio the median, over all pairs of blocks, of one's median time by the other's
 * @param low where a 95 % interval of it begins
 * @param high where it ends
 * @param micros the first operation's median time
 * @param processor the median, over all pairs of blocks, of the one's processor time for each operation by the other's:
 *     of this whole process, whatever thread it was spent on. It repeats where times do not
 */
record Paired(double ratio, double low, double high, double micros, double processor) {

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private static final int RESAMPLES = 2000;

    /** What is measured; whatever it throws ends the measurement. */
    interface Operation {
        void run() throws Exception;
    }

    static Paired compare(Scale scale, Operation one, Operation other) throws Exception {
        alternate(scale, one, other, scale.warmUp());
        double[] ratios = new double[scale.blocks()];
        double[] micros = new double[scale.blocks()];
        double[] processor = new double[scale.blocks()];
        for (int i = 0; i < ratios.length; i++) {
            // Each side is as often the first as the second of its pair.
            boolean first = i % 2 == 0;
            Block others = first ? null : block(scale.block(), other);
            Block ones = block(scale.block(), one);
            others = others != null ? others : block(scale.block(), other);
            micros[i] = ones.micros;
            ratios[i] = ones.micros / others.micros;
            processor[i] = ones.processor / others.processor;
        }
        double[] medians = new double[RESAMPLES];
        Random random = new Random(1);
        for (int i = 0; i < medians.length; i++) {
            medians[i] = median(random.ints(ratios.length, 0, ratios.length)
                    .mapToDouble(k -> ratios[k])
                    .toArray());
        }
        Arrays.sort(medians);
        return new Paired(
                median(ratios),
                medians[RESAMPLES / 40],
                medians[RESAMPLES - 1 - RESAMPLES / 40],
                median(micros),
                median(processor));
    }

    private static void alternate(Scale scale, Operation one, Operation other, Duration each) throws Exception {
        long end = System.nanoTime() + 2 * each.toNanos();
        do {
            block(scale.block(), one);
            block(scale.block(), other);
        } while (System.nanoTime() - end < 0);
    }

    /**
     * What came of a block.
     *
     * @param micros the median of how long the operation took, in microseconds
     * @param processor this process's time on processors for each operation, in microseconds
     */
    private record Block(double micros, double processor) {}

    /** Runs an operation, at least once, for some time. */
    private static Block block(Duration block, Operation operation) throws Exception {
        double[] taken = new double[1024];
        int count = 0;
        long processorBefore = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        long now = begin;
        do {
            operation.run();
            long end = System.nanoTime();
            if (count == taken.length) {
                taken = Arrays.copyOf(taken, 2 * count);
            }
            taken[count++] = (end - now) / 1e3;
            now = end;
        } while (now - begin < block.toNanos());
        double spent = (SYSTEM.getProcessCpuTime() - processorBefore) / 1e3;
        return new Block(median(Arrays.copyOf(taken, count)), spent / count);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Shows the ratio of times, its interval and the time. */
    String shown() {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f), %.1f us", ratio, low, high, micros);
    }

    /** Shows the ratio of processor times. */
    String processorShown() {
        return String.format(Locale.ROOT, "%.2f", processor);
    }
}

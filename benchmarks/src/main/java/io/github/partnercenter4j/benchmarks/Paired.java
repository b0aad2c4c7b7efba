package io.github.partnercenter4j.benchmarks;

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
 */
record Paired(double ratio, double low, double high, double micros) {

    private static final int RESAMPLES = 2000;

    /** What is measured; whatever it throws ends the measurement. */
    interface Operation {
        void run() throws Exception;
    }

    static Paired compare(Scale scale, Operation one, Operation other) throws Exception {
        alternate(scale, one, other, scale.warmUp());
        double[] ratios = new double[scale.blocks()];
        double[] micros = new double[scale.blocks()];
        for (int i = 0; i < ratios.length; i++) {
            // Each side is as often the first as the second of its pair.
            double others = i % 2 == 0 ? 0 : median(scale.block(), other);
            micros[i] = median(scale.block(), one);
            others = i % 2 == 0 ? median(scale.block(), other) : others;
            ratios[i] = micros[i] / others;
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
                median(ratios), medians[RESAMPLES / 40], medians[RESAMPLES - 1 - RESAMPLES / 40], median(micros));
    }

    private static void alternate(Scale scale, Operation one, Operation other, Duration each) throws Exception {
        long end = System.nanoTime() + 2 * each.toNanos();
        do {
            median(scale.block(), one);
            median(scale.block(), other);
        } while (System.nanoTime() - end < 0);
    }

    /** Runs an operation, at least once, for some time; returns the median of how long it took, in microseconds. */
    private static double median(Duration block, Operation operation) throws Exception {
        double[] taken = new double[1024];
        int count = 0;
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
        return median(Arrays.copyOf(taken, count));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Shows the ratio, its interval and the time. */
    String shown() {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f), %.1f us", ratio, low, high, micros);
    }
}

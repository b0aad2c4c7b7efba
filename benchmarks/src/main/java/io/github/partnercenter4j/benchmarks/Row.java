package io.github.partnercenter4j.benchmarks;

import java.util.List;

/**
 * What can be measured on its own.
 *
 * @param name what to call it on the command line
 * @param pinned whether to hold client and server on a processor each, where the system can; so that no scheduler's
 *     choice of the day decides
 * @param measurement how to measure it
 */
record Row(String name, boolean pinned, Measurement measurement) {

    /** Measures in this JVM. */
    interface Measurement {
        List<Figure> measure(Scale scale) throws Exception;
    }

    static final List<Row> ALL = List.of(
            new Row("pipeline", false, PipelineRows::alone),
            new Row("token", false, PipelineRows::manyThreads),
            new Row("async", true, ExchangeRows::async),
            new Row("blocking", true, ExchangeRows::blocking),
            new Row("bytes", false, ExchangeRows::bytes),
            new Row("callers", false, CallerRows::callers),
            new Row("pinning", false, CallerRows::pinning),
            new Row("threads", false, ThreadRows::threads),
            new Row("growth", false, GrowthRows::growth),
            new Row("cold-start", false, ServerRows::coldStart),
            new Row("warm-start", true, ServerRows::warmStart),
            new Row("server", true, ServerRows::throughput));

    static Row named(String name) {
        return ALL.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No row is called " + name + "; there are "
                        + ALL.stream().map(Row::name).toList() + "."));
    }
}

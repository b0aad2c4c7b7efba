package io.github.partnercenter4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The client's own cost, by JMH. */
final class PipelineRows {

    private static final String NAME = PipelineBenchmark.class.getName();

    private PipelineRows() {}

    static List<Figure> alone(Scale scale) throws RunnerException {
        List<Figure> figures = new ArrayList<>();
        figures.addAll(both(scale, "GET", "get", 964, 1.0));
        figures.addAll(both(scale, "PUT", "put", 984, 1.5));
        RunResult async = run(scale, "getAsync", 1);
        figures.add(Figure.told("pipeline alone, async GET", time(micros(async)) + ", " + size(bytes(async))));
        RunResult ids = run(scale, "twoIds", 1);
        figures.add(Figure.told("two random UUIDs, to compare", time(micros(ids)) + ", " + size(bytes(ids))));
        return figures;
    }

    private static List<Figure> both(Scale scale, String what, String method, int mostBytes, double mostMicros)
            throws RunnerException {
        RunResult result = run(scale, method, 1);
        return List.of(
                Figure.atMost("pipeline alone, " + what + ", bytes", mostBytes, bytes(result), size(bytes(result))),
                Figure.atMost(
                        "pipeline alone, " + what + ", microseconds",
                        mostMicros,
                        micros(result),
                        time(micros(result))));
    }

    /** Each call takes the cached token, under the cache's lock: were that in the way, 64 threads would be slower. */
    static List<Figure> manyThreads(Scale scale) throws RunnerException {
        int processors = Runtime.getRuntime().availableProcessors();
        double few = processors / micros(run(scale, "get", processors));
        double many = 64 / micros(run(scale, "get", 64));
        return List.of(Figure.told(
                "calls with a cached token, 64 threads / a thread a processor",
                String.format(Locale.ROOT, "%.2f (%,.0f / %,.0f calls/ms)", many / few, many * 1e3, few * 1e3)));
    }

    private static RunResult run(Scale scale, String method, int threads) throws RunnerException {
        boolean quick = scale.equals(Scale.QUICK);
        TimeValue iteration = TimeValue.milliseconds(quick ? 100 : 1000);
        Options options = new OptionsBuilder()
                .include(NAME.replace(".", "\\.") + "\\." + method + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .threads(threads)
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 1 : 4)
                .warmupTime(iteration)
                .measurementIterations(quick ? 1 : 4)
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .build();
        return new Runner(options).runSingle();
    }

    private static double micros(RunResult result) {
        return result.getPrimaryResult().getScore() / 1e3;
    }

    private static double bytes(RunResult result) {
        return Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"), "the profiler's result")
                .getScore();
    }

    private static String time(double micros) {
        return String.format(Locale.ROOT, "%.2f us", micros);
    }

    private static String size(double bytes) {
        return String.format(Locale.ROOT, "%,.0f B", bytes);
    }
}

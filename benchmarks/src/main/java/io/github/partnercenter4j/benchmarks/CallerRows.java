package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.port.support.TransportThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/** Many callers at once, each with its next call as soon as it has the answer to the last. */
final class CallerRows {

    private static final List<Integer> CALLERS = List.of(1, 16, 64, 1_000);

    private CallerRows() {}

    static List<Figure> callers(Scale scale) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (ChildJvm fake = ExchangeRows.fake()) {
            Endpoint endpoint = fake.endpoint();
            try (Way retrofit = Ours.overRetrofit(endpoint, false);
                    Way rawRetrofit = new RawRetrofit(endpoint);
                    Way apache = Ours.overApache(endpoint, false);
                    Way httpClient = new RawApache(endpoint)) {
                figures.addAll(series(scale, false, "platform, Retrofit / raw Retrofit", retrofit, rawRetrofit));
                figures.addAll(series(scale, false, "platform, Apache / HttpClient 5", apache, httpClient));
            }
            if (!TransportThreads.virtualAvailable()) {
                figures.add(Figure.told("throughput on virtual threads", "needs Java 21"));
                return figures;
            }
            try (Way retrofit = Ours.overRetrofit(endpoint, true);
                    Way rawRetrofit = new RawRetrofit(endpoint);
                    Way apache = Ours.overApache(endpoint, true);
                    Way httpClient = new RawApache(endpoint)) {
                figures.addAll(series(scale, true, "virtual, Retrofit / raw Retrofit", retrofit, rawRetrofit));
                figures.addAll(series(scale, true, "virtual, Apache / HttpClient 5", apache, httpClient));
            }
        }
        return figures;
    }

    private static List<Figure> series(Scale scale, boolean virtual, String what, Way ours, Way raw) throws Exception {
        List<Figure> figures = new ArrayList<>();
        Paired.Operation one = ours::get;
        Paired.Operation other = raw::get;
        boolean quick = scale.equals(Scale.QUICK);
        Duration span = Duration.ofMillis(quick ? 50 : 300);
        int rounds = quick ? 1 : 7;
        for (int i = 0; i < 2 * rounds; i++) {
            new Load(16, virtual, one).run(span);
            new Load(16, virtual, other).run(span);
        }
        for (int callers : CALLERS) {
            Load load = new Load(callers, virtual, one);
            Load otherLoad = new Load(callers, virtual, other);
            double[] ratios = new double[rounds];
            Load.Result[] results = new Load.Result[rounds];
            for (int i = 0; i < rounds; i++) {
                // Each side is as often the first as the second.
                double others = i % 2 == 0 ? 0 : otherLoad.run(span).perSecond();
                results[i] = load.run(span);
                others = i % 2 == 0 ? otherLoad.run(span).perSecond() : others;
                ratios[i] = results[i].perSecond() / others;
            }
            double ratio = Paired.median(ratios);
            double perSecond = Paired.median(
                    Arrays.stream(results).mapToDouble(Load.Result::perSecond).toArray());
            double micros = Paired.median(
                    Arrays.stream(results).mapToDouble(Load.Result::micros).toArray());
            String name = "throughput, " + callers + " callers, " + what;
            String shown = String.format(Locale.ROOT, "%.2f, %,.0f/s, p50 %,.0f us", ratio, perSecond, micros);
            // At one caller it is the latency again, and at a thousand on platform threads the scheduler's.
            figures.add(
                    callers == 16 || callers == 64
                            ? Figure.atLeast(name, 1.0, ratio, shown)
                            : Figure.told(name, shown));
        }
        return figures;
    }

    static List<Figure> pinning(Scale scale) throws Exception {
        if (!TransportThreads.virtualAvailable()) {
            return List.of(Figure.told("pinned virtual threads", "needs Java 21"));
        }
        Path file = Files.createTempFile("pinned", ".jfr");
        try (ChildJvm fake = ExchangeRows.fake();
                Recording recording = new Recording()) {
            Endpoint endpoint = fake.endpoint();
            recording.enable("jdk.VirtualThreadPinned").withThreshold(Duration.ZERO);
            try (Way retrofit = Ours.overRetrofit(endpoint, true);
                    Way apache = Ours.overApache(endpoint, true)) {
                Duration span = scale.equals(Scale.QUICK) ? Duration.ofMillis(100) : Duration.ofSeconds(4);
                for (boolean first : new boolean[] {true, false}) {
                    if (!first) {
                        // Only now: loading a class pins whoever is the first to need it.
                        recording.start();
                    }
                    new Load(64, true, retrofit::get).run(span);
                    new Load(64, true, apache::put).run(span);
                }
                recording.stop();
            }
            recording.dump(file);
            int pinned = RecordingFile.readAllEvents(file).size();
            return List.of(
                    Figure.atMost("pinned virtual threads, 64 callers", 0, (double) pinned, Integer.toString(pinned)));
        } finally {
            Files.delete(file);
        }
    }

    /**
     * Callers of an operation.
     *
     * @param callers how many
     * @param virtual whether each is a virtual thread
     * @param operation what each calls, again and again
     */
    private record Load(int callers, boolean virtual, Paired.Operation operation) {

        /**
         * What came of it.
         *
         * @param perSecond calls a second, of all callers
         * @param micros the median call's time
         */
        record Result(double perSecond, double micros) {}

        Result run(Duration span) throws Exception {
            ExecutorService threads =
                    virtual ? TransportThreads.virtual("callers") : Executors.newFixedThreadPool(callers);
            try {
                long end = System.nanoTime() + span.toNanos();
                List<Future<double[]>> running = new ArrayList<>();
                for (int i = 0; i < callers; i++) {
                    running.add(threads.submit(() -> calls(end)));
                }
                List<double[]> taken = new ArrayList<>();
                for (Future<double[]> caller : running) {
                    taken.add(caller.get());
                }
                double[] all = taken.stream().flatMapToDouble(Arrays::stream).toArray();
                return new Result(all.length * 1e9 / span.toNanos(), Paired.median(all));
            } finally {
                threads.shutdown();
            }
        }

        private double[] calls(long end) throws Exception {
            double[] taken = new double[16];
            int count = 0;
            for (long now = System.nanoTime(); now - end < 0; ) {
                operation.run();
                long then = System.nanoTime();
                if (count == taken.length) {
                    taken = Arrays.copyOf(taken, 2 * count);
                }
                taken[count++] = (then - now) / 1e3;
                now = then;
            }
            return Arrays.copyOf(taken, count);
        }
    }
}

package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.testkit.standalone.Standalone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One exchange over loopback with the fake in another JVM: ours beside the library used by hand. */
final class ExchangeRows {

    private static final int SERVERS_PROCESSOR = 1;

    private ExchangeRows() {}

    /** Starts the fake in another JVM. */
    static ChildJvm fake() throws Exception {
        return ChildJvm.start(SERVERS_PROCESSOR, Standalone.class, List.of());
    }

    static List<Figure> async(Scale scale) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (ChildJvm fake = fake()) {
            Endpoint endpoint = fake.endpoint();
            try (Way ours = Ours.overRetrofit(endpoint, false);
                    Way retrofit = new RawRetrofit(endpoint);
                    Way okHttp = new RawOkHttp(endpoint, RawOkHttp.MOSHI)) {
                figures.addAll(async(scale, "GET, Retrofit / raw Retrofit", 1.05, true, ours, retrofit));
                figures.addAll(async(scale, "PUT, Retrofit / raw Retrofit", 1.05, false, ours, retrofit));
                figures.addAll(async(scale, "GET, Retrofit / raw OkHttp", 1.05, true, ours, okHttp));
            }
            try (Way ours = Ours.overApache(endpoint, false);
                    Way raw = new RawApache(endpoint)) {
                figures.addAll(async(scale, "GET, Apache / raw HttpClient 5", 0.9, true, ours, raw));
                figures.addAll(async(scale, "PUT, Apache / raw HttpClient 5", 0.9, false, ours, raw));
            }
        }
        return figures;
    }

    private static List<Figure> async(Scale scale, String what, double goal, boolean get, Way ours, Way raw)
            throws Exception {
        Paired paired = get
                ? Paired.compare(
                        scale, () -> ours.getAsync().get(), () -> raw.getAsync().get())
                : Paired.compare(
                        scale, () -> ours.putAsync().get(), () -> raw.putAsync().get());
        return both("async " + what, goal, paired);
    }

    /** Time and processor time; the goal is for the latter, which repeats. */
    private static List<Figure> both(String what, double goal, Paired paired) {
        return List.of(
                Figure.atMost(what + ", processor time", goal, paired.processor(), paired.processorShown()),
                Figure.told(what + ", p50", paired.shown()));
    }

    static List<Figure> blocking(Scale scale) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (ChildJvm fake = fake()) {
            Endpoint endpoint = fake.endpoint();
            try (Way ours = Ours.overRetrofit(endpoint, false);
                    Way retrofit = new RawRetrofit(endpoint);
                    Way sdk = new RawOkHttp(endpoint, new JacksonTree())) {
                figures.addAll(blocking(scale, "GET, Retrofit / raw Retrofit", 1.1, true, ours, retrofit));
                figures.addAll(blocking(scale, "PUT, Retrofit / raw Retrofit", 1.1, false, ours, retrofit));
                figures.addAll(blocking(scale, "GET, Retrofit / SDK's style", 1.0, true, ours, sdk));
            }
            try (Way ours = Ours.overApache(endpoint, false);
                    Way raw = new RawApache(endpoint)) {
                figures.addAll(blocking(scale, "GET, Apache / raw HttpClient 5", 1.1, true, ours, raw));
                figures.addAll(blocking(scale, "PUT, Apache / raw HttpClient 5", 1.1, false, ours, raw));
            }
        }
        return figures;
    }

    private static List<Figure> blocking(Scale scale, String what, double goal, boolean get, Way ours, Way raw)
            throws Exception {
        Paired paired = get ? Paired.compare(scale, ours::get, raw::get) : Paired.compare(scale, ours::put, raw::put);
        return both("blocking " + what, goal, paired);
    }

    static List<Figure> bytes(Scale scale) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (ChildJvm fake = fake()) {
            Endpoint endpoint = fake.endpoint();
            try (Way ours = Ours.overRetrofit(endpoint, false);
                    Way retrofit = new RawRetrofit(endpoint);
                    Way okHttp = new RawOkHttp(endpoint, RawOkHttp.MOSHI);
                    Way sdk = new RawOkHttp(endpoint, new JacksonTree())) {
                above(figures, scale, "raw Retrofit", 3_072, ours, retrofit);
                above(figures, scale, "raw OkHttp", 5_632, ours, okHttp);
                figures.add(Figure.told(
                        "bytes, GET, SDK's style",
                        String.format(Locale.ROOT, "%,d B", Allocation.perOperation(scale, sdk::get))));
            }
            try (Way ours = Ours.overApache(endpoint, false);
                    Way raw = new RawApache(endpoint)) {
                above(figures, scale, "raw HttpClient 5", 4_096, ours, raw);
            }
        }
        return figures;
    }

    private static void above(List<Figure> figures, Scale scale, String library, int goal, Way ours, Way raw)
            throws Exception {
        figures.add(above(
                "bytes, GET, above " + library,
                goal,
                Allocation.perOperation(scale, ours::get),
                Allocation.perOperation(scale, raw::get)));
        figures.add(above(
                "bytes, PUT, above " + library,
                goal,
                Allocation.perOperation(scale, ours::put),
                Allocation.perOperation(scale, raw::put)));
    }

    private static Figure above(String what, int goal, long ours, long raws) {
        return Figure.atMost(
                what,
                goal,
                (double) (ours - raws),
                String.format(Locale.ROOT, "%,d (%,d - %,d) B", ours - raws, ours, raws));
    }
}

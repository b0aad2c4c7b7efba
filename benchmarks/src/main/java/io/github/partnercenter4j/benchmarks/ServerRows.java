package io.github.partnercenter4j.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fake beside other servers that a test could have. */
final class ServerRows {

    private static final int CONNECTIONS = 64;

    private ServerRows() {}

    /** From a program's first line to the first answer read, each in a JVM of its own, in turn. */
    static List<Figure> coldStart(Scale scale) throws Exception {
        Map<Rival, double[]> millis = new EnumMap<>(Rival.class);
        for (int i = 0; i < scale.cycles(); i++) {
            for (Rival rival : Rival.values()) {
                try (ChildJvm child =
                        ChildJvm.start(ChildJvm.ANY_PROCESSOR, Rival.Program.class, List.of(rival.name(), "cold"))) {
                    millis.computeIfAbsent(rival, any -> new double[scale.cycles()])[i] =
                            Long.parseLong(child.line()) / 1e6;
                }
            }
        }
        return List.of(
                ratio("fake's cold start / JDK HttpServer's", 0.6, millis, Rival.JDK),
                ratio("fake's cold start / WireMock's", 0.1, millis, Rival.WIREMOCK),
                ratio("fake's cold start / MockWebServer's", 1, millis, Rival.MOCK_WEB_SERVER));
    }

    private static Figure ratio(String what, double goal, Map<Rival, double[]> millis, Rival other) {
        double ours = Paired.median(millis.getOrDefault(Rival.FAKE, new double[1]));
        double others = Paired.median(millis.getOrDefault(other, new double[1]));
        return Figure.atMost(
                what,
                goal,
                ours / others,
                String.format(Locale.ROOT, "%.2f (%.0f / %.0f ms)", ours / others, ours, others));
    }

    static List<Figure> warmStart(Scale scale) throws Exception {
        Paired paired = Paired.compare(scale, () -> startAndStop(Rival.FAKE), () -> startAndStop(Rival.JDK));
        return List.of(Figure.atMost(
                "fake's warm start and stop / JDK HttpServer's, p50", 1.5, paired.ratio(), paired.shown()));
    }

    private static void startAndStop(Rival rival) throws Exception {
        rival.start().stop().run();
    }

    static List<Figure> throughput(Scale scale) throws Exception {
        return List.of(
                throughput(scale, "JDK HttpServer's", 1.5, Rival.JDK),
                throughput(scale, "WireMock's", 3, Rival.WIREMOCK),
                throughput(scale, "MockWebServer's", 1, Rival.MOCK_WEB_SERVER));
    }

    private static Figure throughput(Scale scale, String whose, double goal, Rival rival) throws Exception {
        try (ChildJvm ours = ChildJvm.start(1, Rival.Program.class, List.of(Rival.FAKE.name()));
                ChildJvm theirs = ChildJvm.start(1, Rival.Program.class, List.of(rival.name()))) {
            Endpoint ourEndpoint = ours.endpoint();
            Endpoint theirEndpoint = theirs.endpoint();
            perSecond(ourEndpoint, scale.warmUp());
            perSecond(theirEndpoint, scale.warmUp());
            int rounds = scale.equals(Scale.QUICK) ? 1 : 5;
            double[] ratios = new double[rounds];
            double[] ourRates = new double[rounds];
            double[] theirRates = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ourRates[i] = perSecond(ourEndpoint, scale.block().multipliedBy(5));
                theirRates[i] = perSecond(theirEndpoint, scale.block().multipliedBy(5));
                ratios[i] = ourRates[i] / theirRates[i];
            }
            double ratio = Paired.median(ratios);
            return Figure.atLeast(
                    "fake's GET/s at " + CONNECTIONS + " connections / " + whose,
                    goal,
                    ratio,
                    String.format(
                            Locale.ROOT,
                            "%.2f (%,.0f / %,.0f)",
                            ratio,
                            Paired.median(ourRates),
                            Paired.median(theirRates)));
        }
    }

    private static double perSecond(Endpoint endpoint, Duration span) throws Exception {
        return RawClient.perSecond(URI.create(endpoint.url()).getPort(), endpoint.token(), CONNECTIONS, span);
    }
}

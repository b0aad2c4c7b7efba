package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Many clients, one for each tenant, on one gateway. */
final class GrowthRows {

    private GrowthRows() {}

    static List<Figure> growth(Scale scale) throws Exception {
        List<Figure> figures = new ArrayList<>();
        try (ChildJvm fake = ExchangeRows.fake()) {
            Endpoint endpoint = fake.endpoint();
            try (SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(endpoint.cloud())
                    .virtualThreads(false)
                    .build()) {
                SupportProfileOperations one = client(gateway, endpoint);
                for (int i = 0; i < 20_000; i++) {
                    one.get();
                }
                for (int count : List.of(100, 10_000)) {
                    figures.addAll(with(scale, count, one, gateway, endpoint));
                }
            }
        }
        return figures;
    }

    private static List<Figure> with(
            Scale scale, int count, SupportProfileOperations one, SupportProfileGateway gateway, Endpoint endpoint)
            throws Exception {
        long heapBefore = heap();
        int threadsBefore = Thread.activeCount();
        List<SupportProfileOperations> clients = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            SupportProfileOperations client = client(gateway, endpoint);
            // After its first call it has a token, and whatever else it keeps.
            client.get();
            clients.add(client);
        }
        long each = (heap() - heapBefore) / count;
        int threads = Thread.activeCount() - threadsBefore;
        int[] next = {0};
        Paired paired =
                Paired.compare(scale, () -> clients.get(next[0]++ % count).get(), one::get);
        return List.of(
                Figure.atMost(
                        count + " clients on one gateway, heap each",
                        8_192,
                        (double) each,
                        String.format(Locale.ROOT, "%,d B", each)),
                Figure.atMost(count + " clients, threads they add", 0, threads, Integer.toString(threads)),
                Figure.atMost(
                        "p50 of a call of " + count + " clients in turn / of one",
                        1.1,
                        paired.ratio(),
                        paired.shown()));
    }

    private static SupportProfileOperations client(SupportProfileGateway gateway, Endpoint endpoint) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(Ours.tokens(endpoint))
                .build()
                .profiles()
                .supportProfile();
    }

    /** The live heap; asked for twice, since the first collection may leave what a reference kept. */
    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

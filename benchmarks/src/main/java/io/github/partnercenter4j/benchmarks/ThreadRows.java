package io.github.partnercenter4j.benchmarks;

import io.github.partnercenter4j.PartnerCenter;
import io.github.partnercenter4j.SupportProfileOperations;
import io.github.partnercenter4j.apache.ApacheSupportProfileGateway;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.support.GatewayBuilder;
import io.github.partnercenter4j.retrofit.RetrofitSupportProfileGateway;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How many threads this client has beside its callers'. Counts, not times: the same on any machine. */
final class ThreadRows {

    private static final int CALLERS = 200;

    private ThreadRows() {}

    static List<Figure> threads(Scale scale) throws Exception {
        List<Figure> figures = new ArrayList<>();
        figures.add(inFlight("Retrofit", endpoint -> RetrofitSupportProfileGateway.builder(endpoint.cloud())));
        figures.add(inFlight("Apache", endpoint -> ApacheSupportProfileGateway.builder(endpoint.cloud())));
        figures.add(inAnOutage(scale.equals(Scale.QUICK) ? 100 : 10_000));
        return figures;
    }

    private static Figure inFlight(String transport, Function<Endpoint, GatewayBuilder<?>> builder) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, CALLERS, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(20_000);
            Endpoint endpoint = new Endpoint("http://127.0.0.1:" + silent.getLocalPort(), "token");
            SupportProfileGateway gateway = builder.apply(endpoint)
                    .virtualThreads(false)
                    .maxConnections(CALLERS)
                    .build();
            List<Socket> requests = new ArrayList<>();
            List<Thread> callers = new ArrayList<>();
            try (PartnerCenter client = client(gateway, endpoint)) {
                for (int i = 0; i < CALLERS; i++) {
                    Thread caller =
                            new Thread(() -> callInVain(client.profiles().supportProfile()));
                    callers.add(caller);
                    caller.start();
                }
                for (int i = 0; i < CALLERS; i++) {
                    Socket request = silent.accept();
                    requests.add(request);
                    request.getInputStream().read();
                }
                return ours(
                        CALLERS + " blocking calls in flight, " + transport + ", threads beside the callers'", rest());
            } finally {
                gateway.close();
                for (Thread caller : callers) {
                    caller.join();
                }
                for (Socket request : requests) {
                    request.close();
                }
            }
        }
    }

    private static void callInVain(SupportProfileOperations profile) {
        try {
            profile.get();
        } catch (RuntimeException closed) {
            // That is how it ends.
        }
    }

    /** Each client has called before, so has whatever it keeps; now nobody answers any more. */
    private static Figure inAnOutage(int count) throws Exception {
        List<PartnerCenter> clients = new ArrayList<>(count);
        ChildJvm fake = ExchangeRows.fake();
        Endpoint endpoint = fake.endpoint();
        try (fake;
                SupportProfileGateway gateway = RetrofitSupportProfileGateway.builder(endpoint.cloud())
                        .virtualThreads(false)
                        .build()) {
            for (int i = 0; i < count; i++) {
                PartnerCenter client = client(gateway, endpoint);
                client.profiles().supportProfile().get();
                clients.add(client);
            }
            fake.close();
            List<String> most = List.of();
            for (PartnerCenter client : clients) {
                callInVain(client.profiles().supportProfile());
                List<String> now = ours();
                most = now.size() > most.size() ? now : most;
            }
            return ours(count + " clients on one gateway, each having called, in an outage: threads", most);
        }
    }

    private static Figure ours(String what, List<String> names) {
        String shown = names.size() + names.stream().distinct().collect(Collectors.joining(", ", " (", ")"));
        return Figure.atMost(what, 1, names.size(), shown);
    }

    private static PartnerCenter client(SupportProfileGateway gateway, Endpoint endpoint) {
        return PartnerCenter.builder()
                .gateway(gateway)
                .tokens(Ours.tokens(endpoint))
                .build();
    }

    /** What is left when the threads that looked names up have gone, as idle ones soon do. */
    private static List<String> rest() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<String> names = ours();
        while (names.size() > 1 && System.nanoTime() - end < 0) {
            Thread.sleep(100);
            names = ours();
        }
        return names;
    }

    private static List<String> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("partnercenter4j-"))
                .map(name -> name.replaceAll("-[0-9]+$", ""))
                .sorted()
                .toList();
    }
}

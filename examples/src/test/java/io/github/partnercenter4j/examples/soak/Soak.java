package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.testkit.FakePartnerCenter;
import io.github.partnercenter4j.testkit.RecordedExchange;
import io.github.partnercenter4j.testkit.TokenCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Runs rounds with many callers over both transports, while the service and its login fail at random. At the end of
 * each round no call runs. Then the calls of the round before are judged: by then, everything that they sent has
 * reached the fake.
 */
final class Soak {

    static final int STATIONS = 4;
    static final int CALLERS_PER_STATION = 6;

    private static final int CALLS_PER_ROUND = 40;
    /** The least number of rounds between the two measurements of what the process holds. */
    private static final int LEAST_WARM_ROUNDS = 3;

    private static final int JOURNAL = 20_000;
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(2);
    private static final Duration MARGIN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final long seed;
    private final SplittableRandom random;
    private final RandomFaults faults = new RandomFaults();
    private final CallEnds ends = new CallEnds();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Judge judge = new Judge(Station.TIMEOUT.plus(MARGIN));
    private final SoakReport report;
    private List<CallResult> toBeJudged = new ArrayList<>();

    Soak(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.report = new SoakReport(seed);
    }

    /** Runs for this time and until its last round is over. */
    SoakReport run(Duration duration) throws InterruptedException {
        long start = System.nanoTime();
        ScheduledExecutorService mischief = Executors.newScheduledThreadPool(1);
        ExecutorService threads = Executors.newFixedThreadPool(STATIONS * CALLERS_PER_STATION);
        FakePartnerCenter fake = FakePartnerCenter.builder()
                .https()
                .seed(seed)
                .clock(faults)
                .journalLimit(JOURNAL)
                .build();
        List<Station> stations = new ArrayList<>();
        try {
            for (int number = 0; number < STATIONS; number++) {
                stations.add(new Station(fake, number, ends));
            }
            int rounds = 0;
            int cold = 0;
            long elapsed;
            do {
                round(fake, stations, threads, mischief);
                rounds++;
                elapsed = System.nanoTime() - start;
                if (cold == 0 && elapsed >= duration.toNanos() / 4) {
                    cold = rounds;
                    report.early(footprint(fake));
                }
            } while (elapsed < duration.toNanos() || rounds < cold + LEAST_WARM_ROUNDS);
            report.late(footprint(fake));
            stations.forEach(Station::close);
            // Before Java 21, the JDK's HTTP client, which requests tokens, is closed by the garbage collector only.
            expect("connections stay open", () -> collected() && fake.connections() == 0);
            expect("threads of the client stay alive", () -> collected() && Footprint.countOwnThreads() == 0);
            book(fake);
            settle(List.of());
            report.objections(judge.strays());
            expect("calls have not ended, or have ended twice", () -> ends.open() == 0);
        } finally {
            stations.forEach(Station::close);
            mischief.shutdownNow();
            threads.shutdownNow();
            fake.close();
        }
        report.took(Duration.ofNanos(System.nanoTime() - start));
        return report;
    }

    private void round(
            FakePartnerCenter fake, List<Station> stations, ExecutorService threads, ScheduledExecutorService mischief)
            throws InterruptedException {
        fake.login().accessTokenLife(TOKEN_LIFE);
        List<Callable<List<CallResult>>> callers = new ArrayList<>();
        for (Station station : stations) {
            for (int caller = 0; caller < CALLERS_PER_STATION; caller++) {
                SplittableRandom own = random.split();
                Caller one = new Caller(station, ends, numbers, own, mischief);
                callers.add(() -> calls(fake, station, one, own));
            }
        }
        List<CallResult> told = new ArrayList<>();
        for (Future<List<CallResult>> caller : threads.invokeAll(callers)) {
            try {
                told.addAll(caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException | TimeoutException broken) {
                throw new IllegalStateException(broken);
            }
        }
        book(fake);
        settle(told);
    }

    private List<CallResult> calls(FakePartnerCenter fake, Station station, Caller caller, SplittableRandom own) {
        List<CallResult> told = new ArrayList<>();
        for (int call = 0; call < CALLS_PER_ROUND; call++) {
            faults.maybe(own, fake);
            if (station.isRestless() && own.nextInt(CALLS_PER_ROUND * CALLERS_PER_STATION) == 0) {
                station.reopen(own.nextBoolean());
            }
            told.add(caller.call());
        }
        return told;
    }

    /** Records what the fake has seen, and empties its journal. */
    private void book(FakePartnerCenter fake) {
        List<RecordedExchange> exchanges = fake.journal().exchanges();
        if (exchanges.size() == JOURNAL) {
            throw new IllegalStateException("The journal is too short for a round.");
        }
        for (RecordedExchange exchange : exchanges) {
            judge.see(SeenExchange.of(exchange));
            report.exchange(exchange.fault());
        }
        for (TokenCall call : fake.login().tokenRequests()) {
            report.tokenRequest(call.fault());
        }
        fake.reset();
    }

    private void settle(List<CallResult> next) {
        report.objections(judge.judge(toBeJudged));
        toBeJudged.forEach(report::call);
        toBeJudged = next;
    }

    /** Measures what the process holds while no call runs. */
    private Footprint footprint(FakePartnerCenter fake) {
        expect("more connections than callers", () -> fake.connections() <= STATIONS * (CALLERS_PER_STATION + 1));
        return Footprint.take(numbers.get(), fake.connections());
    }

    private void expect(String objection, BooleanSupplier condition) {
        report.objections(await(condition) ? List.of() : List.of(objection));
    }

    private static boolean collected() {
        System.gc();
        return true;
    }

    private static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(50_000_000);
        }
        return true;
    }
}

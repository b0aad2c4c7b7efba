package io.github.partnercenter4j.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs many callers over both transports, with a fault in one of ten exchanges. {@code -Dsoak.minutes=10} makes it
 * longer. {@code -Dsoak.seed} repeats the random numbers, but not the order of events.
 */
@Tag("full")
class SoakTest {

    /** By how many the number of pooled objects may vary. */
    private static final int POOLED = 600;

    private static final long HEAP_NOISE = 3 << 20;

    /**
     * The heap that the fake keeps for each write: the tokens that it issued and, in Java's TLS, the sessions of the
     * last connections.
     */
    private static final long BYTES_PER_WRITE = 1024;

    private static final int PARALLEL = Soak.STATIONS * Soak.CALLERS_PER_STATION;

    @Test
    void soak_randomFaults_noUnexplainedResultAndNoLeak() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("soak.minutes", "1"));
        Long seed = Long.getLong("soak.seed");
        Soak soak = new Soak(seed == null ? new SplittableRandom().nextLong() : seed);

        SoakReport report = soak.run(Duration.ofMillis((long) (minutes * 60_000)));

        Files.writeString(Files.createDirectories(Path.of("target")).resolve("soak.md"), report.markdown());
        assertThat(report.unexplained()).as(report.markdown()).isEmpty();
        assertThat(report.faultShare()).as("share of faults").isBetween(0.05, 0.2);
        assertThat(report.endings().get("success")).as("successes").isGreaterThan(report.calls() / 2);
        assertThat(report.tokenRequests()).as("requests for tokens").isGreaterThan(2 * Soak.STATIONS);
        assertFlat(report.early(), report.late());
    }

    private static void assertFlat(Footprint early, Footprint late) {
        long writes = late.calls() - early.calls();
        assertThat(late.connections()).as("connections").isLessThanOrEqualTo(PARALLEL + Soak.STATIONS);
        // One for each exchange, some that wait for one, and those of token requests.
        assertThat(late.ownThreads()).as("threads of the client").isLessThanOrEqualTo(4 * PARALLEL);
        // Both ends of a connection are in this process.
        assertThat(late.files()).as("file descriptors").isLessThanOrEqualTo(early.files() + 2 * PARALLEL);
        assertThat(late.objects()).as("objects of the client").isLessThan(early.objects() + POOLED + writes / 20);
        assertThat(late.objectsOfLibraries())
                .as("objects of the client's libraries")
                .isLessThan(early.objectsOfLibraries() + POOLED + writes / 20);
        assertThat(late.bytes()).as("live heap").isLessThan(early.bytes() + HEAP_NOISE + writes * BYTES_PER_WRITE);
    }
}

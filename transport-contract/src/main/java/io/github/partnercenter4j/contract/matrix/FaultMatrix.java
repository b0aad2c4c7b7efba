package io.github.partnercenter4j.contract.matrix;

import io.github.partnercenter4j.model.Cloud;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.testkit.FakePartnerCenter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.opentest4j.TestAbortedException;

/**
 * Tests how a whole client with a gateway handles faults. Each test is one cell: one fault, for a read or a write, on
 * every attempt or only on the first. The page {@code docs/fault-matrix.md} describes the rows F1 to F66.
 *
 * <p>For a gateway over HTTP, extend {@link HttpFaultMatrix}, which also has network faults. For another gateway,
 * extend this class, implement {@link #open}, and run the class as a JUnit test.
 *
 * <p>A cell passes if the call ends in time, with the expected category and the expected number of requests; the
 * outcome of a write is correct; no connection and no thread is left; no text contains a secret; and the next call
 * succeeds.
 *
 * <p>If there is a directory {@code target}, a table of all cells is written there. With the system property
 * {@code partnercenter4j.matrix.cells=one}, only one cell of each row runs, for a quick build.
 */
@Isolated("It counts the threads that are left.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultMatrix extends TransportUnderTest {

    /** True to run only one cell of each row. */
    private static final boolean ONE_A_ROW = "one".equals(System.getProperty("partnercenter4j.matrix.cells"));

    private final FaultScore score = new FaultScore();
    private final Time time = Time.system();
    private @Nullable FakePartnerCenter fake;

    /** For subclasses. */
    protected FaultMatrix() {}

    /**
     * Opens the gateway to test.
     *
     * @param cloud the address; the gateway must connect only to it
     * @param trust the TLS context; the gateway must trust only its certificates
     * @return a new gateway; the matrix closes it after each cell
     * @throws Exception if it cannot be opened, which fails the cell
     */
    @Override
    protected abstract SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;

    /**
     * Returns the fake for a gateway that is not over HTTP. Call it in {@link #open} only.
     *
     * @return the fake
     * @throws IllegalStateException outside {@link #open}
     */
    protected final FakePartnerCenter fake() {
        if (fake == null) {
            throw new IllegalStateException("fake() may be called in open() only.");
        }
        return fake;
    }

    /** Returns the clock of the rows that run in real time. */
    Time time() {
        return time;
    }

    /** Returns the time limit for the wait for any call. */
    Duration patience() {
        return Duration.ofSeconds(30);
    }

    FaultScore score() {
        return score;
    }

    private SupportProfileGateway open(FakePartnerCenter of, Cloud cloud, SSLContext trust) throws Exception {
        fake = of;
        try {
            return open(cloud, trust);
        } finally {
            fake = null;
        }
    }

    @TestFactory
    @DisplayName("F36-F52: statuses and headers of a response")
    Stream<DynamicTest> statusAndHeaderFaults() {
        return rows(StatusAndHeaderFaults.all());
    }

    @TestFactory
    @DisplayName("F35h, F38a, F42, F47, F53: calls with several exchanges")
    Stream<DynamicTest> faultsOfSeveralExchanges() {
        return cells(Stream.of(MissingRouteFaults.all(), EditFaults.all(), OutageFaults.all())
                .flatMap(List::stream)
                .toList());
    }

    @TestFactory
    @DisplayName("F33-F35h: bodies of success responses")
    Stream<DynamicTest> bodyFaults() {
        return rows(AnswerBodyFaults.all());
    }

    @TestFactory
    @DisplayName("F54-F60: the token host")
    Stream<DynamicTest> tokenHostFaults() {
        return cells(TokenHostFaults.all());
    }

    @TestFactory
    @DisplayName("F61-F63: interrupt, cancel and close at every point of a call")
    Stream<DynamicTest> earlyEndFaults() {
        return cells(EarlyEndFaults.all(isOverHttp()));
    }

    @TestFactory
    @DisplayName("F64-F66: clocks, callbacks, and gateways that violate the rules of the port")
    Stream<DynamicTest> otherFaults() {
        return cells(Stream.of(ClockAndCallbackFaults.all(), BrokenGatewayFaults.all())
                .flatMap(List::stream)
                .toList());
    }

    /** Returns whether the transport uses connections. */
    boolean isOverHttp() {
        return false;
    }

    // --- cells ---

    /** Returns a test for each cell. At the end of every cell, the next call must succeed and nothing may be left. */
    final Stream<DynamicTest> cells(List<FaultCell> cells) {
        return (ONE_A_ROW ? oneOfEachRow(cells) : cells)
                .stream().map(cell -> DynamicTest.dynamicTest(cell.row() + " " + cell.name(), () -> play(cell)));
    }

    private void play(FaultCell cell) throws Throwable {
        FaultCell.Play slower = cell.slower();
        String measured;
        try {
            measured = slower == null ? play(cell, cell.play()) : playTwice(cell, slower);
        } catch (TestAbortedException inapplicable) {
            score.leaveOut(cell.row() + ", " + cell.name(), String.valueOf(inapplicable.getMessage()));
            throw inapplicable;
        } catch (Throwable dead) {
            score.add(cell.row(), cell.name(), false, firstLine(dead));
            throw dead;
        }
        score.add(cell.row(), cell.name(), true, measured);
    }

    private String playTwice(FaultCell cell, FaultCell.Play slower) throws Exception {
        try {
            return play(cell, cell.play());
        } catch (AssertionError perhapsTooSlow) {
            return play(cell, slower);
        }
    }

    private String play(FaultCell cell, FaultCell.Play play) throws Exception {
        try (FaultRig rig = new FaultRig(this::open, time(), patience(), cell.leaping())) {
            String measured = play.in(rig);
            rig.healthyAgain();
            rig.leaveNothing();
            return measured;
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /** Returns one cell of each row: a write if there is one, because more can go wrong with it. */
    private static Collection<FaultCell> oneOfEachRow(List<FaultCell> cells) {
        Map<String, FaultCell> chosen = new LinkedHashMap<>();
        for (FaultCell cell : cells) {
            FaultCell other = chosen.putIfAbsent(cell.row(), cell);
            if (other != null && cell.isWrite() && !other.isWrite()) {
                chosen.put(cell.row(), cell);
            }
        }
        return chosen.values();
    }

    /** Returns tests for the cells of rows: reads and writes, and for some rows also with the fault only once. */
    final Stream<DynamicTest> rows(List<FaultRow> rows) {
        return cells(rows.stream().flatMap(row -> row.cells().stream()).toList());
    }

    /** Returns what the matrix cannot test here, with the reasons. */
    Map<String, String> notPlayed() {
        return NotPlayed.inMemory();
    }

    @AfterAll
    void endTheTimer() {
        time.rest();
    }

    @AfterAll
    void publish(TestInfo test) throws IOException {
        Path directory = Path.of("target");
        if (Files.isDirectory(directory)) {
            String name = test.getTestClass().orElseThrow().getSimpleName();
            String transport =
                    name.replaceAll("(Gateway)?(Http)?FaultMatrix(Test)?$", "").toLowerCase(Locale.ROOT);
            notPlayed().forEach(score::leaveOut);
            if (ONE_A_ROW) {
                score.leaveOut("all cells but one of each row", "partnercenter4j.matrix.cells=one");
            }
            score.write(directory.resolve("fault-matrix-" + transport + ".md"), transport);
        }
    }
}

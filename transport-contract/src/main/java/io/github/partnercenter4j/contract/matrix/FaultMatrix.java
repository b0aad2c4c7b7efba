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
 * What a whole client does over a gateway when something goes wrong. Each test is one cell: one fault, for a read or a
 * write, on every attempt or on the first one. The page {@code docs/fault-matrix.md} explains the rows, F1 to F66.
 *
 * <p>A gateway over HTTP extends {@link HttpFaultMatrix}, which has the faults of the network as well. Any other extends
 * this class, implements {@link #open}, and runs the class as a JUnit test.
 *
 * <p>A call survives its fault if all of this holds: it ends in time, with the exact category, after the exact number of
 * requests; a write tells an outcome that is exact and true; no connection and no thread is left; no text holds a secret;
 * the next call succeeds.
 *
 * <p>Where there is a directory {@code target}, a table of all cells is written there. The system property
 * {@code partnercenter4j.matrix.cells=one} plays one cell of each row, for a build that must be quick.
 */
@Isolated("It counts the threads that are left.")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FaultMatrix extends TransportUnderTest {

    /** Whether one cell of each row is enough. */
    private static final boolean ONE_A_ROW = "one".equals(System.getProperty("partnercenter4j.matrix.cells"));

    private final FaultScore score = new FaultScore();
    private final Time time = Time.system();
    private @Nullable FakePartnerCenter fake;

    /** For subclasses. */
    protected FaultMatrix() {}

    /**
     * Opens the gateway that the matrix is about.
     *
     * @param cloud where to; the gateway must talk to it and to nobody else
     * @param trust whom to trust over TLS: those of this context and nobody else
     * @return a new gateway, closed by the matrix after each cell
     * @throws Exception if it cannot be opened, which fails the cell
     */
    @Override
    protected abstract SupportProfileGateway open(Cloud cloud, SSLContext trust) throws Exception;

    /**
     * Returns the fake that a gateway is being opened to, for one that is not over HTTP.
     *
     * @return the fake
     * @throws IllegalStateException outside {@link #open}
     */
    protected final FakePartnerCenter fake() {
        if (fake == null) {
            throw new IllegalStateException("There is a fake while a gateway is opened, and not otherwise.");
        }
        return fake;
    }

    /** The clock of the rows that take place in real time. */
    Time time() {
        return time;
    }

    /** Longer than that no call is waited for. */
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
    @DisplayName("F36-F52: what an answer's status and headers mean")
    Stream<DynamicTest> meaning() {
        return rows(StatusAndHeaderFaults.all());
    }

    @TestFactory
    @DisplayName("F35h, F38a, F42, F47, F53: what several exchanges come to")
    Stream<DynamicTest> severalAnswers() {
        return cells(Stream.of(MissingRouteFaults.all(), EditFaults.all(), OutageFaults.all())
                .flatMap(List::stream)
                .toList());
    }

    @TestFactory
    @DisplayName("F33-F35h: bodies of a success")
    Stream<DynamicTest> bodies() {
        return rows(AnswerBodyFaults.all());
    }

    @TestFactory
    @DisplayName("F54-F60: the token host")
    Stream<DynamicTest> tokens() {
        return cells(TokenHostFaults.all());
    }

    @TestFactory
    @DisplayName("F61-F63: interrupt, cancel and close, wherever a call is")
    Stream<DynamicTest> earlyEnds() {
        return cells(EarlyEndFaults.all(isOverHttp()));
    }

    @TestFactory
    @DisplayName("F64-F66: clocks, callbacks, and gateways that break the port's promise")
    Stream<DynamicTest> others() {
        return cells(Stream.of(ClockAndCallbackFaults.all(), BrokenGatewayFaults.all())
                .flatMap(List::stream)
                .toList());
    }

    /** Tells whether the transport makes connections. */
    boolean isOverHttp() {
        return false;
    }

    // --- cells ---

    /** Every cell ends alike: the next call succeeds, and nothing is left behind. */
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

    /** A write where the row has one: more can go wrong with it than with a read. */
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

    /** The cells of rows: reads, writes, and both where the fault strikes once. */
    final Stream<DynamicTest> rows(List<FaultRow> rows) {
        return cells(rows.stream().flatMap(row -> row.cells().stream()).toList());
    }

    /** What the matrix cannot play here, and why. */
    Map<String, String> notPlayed() {
        return NotPlayed.inMemory();
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

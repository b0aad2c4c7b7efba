package io.github.partnercenter4j.contract.matrix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The matrix as a page: the faults of each row, and the expected ends of a call. Run it to print the page. */
final class FaultPage {

    private static final String INTRODUCTION = """
            # The fault matrix

            The matrix tests a whole client over a gateway with one fault at a time, in a read (`GET`) and in a write (`PUT`).
            `FaultMatrix` has the rows without a network, and `HttpFaultMatrix` has all rows. To run them, see
            [transports](transports.md#the-contract-and-the-fault-matrix). The name of a test has the row, the request, the fault and the end
            of the call: `F23 PUT: applied, then reset -> IO, 2 sends, UNKNOWN`. This page explains the row.

            The suite generates this page from its rows, and `FaultPageTest` compares them.

            ## How a call must end

            Each cell of the tables has the end of the call: `success`, or the category of the failure. `tries` are attempts,
            `sends` are requests that reached a peer, and `reads` are requests that resolve the outcome of a write. If there is no number
            of `tries`, it is equal to that of `sends`. A failed write must report one of the outcomes: `APPLIED`, `NOT_APPLIED` or
            `UNKNOWN`. An empty cell is not tested.

            In addition, every row checks the following:

            - The call ends at most 5 s after its timeout, even on a busy machine.
            - The outcome is true: after `NOT_APPLIED` the fake has stored nothing.
            - A request that is sent again has the same bytes.
            - No text of the failure or of a listener event has a token or a text of the peer.
            - After the end of the fault, the next call succeeds.
            - Unused connections are closed, except for one in the pool. After `close()` there are no connections and no threads left.

            "Once" means that only the first attempt has the fault; otherwise every attempt has it. "Without our ids" means that the
            response echoes neither `MS-RequestId` nor `MS-CorrelationId`.
            """;

    private FaultPage() {}

    /**
     * Prints the page.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.print(text());
    }

    /** Returns the page, in Markdown. */
    static String text() {
        Map<String, List<FaultCell>> rows =
                cells().collect(Collectors.groupingBy(FaultCell::row, LinkedHashMap::new, Collectors.toList()));
        StringBuilder text = new StringBuilder(INTRODUCTION);
        for (RowTitle.Chapter chapter : RowTitle.chapters()) {
            text.append("\n## ").append(chapter.name()).append('\n');
            for (RowTitle title : chapter.titles()) {
                text.append("\n### ").append(title.number()).append("\n\n");
                text.append(title.sentence()).append("\n\n");
                List<FaultCell> played = rows.remove(title.number());
                if (played == null) {
                    throw new IllegalStateException("No cell is of row " + title.number() + ".");
                }
                append(text, played);
            }
        }
        if (!rows.isEmpty()) {
            throw new IllegalStateException("RowTitle has no sentence on " + rows.keySet() + ".");
        }
        text.append("\n## What is not tested\n\n");
        NotPlayed.overHttp()
                .forEach((row, reason) -> text.append("- ")
                        .append(row)
                        .append(": ")
                        .append(reason)
                        .append(".\n"));
        return text.toString();
    }

    /** The cells of every matrix. */
    static Stream<FaultCell> cells() {
        Stream<FaultRow> rows = Stream.of(
                        ConnectionFaults.all(),
                        AnswerHeadFaults.all(),
                        AnswerBodyFaults.all(),
                        StatusAndHeaderFaults.all())
                .flatMap(List::stream);
        Stream<FaultCell> others = Stream.of(
                        NameAndProxyFaults.all(TransportUnderTest.class),
                        MissingRouteFaults.all(),
                        EditFaults.all(),
                        OutageFaults.all(),
                        TokenHostFaults.all(),
                        EarlyEndFaults.all(true),
                        ClockAndCallbackFaults.all(),
                        SharedConnectionFaults.all(),
                        BrokenGatewayFaults.all())
                .flatMap(List::stream);
        return Stream.concat(rows.flatMap(row -> row.cells().stream()), others);
    }

    /** Appends a table. Faults with the same ends share a line. */
    private static void append(StringBuilder text, List<FaultCell> cells) {
        Map<String, Map<String, String>> endings = new TreeMap<>();
        for (FaultCell cell : cells) {
            endings.computeIfAbsent(cell.fault(), fault -> new TreeMap<>()).put(cell.asked(), cell.ending());
        }
        Map<Map<String, String>, TreeSet<String>> alike = new LinkedHashMap<>();
        endings.forEach((fault, ending) ->
                alike.computeIfAbsent(ending, same -> new TreeSet<>()).add(fault));
        text.append("| fault | read | write |\n|---|---|---|\n");
        alike.forEach((ending, faults) -> {
            List<String> write = new ArrayList<>();
            if (ending.containsKey("PUT")) {
                write.add(ending.get("PUT"));
            }
            if (ending.containsKey("edit")) {
                write.add("edit: " + ending.get("edit"));
            }
            text.append("| ").append(faults.stream().map(FaultPage::escaped).collect(Collectors.joining("<br>")));
            text.append(" | ").append(escaped(ending.getOrDefault("GET", "")));
            text.append(" | ").append(escaped(String.join("; ", write))).append(" |\n");
        });
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}

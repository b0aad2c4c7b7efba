package io.github.partnercenter4j.contract.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of the cells, and the cells that do not apply, with reasons. Thread-safe. */
final class FaultScore {

    private final List<Cell> cells = new ArrayList<>();
    private final Map<String, String> inapplicable = new LinkedHashMap<>();

    /**
     * One cell.
     *
     * @param name the variant
     * @param survived whether every condition held
     * @param measured the measured values
     */
    private record Cell(String row, String name, boolean survived, String measured) {}

    synchronized void add(String row, String name, boolean survived, String measured) {
        cells.add(new Cell(row, name, survived, measured));
    }

    /** Records that a row, or a part of it, does not apply here. */
    synchronized void leaveOut(String row, String reason) {
        inapplicable.put(row, reason);
    }

    /** Writes the table. */
    synchronized void write(Path file, String title) throws IOException {
        long survived = cells.stream().filter(Cell::survived).count();
        StringBuilder text = new StringBuilder(
                "# Fault matrix: " + title + "\n\n| Row | Cell | Survived | Measured |\n" + "|---|---|---|---|\n");
        for (Cell cell : cells) {
            text.append("| ").append(cell.row()).append(" | ").append(fit(cell.name()));
            text.append(cell.survived() ? " | yes | " : " | **no** | ").append(fit(cell.measured()));
            text.append(" |\n");
        }
        text.append("\nsurvived ")
                .append(survived)
                .append(" / ")
                .append(cells.size())
                .append('\n');
        text.append("\nNot applicable:\n\n");
        inapplicable.forEach((row, reason) ->
                text.append("- ").append(row).append(": ").append(reason).append('\n'));
        Files.writeString(file, text);
    }

    private static String fit(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }
}

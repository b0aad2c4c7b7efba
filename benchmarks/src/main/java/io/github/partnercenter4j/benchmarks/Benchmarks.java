package io.github.partnercenter4j.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the rows of the table in docs/performance.md, each in a JVM of its own so that no row warms or spoils another,
 * and prints them with their goals.
 *
 * <pre>{@code benchmarks/run.sh [--quick] [row ...]}</pre>
 */
public final class Benchmarks {

    private static final String MEASURE = "--measure";

    private Benchmarks() {}

    /**
     * Runs what is named, or all.
     *
     * @param args names of rows; {@code --list} prints them; {@code --quick} shows that all works, and measures nothing
     *     well
     * @throws Exception if a row cannot be measured
     */
    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(List.of(args));
        Scale scale = names.remove("--quick") ? Scale.QUICK : Scale.FULL;
        if (names.remove("--list")) {
            Row.ALL.forEach(row -> System.out.println(row.name()));
        } else if (names.remove(MEASURE)) {
            for (String name : names) {
                Row.named(name).measurement().measure(scale).forEach(figure -> System.out.println(figure.line()));
            }
            // What a library leaves running is not waited for.
            System.exit(0);
        } else {
            table(names.isEmpty() ? Row.ALL : names.stream().map(Row::named).toList(), scale);
        }
    }

    private static void table(List<Row> rows, Scale scale) throws IOException, InterruptedException {
        // Line by line: whoever ends it early has what there is.
        System.out.println("| row | what | goal | figure | met |");
        System.out.println("|---|---|---|---|---|");
        for (Row row : rows) {
            long begun = System.nanoTime();
            for (Figure figure : measured(row, scale)) {
                System.out.println("| `" + row.name() + "` | " + figure.what() + " | " + figure.goal() + " | "
                        + figure.value() + " | " + figure.met() + " |");
            }
            System.err.printf(Locale.ROOT, "%s: %.0f s%n", row.name(), (System.nanoTime() - begun) / 1e9);
        }
        System.out.printf(
                Locale.ROOT,
                "%nJava %s (%s), %d processors, %s %s%n",
                Runtime.version(),
                System.getProperty("java.vm.name"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }

    private static List<Figure> measured(Row row, Scale scale) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(MEASURE, row.name()));
        if (scale.equals(Scale.QUICK)) {
            arguments.add("--quick");
        }
        try (ChildJvm child = ChildJvm.start(row.pinned() ? 0 : ChildJvm.ANY_PROCESSOR, Benchmarks.class, arguments)) {
            return child.lines().filter(Figure::isFigure).map(Figure::parse).toList();
        }
    }
}

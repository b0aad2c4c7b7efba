package io.github.partnercenter4j.benchmarks;

import java.util.List;

/**
 * One line of the table.
 *
 * @param what is measured
 * @param goal what it should be
 * @param value what it is
 * @param met {@code yes}, {@code no}, or a dash where there is nothing to meet
 */
record Figure(String what, String goal, String value, String met) {

    private static final String MARK = "FIGURE";

    /** A figure that should not exceed a number. */
    static Figure atMost(String what, double limit, double value, String shown) {
        return new Figure(what, "at most " + number(limit), shown, value <= limit ? "yes" : "no");
    }

    /** A figure that should reach a number. */
    static Figure atLeast(String what, double limit, double value, String shown) {
        return new Figure(what, "at least " + number(limit), shown, value >= limit ? "yes" : "no");
    }

    /** A figure that is only told. */
    static Figure told(String what, String shown) {
        return new Figure(what, "-", shown, "-");
    }

    private static String number(double limit) {
        return limit == Math.rint(limit) && limit != 1 ? Long.toString((long) limit) : Double.toString(limit);
    }

    /** Returns the figure as one line that {@link #parse} reads, told from whatever else a program prints. */
    String line() {
        return String.join("\t", MARK, what, goal, value, met);
    }

    static boolean isFigure(String line) {
        return line.startsWith(MARK + "\t");
    }

    static Figure parse(String line) {
        List<String> parts = List.of(line.split("\t", -1));
        return new Figure(parts.get(1), parts.get(2), parts.get(3), parts.get(4));
    }
}

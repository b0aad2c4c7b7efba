package io.github.partnercenter4j.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what came close to what was wanted. Pure. */
final class NearMisses {

    /** A small number, because more would hide the one that matters. */
    static final int SHOWN = 5;

    private NearMisses() {}

    /** Returns the exchanges with the fewest differences, the most similar first; of equal ones, the latest first. */
    static List<NearMiss> find(Request wanted, List<RecordedExchange> exchanges, boolean bodies) {
        List<NearMiss> misses = new ArrayList<>();
        for (int i = exchanges.size() - 1; i >= 0; i--) {
            RecordedExchange exchange = exchanges.get(i);
            List<String> differences = exchange.differences(wanted, bodies);
            if (!differences.isEmpty()) {
                misses.add(new NearMiss(exchange, differences));
            }
        }
        // The sort is stable.
        misses.sort(Comparator.comparingInt(miss -> miss.differences().size()));
        return misses.subList(0, Math.min(SHOWN, misses.size()));
    }

    /**
     * Shows the same exchanges with their differences.
     *
     * @param bodies whether to show bodies that do not match
     * @return lines, each after a line end; an empty text if there is no such exchange
     */
    static String of(Request wanted, List<RecordedExchange> exchanges, boolean bodies) {
        StringBuilder text = new StringBuilder();
        for (NearMiss miss : find(wanted, exchanges, bodies)) {
            text.append(text.length() == 0 ? "\nClosest other requests:" : "")
                    .append("\n  ")
                    .append(miss.exchange());
            for (String difference : miss.differences()) {
                text.append("\n    ").append(difference);
            }
        }
        return text.toString();
    }
}

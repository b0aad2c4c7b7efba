package io.github.partnercenter4j.testkit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds what came close to what was wanted. Pure. */
final class NearMisses {

    /** More would hide the one that matters. */
    static final int SHOWN = 5;

    private NearMisses() {}

    /** Finds the exchanges that differ least from those requests, of equals the later ones: the closest first. */
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
     * Shows the same exchanges, each with what it differs in.
     *
     * @param bodies whether bodies that are wrong are shown
     * @return lines that begin with a line end, or nothing if there is no such exchange
     */
    static String of(Request wanted, List<RecordedExchange> exchanges, boolean bodies) {
        StringBuilder text = new StringBuilder();
        for (NearMiss miss : find(wanted, exchanges, bodies)) {
            text.append(text.length() == 0 ? "\nClosest of the others:" : "")
                    .append("\n  ")
                    .append(miss.exchange());
            for (String difference : miss.differences()) {
                text.append("\n    ").append(difference);
            }
        }
        return text.toString();
    }
}

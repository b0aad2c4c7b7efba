package io.github.partnercenter4j.testkit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many requests each call had, of so many latest calls. Thread-safe. */
final class Attempts {

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final int limit;

    Attempts(int limit) {
        this.limit = limit;
    }

    /** Counts a request, and returns which of its call it is, from 1; 0 if it does not say of which call it is. */
    synchronized int next(@Nullable String correlationId) {
        if (correlationId == null) {
            return 0;
        }
        String call = correlationId.toLowerCase(Locale.ROOT);
        // Taken out and put in again: the map begins with the call that is the longest ago.
        Integer before = counts.remove(call);
        int attempt = before == null ? 1 : before + 1;
        counts.put(call, attempt);
        if (counts.size() > limit) {
            counts.remove(counts.keySet().iterator().next());
        }
        return attempt;
    }

    synchronized void clear() {
        counts.clear();
    }
}

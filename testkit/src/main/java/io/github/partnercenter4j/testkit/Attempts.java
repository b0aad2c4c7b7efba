package io.github.partnercenter4j.testkit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many requests each call had, of so many latest calls. Thread-safe. */
final class Attempts {

    private final Map<String, Integer> counts;

    Attempts(int limit) {
        this.counts = new Latest(limit);
    }

    private static final class Latest extends LinkedHashMap<String, Integer> {
        private static final long serialVersionUID = 1L;

        private final int limit;

        Latest(int limit) {
            super(16, 0.75f, true);
            this.limit = limit;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > limit;
        }
    }

    /** Counts a request, and returns which of its call it is, from 1; 0 if it does not say of which call it is. */
    synchronized int next(@Nullable String correlationId) {
        if (correlationId == null) {
            return 0;
        }
        String call = correlationId.toLowerCase(Locale.ROOT);
        Integer before = counts.get(call);
        int attempt = before == null ? 1 : before + 1;
        counts.put(call, attempt);
        return attempt;
    }

    synchronized void clear() {
        counts.clear();
    }
}

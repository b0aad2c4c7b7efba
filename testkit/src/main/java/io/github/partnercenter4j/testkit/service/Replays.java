package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.port.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to updates that were made, kept for those who ask again with the same id. Keeps them for a time and not
 * without limit: the oldest go first. Not thread-safe.
 */
final class Replays {

    private static final int MOST_ANSWERS = 1000;

    /** Bytes of bodies, in all. */
    private static final long MOST_BYTES = 8L << 20;

    private final InstantSource clock;
    private final Duration lifetime;
    private final Map<Key, Kept> kept = new LinkedHashMap<>();
    private long bytes;

    Replays(InstantSource clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /**
     * What makes two updates one.
     *
     * @param tenant whose profile
     * @param path on which path
     * @param requestId the id, a GUID in lower case
     */
    record Key(String tenant, ResourcePath path, String requestId) {}

    /** An update that was made: what came, and what it was answered. */
    static final class Kept {
        private final byte[] body;
        private final Verdict verdict;
        private final Instant until;

        private Kept(byte[] body, Verdict verdict, Instant until) {
            this.body = body;
            this.verdict = verdict;
            this.until = until;
        }

        Verdict verdict() {
            return verdict;
        }

        /** Tells whether the same bytes come again. */
        boolean isFor(byte[] other) {
            return Arrays.equals(body, other);
        }

        private long bytes() {
            return body.length + (long) verdict.body().length();
        }
    }

    /** Returns the update that came with an id, or null if none is kept. */
    @Nullable
    Kept find(Key key) {
        Kept found = kept.get(key);
        return found == null || !clock.instant().isBefore(found.until) ? null : found;
    }

    /** Keeps an answer, in place of the one that the id had. */
    void keep(Key key, byte[] body, Verdict verdict) {
        Kept fresh = new Kept(body, verdict, clock.instant().plus(lifetime));
        forget(kept.remove(key));
        kept.put(key, fresh);
        bytes += fresh.bytes();
        Iterator<Kept> oldest = kept.values().iterator();
        while (kept.size() > MOST_ANSWERS || bytes > MOST_BYTES) {
            forget(oldest.next());
            oldest.remove();
        }
    }

    private void forget(@Nullable Kept gone) {
        bytes -= gone == null ? 0 : gone.bytes();
    }

    /** Forgets what a tenant was answered. */
    void forget(String tenant) {
        kept.entrySet().removeIf(answer -> {
            boolean itsOwn = answer.getKey().tenant().equals(tenant);
            forget(itsOwn ? answer.getValue() : null);
            return itsOwn;
        });
    }

    void clear() {
        kept.clear();
        bytes = 0;
    }
}

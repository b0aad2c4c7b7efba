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
 * The responses to earlier updates, for repeated requests with the same id. They are kept for a limited time, and their
 * number is limited: the oldest are removed first. Not thread-safe.
 */
final class Replays {

    private static final int MOST_ANSWERS = 1000;

    /** The limit of all bodies together, in bytes. */
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
     * The key of an update.
     *
     * @param tenant the tenant
     * @param path the path
     * @param requestId the id, a GUID in lower case
     */
    record Key(String tenant, ResourcePath path, String requestId) {}

    /** An earlier update with its request and its response. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares two of these.
    record Kept(byte[] body, Verdict verdict, Instant until) {

        /** Returns whether a request has the same bytes. */
        boolean isFor(byte[] other) {
            return Arrays.equals(body, other);
        }

        private long bytes() {
            return body.length + (long) verdict.body().length();
        }
    }

    /** Returns the update with a key, or null if none is kept. */
    @Nullable
    Kept find(Key key) {
        Kept found = kept.get(key);
        return found == null || !clock.instant().isBefore(found.until) ? null : found;
    }

    /** Keeps a response, and replaces an earlier one with the same key. */
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

    /** Removes the responses of a tenant. */
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

package io.github.partnercenter4j.testkit.service;

import io.github.partnercenter4j.testkit.behaviour.Throttle;
import io.github.partnercenter4j.testkit.http.HttpAnswer;
import io.github.partnercenter4j.testkit.http.HttpDate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts requests by tenant and refuses those beyond the limit. Thread-safe. */
public final class Throttling {

    private final Throttle limit;
    private final InstantSource clock;
    private final Map<String, Window> windows = new HashMap<>();

    public Throttling(Throttle limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    Throttle limit() {
        return limit;
    }

    /** The used part of a tenant's limit. */
    private static final class Window {
        private final Instant start;
        private final Instant end;
        private int used;
        private boolean readsToldToWait;
        private boolean writesToldToWait;

        Window(Instant start, Duration length) {
            this.start = start;
            this.end = start.plus(length);
        }

        boolean covers(Instant now) {
            return !now.isBefore(start) && now.isBefore(end);
        }

        /**
         * Returns whether requests of this kind were already asked to wait for the end of the window, and records that
         * they are.
         */
        boolean tellToWait(boolean write) {
            boolean before = write ? writesToldToWait : readsToldToWait;
            if (write) {
                writesToldToWait = true;
            } else {
                readsToldToWait = true;
            }
            return before;
        }
    }

    /**
     * The decision about a request.
     *
     * @param refusal the response, or null if the request is accepted
     * @param tooEarly how much too early it came, before the end of a requested wait; else zero
     * @param takeBack takes back the count, if the request was not complete
     */
    record Ruling(@Nullable HttpAnswer refusal, Duration tooEarly, Runnable takeBack) {}

    /** Counts a request. */
    synchronized Ruling rule(String tenant, boolean write) {
        Instant now = clock.instant();
        Window window = windows.get(tenant);
        if (window == null || !window.covers(now)) {
            window = new Window(now, limit.window());
            windows.put(tenant, window);
        }
        int cost = write ? limit.writeCost() : 1;
        if (cost <= limit.requests() - window.used) {
            window.used += cost;
            Window counted = window;
            return new Ruling(null, Duration.ZERO, () -> giveBack(counted, cost));
        }
        Duration left = Duration.between(now, window.end);
        boolean told = window.tellToWait(write);
        return new Ruling(refusal(now, left), told ? left : Duration.ZERO, () -> {});
    }

    private synchronized void giveBack(Window window, int cost) {
        window.used -= cost;
    }

    private HttpAnswer refusal(Instant now, Duration left) {
        long seconds = left.plusNanos(999_999_999).toSeconds();
        String retryAfter =
                limit.isRetryAfterDate() ? HttpDate.of(now.plus(left).plusNanos(999_999_999)) : Long.toString(seconds);
        return TooManyRequests.answer(seconds, retryAfter).header("Date", HttpDate.of(now));
    }
}

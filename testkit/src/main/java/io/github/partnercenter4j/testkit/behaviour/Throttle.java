package io.github.partnercenter4j.testkit.behaviour;

import java.time.Duration;

/**
 * A request limit of a fake. The documentation says that limits are for each API and partner tenant, that updates count
 * more than reads, and that refused requests also count; it has no numbers. Here, the support profile is one API, so
 * reads and updates of a tenant share one limit.
 *
 * <p>The window of a tenant begins with its first request and has a fixed length. A request is refused if its cost is
 * more than the rest of the limit. A refused request has no cost and does not change the wait. Immutable. For
 * {@code FakePartnerCenter.throttle}.
 */
public final class Throttle {

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Throttle NONE = new Throttle(Integer.MAX_VALUE, Duration.ZERO, 0, false);

    private final int requests;
    private final Duration window;
    private final int writeCost;
    private final boolean date;

    private Throttle(int requests, Duration window, int writeCost, boolean date) {
        this.requests = requests;
        this.window = window;
        this.writeCost = writeCost;
        this.date = date;
    }

    /** {@return no limit, which is the default} */
    public static Throttle none() {
        return NONE;
    }

    /**
     * Returns a limit for the number of requests of a tenant in each window. Reads and updates cost one each.
     * {@code Retry-After} has whole seconds, rounded up.
     *
     * @param requests the number of requests, at least 1
     * @param window the length of a window, by the fake's clock; positive and at most 365 days
     * @return the throttle
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public static Throttle perWindow(int requests, Duration window) {
        if (requests < 1) {
            throw new IllegalArgumentException("A throttle must allow at least 1 request, not " + requests
                    + ". To refuse all, use fake.when(Request.any()).play(DocumentedError.THROTTLED.fault()).");
        }
        if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The window must be more than zero and at most 365 days, not " + window + ".");
        }
        return new Throttle(requests, window, 1, false);
    }

    /**
     * Returns this limit with updates that cost more than reads.
     *
     * @param cost the cost of an update, from 1 to the number of requests of a window
     * @return the throttle
     * @throws IllegalArgumentException if it is another number, or this is {@link #none()}
     */
    public Throttle writeCost(int cost) {
        requireLimit();
        if (cost < 1 || cost > requests) {
            throw new IllegalArgumentException("The cost of an update must be 1 to " + requests + ", not " + cost
                    + ": otherwise no update is ever allowed.");
        }
        return new Throttle(requests, window, cost, date);
    }

    /**
     * Returns this limit with a date in {@code Retry-After}. HTTP allows that; the documentation does not show it.
     *
     * @return the throttle
     * @throws IllegalArgumentException if this is {@link #none()}
     */
    public Throttle retryAfterAsDate() {
        requireLimit();
        return new Throttle(requests, window, writeCost, true);
    }

    private void requireLimit() {
        if (isNone()) {
            throw new IllegalArgumentException(
                    "Throttle.none() has no limit to change. Start with Throttle.perWindow(..).");
        }
    }

    /** {@return whether there is no limit: true for {@link #none()} only} */
    public boolean isNone() {
        return this == NONE;
    }

    /** {@return the number of requests of a window} */
    public int requests() {
        return requests;
    }

    /** {@return the length of a window; zero for {@link #none()}} */
    public Duration window() {
        return window;
    }

    /** {@return the cost of an update} */
    public int writeCost() {
        return writeCost;
    }

    /** {@return whether {@code Retry-After} is a date, not seconds} */
    public boolean isRetryAfterDate() {
        return date;
    }

    @Override
    public String toString() {
        return isNone()
                ? "none()"
                : "perWindow(" + requests + ", " + window + "), writeCost(" + writeCost + ")"
                        + (date ? ", retryAfterAsDate()" : "");
    }
}

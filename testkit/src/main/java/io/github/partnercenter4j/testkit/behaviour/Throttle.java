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

    /**
     * Returns no limit, which is the default.
     *
     * @return no throttle
     */
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
            throw new IllegalArgumentException("A throttle lets at least one request in, not " + requests
                    + "; fake.when(Request.any()).play(DocumentedError.THROTTLED.fault()) lets none.");
        }
        if (window.isZero() || window.isNegative() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A window has some length, at most 365 days, not " + window + ".");
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
            throw new IllegalArgumentException(
                    "An update costs 1 to " + requests + ", not " + cost + ": beyond that, none would ever be let in.");
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
            throw new IllegalArgumentException("Begin with Throttle.perWindow(...): none() refuses nothing.");
        }
    }

    /**
     * Returns whether there is no limit.
     *
     * @return true for {@link #none()} only
     */
    public boolean isNone() {
        return this == NONE;
    }

    /**
     * Returns the number of requests of a window.
     *
     * @return the number
     */
    public int requests() {
        return requests;
    }

    /**
     * Returns the length of a window.
     *
     * @return the duration, zero for {@link #none()}
     */
    public Duration window() {
        return window;
    }

    /**
     * Returns the cost of an update.
     *
     * @return the number
     */
    public int writeCost() {
        return writeCost;
    }

    /**
     * Returns whether {@code Retry-After} is a date.
     *
     * @return true for a date, false for seconds
     */
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

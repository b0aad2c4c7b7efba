package io.github.partnercenter4j.testkit.behaviour;

import java.time.Duration;

/**
 * How many requests a fake takes before it asks to wait. The documentation says that limits are per API and partner tenant,
 * that updates count for more than reads, and that refused requests count, too; it gives no numbers. Here the support
 * profile is one API, so its reads and updates draw on one budget, one for each tenant.
 *
 * <p>A tenant's window begins with its first request and has a fixed length. A request is refused if what it costs is more
 * than what is left of the budget; a refused one costs nothing, but does not shorten the wait either. Immutable. Given to
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
     * Returns a fake's usual patience: it takes every request.
     *
     * @return no throttle
     */
    public static Throttle none() {
        return NONE;
    }

    /**
     * Returns a throttle that lets so many requests of a tenant in for each window. Reads and updates cost one each, and
     * {@code Retry-After} comes in whole seconds, rounded up.
     *
     * @param requests how many, at least 1
     * @param window how long, by the fake's clock; more than nothing and at most 365 days
     * @return the throttle
     * @throws IllegalArgumentException if it would let nothing in, or the window has no length or is longer
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
     * Returns this throttle with updates that cost more than reads.
     *
     * @param cost how many reads an update is worth, from 1 to the number of requests of a window
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
     * Returns this throttle with a date in {@code Retry-After}, which HTTP allows and the documentation does not show.
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
     * Tells whether this refuses nothing.
     *
     * @return true for {@link #none()} alone
     */
    public boolean isNone() {
        return this == NONE;
    }

    /**
     * Returns how many requests a window has room for.
     *
     * @return the number
     */
    public int requests() {
        return requests;
    }

    /**
     * Returns how long a window is.
     *
     * @return the duration, zero for {@link #none()}
     */
    public Duration window() {
        return window;
    }

    /**
     * Returns how many reads an update is worth.
     *
     * @return the number
     */
    public int writeCost() {
        return writeCost;
    }

    /**
     * Tells how {@code Retry-After} comes.
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

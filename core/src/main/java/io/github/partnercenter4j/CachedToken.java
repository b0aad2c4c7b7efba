package io.github.partnercenter4j;

import io.github.partnercenter4j.port.AccessToken;
import java.time.Duration;
import java.time.Instant;

/** A token and how long to use it. Each that arrives is a generation of its own, told from others by identity. */
final class CachedToken {

    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);
    private static final Duration ABSURD_LIFE = Duration.ofHours(24);
    private static final Duration LONGEST_STALE = Duration.ofMinutes(5);

    private final AccessToken token;
    private final long askedNanos;
    private final Instant askedAt;
    private final Duration staleAfter;
    private final Duration expiresAfter;

    /**
     * Decides how long to use a token: a fifth of its life, at most five minutes, is left for asking for the next one.
     *
     * @param askedNanos when it was asked for, by the monotonic clock; its life counts from there
     * @param askedAt the same by the wall clock
     * @param jitter 0 to 1: how far into the first quarter of the time left to wait, so that many clients do not ask at
     *     once
     */
    CachedToken(AccessToken token, long askedNanos, Instant askedAt, double jitter) {
        this.token = token;
        this.askedNanos = askedNanos;
        this.askedAt = askedAt;
        this.expiresAfter = lifeOf(token);
        Duration fifth = expiresAfter.dividedBy(5);
        Duration stale = fifth.compareTo(LONGEST_STALE) < 0 ? fifth : LONGEST_STALE;
        this.staleAfter = expiresAfter.minus(stale).plusNanos((long) (stale.toNanos() * jitter / 4));
    }

    private static Duration lifeOf(AccessToken token) {
        Duration said = token.expiresIn().orElse(UNKNOWN_LIFE);
        if (said.compareTo(ABSURD_LIFE) > 0) {
            return UNKNOWN_LIFE;
        }
        return said.isNegative() ? Duration.ZERO : said;
    }

    AccessToken token() {
        return token;
    }

    boolean isStaleAt(Duration age) {
        return age.compareTo(staleAfter) >= 0;
    }

    boolean isExpiredAt(Duration age) {
        return age.compareTo(expiresAfter) >= 0;
    }

    /** The greater of two: a monotonic clock may stand still while the machine sleeps, a wall clock may be set back. */
    Duration age(long nanos, Instant now) {
        Duration run = Duration.ofNanos(nanos - askedNanos);
        Duration passed = Duration.between(askedAt, now);
        return run.compareTo(passed) > 0 ? run : passed;
    }
}

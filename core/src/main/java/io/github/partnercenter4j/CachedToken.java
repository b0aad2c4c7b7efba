package io.github.partnercenter4j;

import io.github.partnercenter4j.port.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** A token and how long to use it. Each that arrives is a generation of its own, told from others by identity. */
final class CachedToken {

    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);
    private static final Duration ABSURD_LIFE = Duration.ofHours(24);
    private static final Duration LONGEST_STALE = Duration.ofMinutes(5);

    private final AccessToken token;
    private final long askedNanos;
    private final long staleAfterNanos;
    private final Instant staleAt;
    private final long expiresAfterNanos;
    private final Instant expiresAt;
    private final CompletableFuture<CachedToken> ready = CompletableFuture.completedFuture(this);

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
        Duration life = lifeOf(token);
        Duration fifth = life.dividedBy(5);
        Duration stale = fifth.compareTo(LONGEST_STALE) < 0 ? fifth : LONGEST_STALE;
        Duration fresh = life.minus(stale).plusNanos((long) (stale.toNanos() * jitter / 4));
        this.staleAfterNanos = fresh.toNanos();
        this.staleAt = askedAt.plus(fresh);
        this.expiresAfterNanos = life.toNanos();
        this.expiresAt = askedAt.plus(life);
    }

    private static Duration lifeOf(AccessToken token) {
        Duration said = token.expiresIn();
        if (said == null || said.compareTo(ABSURD_LIFE) > 0) {
            return UNKNOWN_LIFE;
        }
        return said.isNegative() ? Duration.ZERO : said;
    }

    AccessToken token() {
        return token;
    }

    /** This token, for those who would wait for one. */
    CompletableFuture<CachedToken> ready() {
        return ready;
    }

    /** How long it may be used still, by whichever clock says less; zero when it is over. */
    Duration lifeLeft(long nanos, Instant now) {
        Duration left = Duration.ofNanos(expiresAfterNanos - (nanos - askedNanos));
        Duration byTheWall = Duration.between(now, expiresAt);
        Duration shorter = left.compareTo(byTheWall) < 0 ? left : byTheWall;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    boolean isStaleAt(long nanos, Instant now) {
        return nanos - askedNanos >= staleAfterNanos || !now.isBefore(staleAt);
    }

    /** By whichever clock says so: a monotonic one may stand still while the machine sleeps, a wall clock be set back. */
    boolean isExpiredAt(long nanos, Instant now) {
        return nanos - askedNanos >= expiresAfterNanos || !now.isBefore(expiresAt);
    }
}

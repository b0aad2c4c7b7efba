package io.github.partnercenter4j.token;

import io.github.partnercenter4j.port.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * An access token with the times at which it becomes stale and expires. Compared by identity: the same token received
 * twice gives two objects.
 */
public final class CachedToken {

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
     * Calculates how long to use a token. It becomes stale when a fifth of its life is left, at most five minutes: then
     * the client requests the next token.
     *
     * @param askedNanos when the token was requested, by the monotonic clock; its life counts from there
     * @param askedAt the same moment by the wall clock
     * @param jitter 0 to 1: delays the stale time by up to a quarter of the stale period, so that many clients do not
     *     send their requests at the same moment
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

    /** Returns what is sent. */
    public AccessToken token() {
        return token;
    }

    /** Returns this token as a completed future. */
    CompletableFuture<CachedToken> ready() {
        return ready;
    }

    /** Returns how long the token is still valid: the shorter time of the two clocks, or zero if it has expired. */
    Duration lifeLeft(long nanos, Instant now) {
        Duration left = Duration.ofNanos(expiresAfterNanos - (nanos - askedNanos));
        Duration byTheWall = Duration.between(now, expiresAt);
        Duration shorter = left.compareTo(byTheWall) < 0 ? left : byTheWall;
        return shorter.isNegative() ? Duration.ZERO : shorter;
    }

    boolean isStaleAt(long nanos, Instant now) {
        return nanos - askedNanos >= staleAfterNanos || !now.isBefore(staleAt);
    }

    /**
     * Returns true if the token has expired by either clock. The monotonic clock may stop while the machine sleeps, and
     * the wall clock may be set back.
     */
    boolean isExpiredAt(long nanos, Instant now) {
        return nanos - askedNanos >= expiresAfterNanos || !now.isBefore(expiresAt);
    }
}

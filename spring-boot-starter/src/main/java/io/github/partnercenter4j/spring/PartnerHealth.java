package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.PartnerCenterException;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports the result of the partner's last call. It makes no call itself, because calls are throttled and may take a
 * minute. Before the first call the health is UNKNOWN. It is DOWN after a failure that concerns all calls of the
 * partner, and UNKNOWN some time after such a failure if that may have passed meanwhile. So it does not stay DOWN if
 * there are no further calls.
 */
final class PartnerHealth {

    private final LastCall calls;
    private final Duration staleAfter;
    private final InstantSource clock;

    PartnerHealth(LastCall calls, Duration staleAfter, InstantSource clock) {
        this.calls = calls;
        this.staleAfter = staleAfter;
        this.clock = clock;
    }

    Health health() {
        LastCall.Ended last = calls.ended();
        if (last == null) {
            return Health.unknown().build();
        }
        Health.Builder health = new Health.Builder()
                .withDetail("at", last.at())
                .withDetail("requestId", last.call().requestId())
                .withDetail("attempts", last.call().attempts());
        if (!(last.call().failure() instanceof PartnerCenterException failure)) {
            return health.up().build();
        }
        health.withDetail("category", failure.category());
        if (failure instanceof AuthenticationException refusal) {
            health.withDetail("reason", refusal.reason());
        }
        if (!concernsAllCalls(failure)) {
            return health.up().build();
        }
        boolean stale = last.at().plus(staleAfter).isBefore(clock.instant());
        return (stale && mayHavePassed(failure) ? health.unknown() : health.down()).build();
    }

    /**
     * Returns whether a failure concerns all calls. Other failures concern one request or one caller and say nothing
     * about the next call.
     */
    private static boolean concernsAllCalls(PartnerCenterException failure) {
        return switch (failure.category()) {
            case BAD_REQUEST, NOT_FOUND, PRECONDITION, CONFLICT, OTHER_CLIENT, THROTTLED, CANCELLED, CLOSED -> false;
            case AUTHENTICATION,
                    FORBIDDEN,
                    SERVER,
                    CONNECT,
                    TLS,
                    TIMEOUT,
                    IO,
                    PROTOCOL,
                    RESPONSE_FORMAT,
                    REDIRECT_REFUSED -> true;
        };
    }

    /** Returns whether a failure may pass without a person who does something about it. */
    private static boolean mayHavePassed(PartnerCenterException failure) {
        return switch (failure.category()) {
            case SERVER, CONNECT, TIMEOUT, IO -> true;
            default -> failure.isRetryable();
        };
    }
}

package io.github.partnercenter4j.spring;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports the result of the partner's last call. It makes no call itself, because calls are throttled and may take a
 * minute. Before the first call the health is UNKNOWN. It is DOWN after a failure that concerns all calls of the
 * partner, and UNKNOWN some time after such a failure unless a person has to act. So it does not stay DOWN if there are
 * no further calls.
 */
final class PartnerHealth {

    private final LastCall calls;
    private final Supplier<@Nullable Instant> tokenIssued;
    private final Duration staleAfter;
    private final InstantSource clock;

    /**
     * Creates the health.
     *
     * @param tokenIssued returns when the stored refresh token was issued, or null if that is not known
     */
    PartnerHealth(LastCall calls, Supplier<@Nullable Instant> tokenIssued, Duration staleAfter, InstantSource clock) {
        this.calls = calls;
        this.tokenIssued = tokenIssued;
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
        return (mayHavePassed(failure, last.at()) ? health.unknown() : health.down()).build();
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

    /** Returns whether the next call may succeed: enough time has passed, or a person has acted if one has to. */
    private boolean mayHavePassed(PartnerCenterException failure, Instant at) {
        AuthenticationReason reason = failure instanceof AuthenticationException refusal ? refusal.reason() : null;
        if (reason == AuthenticationReason.INTERACTION_REQUIRED) {
            // The consent may have come on another node with the same store.
            Instant issued = tokenIssued.get();
            return issued != null && issued.isAfter(at);
        }
        return !needsAPerson(failure) && at.plus(staleAfter).isBefore(clock.instant());
    }

    /** Returns whether calls fail until a person changes something, such as a secret, a role or a certificate. */
    private static boolean needsAPerson(PartnerCenterException failure) {
        return switch (failure.category()) {
            case FORBIDDEN, TLS -> true;
            // For example, a proxy requires credentials.
            case AUTHENTICATION, CONNECT -> !failure.isRetryable();
            default -> false;
        };
    }
}

package io.github.partnercenter4j.examples.spring;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.examples.spring.ObservedCalls.Outcome;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Tells how the partner's last call went, and is as old as that: a probe calls nobody, since calls are throttled and may
 * take a minute. Without any call yet it is UNKNOWN, which a probe takes for good.
 */
record PartnerHealth(Partner partner) implements HealthIndicator {

    @Override
    public Health health() {
        Outcome last = partner.calls().last();
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
        return (concernsAllCalls(failure.category()) ? health.down() : health.up()).build();
    }

    /** What the service said of one request, or the caller of one call, tells nothing of the next. */
    private static boolean concernsAllCalls(ErrorCategory category) {
        return switch (category) {
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
}

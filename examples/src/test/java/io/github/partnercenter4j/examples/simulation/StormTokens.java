package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.testkit.FakeTokens;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The token source of a tenant in a storm. The fake issues the tokens. The seed decides which of them are late,
 * refused, short-lived or missing.
 */
final class StormTokens implements AccessTokenProvider {

    private final StormWorld world;
    private final int number;
    private final AtomicInteger requests = new AtomicInteger();

    StormTokens(StormWorld world, int number) {
        this.world = world;
        this.number = number;
    }

    @Override
    public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
        Random luck = Plan.luck(world.plan.seed(), 1000 + number, requests.getAndIncrement());
        int fate = luck.nextInt(100) < world.plan.trouble() / 2 ? luck.nextInt(5) : -1;
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        Runnable end = () -> {
            if (fate < 0) {
                answer.complete(token(luck));
            } else {
                answer.completeExceptionally(failure(fate));
            }
        };
        if (fate == 4) {
            return answer;
        }
        if (luck.nextInt(3) == 0) {
            end.run();
        } else {
            world.later(Duration.ofMillis(luck.nextInt(200)), end);
        }
        return answer;
    }

    private AccessToken token(Random luck) {
        FakeTokens tokens = world.fake.tenant(StormWorld.tenant(number)).tokens();
        boolean refused = world.plan.service().refusesTokens() && luck.nextInt(3) == 0;
        String value = (refused ? tokens.expired() : tokens.appPlusUser()).value();
        return luck.nextInt(4) == 0
                ? AccessToken.of(value, Duration.ofMillis(500 + luck.nextInt(1000)))
                : AccessToken.of(value);
    }

    private static Throwable failure(int fate) {
        return switch (fate) {
            case 0 ->
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is down.", null);
            case 1 ->
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is busy.", null)
                        .withRetryAfter(Duration.ofSeconds(1));
            case 2 -> AuthenticationException.of(AuthenticationReason.CREDENTIAL_REJECTED, "Wrong secret.", null);
            default -> new IllegalStateException("foreign");
        };
    }
}

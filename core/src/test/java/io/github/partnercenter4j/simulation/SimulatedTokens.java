package io.github.partnercenter4j.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.TokenRequest;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** A partner's tokens, which come late, fail, hang, or expire soon, as the seed says. */
final class SimulatedTokens implements AccessTokenProvider {

    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private final String tenant;
    private final int number;
    private int requests;
    private int open;

    SimulatedTokens(Plan plan, Scheduler time, Journal journal, String tenant, int number) {
        this.plan = plan;
        this.time = time;
        this.journal = journal;
        this.tenant = tenant;
        this.number = number;
    }

    @Override
    public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
        int turn = requests++;
        Random luck = Plan.luck(plan.seed(), 1000 + number, turn);
        if (open > 0) {
            throw new Judge.Fault("two token requests of " + tenant + " are open at once");
        }
        open++;
        String value = tenant + "/" + turn;
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        answer.whenComplete((token, failure) -> open--);
        int fate = luck.nextInt(100) < plan.trouble() / 2 ? luck.nextInt(6) : -1;
        Duration delay = luck.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMillis(luck.nextInt(800));
        Duration life = luck.nextInt(4) == 0 ? Duration.ofMillis(500 + luck.nextInt(4000)) : Duration.ofHours(1);
        Runnable end = () -> {
            if (fate < 0 || fate == 5) {
                journal.tell(tenant + "'s login grants " + value + " for " + life);
                answer.complete(AccessToken.of(value, life));
            } else {
                journal.tell(tenant + "'s login fails (" + fate + ")");
                answer.completeExceptionally(failure(fate));
            }
        };
        if (fate == 4) {
            journal.tell(tenant + "'s login is silent");
        } else if (delay.isZero() && luck.nextBoolean()) {
            end.run();
        } else {
            time.after(delay, end);
        }
        return answer;
    }

    private static Throwable failure(int fate) {
        return switch (fate) {
            case 0, 1 ->
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is down.", null);
            case 2 ->
                AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, "The login is busy.", null)
                        .withRetryAfter(Duration.ofSeconds(2));
            case 3 -> AuthenticationException.of(AuthenticationReason.CREDENTIAL_REJECTED, "Wrong secret.", null);
            default -> new IllegalStateException("foreign");
        };
    }
}

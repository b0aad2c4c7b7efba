package io.github.partnercenter4j.examples.simulation;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.AccessTokenProvider;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The token source of a tenant. The seed decides whether a token is late, repeated or short-lived, and whether a
 * request fails or hangs.
 */
final class SimulatedTokens implements AccessTokenProvider {

    /** How a token request fails. */
    private enum RequestFate {
        DOWN,
        BUSY,
        REJECTED,
        CONSENT,
        CLOSED,
        FOREIGN,
        NO_TOKEN,
        MALFORMED,
        THROWS,
        NO_FUTURE,
        HANGS,
        ERROR
    }

    /** A failure of a library that is an error and not an exception. */
    static final class Broken extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Plan plan;
    private final Scheduler time;
    private final Journal journal;
    private final String tenant;
    private final Memory memory = new Memory();
    private int requests;
    private int open;
    private int forgotten;

    /**
     * The number of requests under way, including those that the client has forgotten. The next field counts running
     * calls of blocking code.
     */
    private int asked;

    private int running;
    private String last = "";

    SimulatedTokens(Plan plan, Scheduler time, Journal journal, String tenant) {
        this.plan = plan;
        this.time = time;
        this.journal = journal;
        this.tenant = tenant;
    }

    /** The failures that the client must remember, and for how long at least. */
    private static final class Memory {
        private long windowNanos;
        private long untilNanos = Long.MIN_VALUE;

        void forget() {
            windowNanos = 0;
            untilNanos = Long.MIN_VALUE;
        }

        void failed(Throwable failure, long atNanos) {
            if (failure instanceof Error || (failure instanceof PartnerCenterException ours && isClosed(ours))) {
                return;
            }
            AuthenticationException refusal =
                    failure instanceof AuthenticationException ours ? ours : unavailable("foreign");
            boolean mayPass = refusal.isRetryable() && !(failure instanceof IllegalArgumentException);
            long window = !mayPass
                    ? 30_000_000_000L
                    : windowNanos == 0 ? 500_000_000L : Math.min(2 * windowNanos, 30_000_000_000L);
            windowNanos = window;
            untilNanos = atNanos
                    + Math.max(
                            window * 3 / 4 - 1,
                            refusal.retryAfter().map(Duration::toNanos).orElse(0L));
        }

        private static boolean isClosed(PartnerCenterException ours) {
            return ours.category() == io.github.partnercenter4j.error.ErrorCategory.CLOSED;
        }
    }

    /** Records that the client was told to forget its token. */
    void forget() {
        memory.forget();
        // Requests under way no longer belong to the client, but those that wait for them still do.
        open = 0;
        forgotten++;
    }

    boolean isAsked() {
        return asked > 0 || running > 0;
    }

    private String name(int turn) {
        return tenant + "'s login " + turn;
    }

    private void begin() {
        if (open > 0) {
            journal.fault("two token requests of one partner are open at once");
        }
        if (time.nanos() < memory.untilNanos) {
            journal.fault("a client asked for a token too soon after a failure");
        }
        open++;
        asked++;
    }

    @Override
    public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
        int turn = requests++;
        Random luck = Plan.luck(plan.seed(), 1000 + tenant.charAt(0), turn);
        begin();
        RequestFate fate = fate(luck, turn);
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        Asked asked =
                new Asked(forgotten, time.nanos() + plan.client().tokenTimeout().toNanos());
        answer.whenComplete((token, failure) -> asked.over(failure));
        Duration delay = luck.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMillis(luck.nextInt(800));
        AccessToken token = token(luck, turn);
        Runnable end = () -> end(answer, asked, fate, token, turn);
        if (fate == RequestFate.THROWS || fate == RequestFate.NO_FUTURE) {
            IllegalStateException foreign = new IllegalStateException("foreign");
            asked.over(foreign);
            journal.tell(name(turn) + ": " + fate);
            if (fate == RequestFate.THROWS) {
                throw foreign;
            }
            return null;
        }
        if (fate == RequestFate.HANGS) {
            journal.tell(name(turn) + " is silent");
        } else if (delay.isZero() && luck.nextBoolean()) {
            end.run();
        } else {
            time.after(delay, end);
        }
        return answer;
    }

    private @Nullable RequestFate fate(Random luck, int turn) {
        boolean trouble = luck.nextInt(100) < plan.trouble() / 2;
        RequestFate fate = RequestFate.values()[luck.nextInt(RequestFate.values().length)];
        if (!trouble || plan.calm().contains(name(turn))) {
            return null;
        }
        journal.troubles.add(name(turn));
        return fate;
    }

    private AccessToken token(Random luck, int turn) {
        String value = value(luck, turn);
        return switch (plan.client().sameAgain() ? 0 : luck.nextInt(6)) {
            case 0 -> AccessToken.of(value, Duration.ofMillis(500 + luck.nextInt(4000)));
            case 1 -> luck.nextInt(4) == 0 ? AccessToken.of(value, Duration.ZERO) : AccessToken.of(value);
            default -> AccessToken.of(value, Duration.ofHours(1));
        };
    }

    private String value(Random luck, int turn) {
        boolean same = plan.client().sameAgain() ? luck.nextInt(5) > 0 : luck.nextInt(5) == 0;
        return same && !last.isEmpty() ? last : tenant + "/" + turn;
    }

    /** A token request under way. */
    private final class Asked {
        private final int generation;
        private final long limitNanos;
        private final long sinceNanos = time.nanos();
        private boolean over;

        Asked(int generation, long limitNanos) {
            this.generation = generation;
            this.limitNanos = limitNanos;
        }

        /**
         * Ends the request. A request that the client gave up says nothing about the login, unless that was at its time
         * limit.
         */
        void over(@Nullable Throwable failure) {
            if (over) {
                return;
            }
            over = true;
            asked--;
            if (generation != forgotten) {
                return;
            }
            open--;
            if (failure == null) {
                memory.forget();
            } else if (time.nanos() >= limitNanos) {
                // The result no longer matters: the client stopped waiting at the limit and remembers the failure from
                // then on. While the machine slept, the waiting calls may have ended first and given up the request.
                if (time.possible(limitNanos) == limitNanos) {
                    memory.failed(unavailable("silent"), limitNanos);
                }
            } else if (!(failure instanceof CancellationException)) {
                memory.failed(failure, time.nanos());
            }
        }
    }

    private void end(
            CompletableFuture<AccessToken> answer,
            Asked asked,
            @Nullable RequestFate fate,
            AccessToken token,
            int turn) {
        if (answer.isDone()) {
            return;
        }
        if (fate == null) {
            last = token.value();
            journal.tell(name(turn) + " gives token " + token.value()
                    + (token.expiresIn() == null
                            ? ""
                            : " for " + token.expiresIn().toMillis() + " ms"));
            journal.grants.add(new Journal.Grant(last, asked.sinceNanos, time.nanos(), asked.generation != forgotten));
            asked.over(null);
            answer.complete(token);
            return;
        }
        journal.tell(name(turn) + " fails: " + fate);
        Throwable failure = failure(fate);
        asked.over(failure);
        if (fate == RequestFate.NO_TOKEN) {
            answer.complete(null);
        } else {
            answer.completeExceptionally(failure);
        }
    }

    private static AuthenticationException unavailable(String message) {
        return AuthenticationException.of(AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE, message, null);
    }

    private static Throwable failure(RequestFate fate) {
        return switch (fate) {
            case BUSY -> unavailable("The login is busy.").withRetryAfter(Duration.ofSeconds(2));
            case REJECTED ->
                AuthenticationException.of(AuthenticationReason.CREDENTIAL_REJECTED, "Wrong secret.", null);
            case CONSENT ->
                AuthenticationException.of(AuthenticationReason.INTERACTION_REQUIRED, "Consent again.", null);
            case CLOSED -> PartnerCenterException.closed(CallFacts.NONE, "provider", false);
            case FOREIGN -> new IllegalStateException("foreign");
            case MALFORMED -> malformed();
            case ERROR -> new Broken();
            default -> unavailable("The login is down.");
        };
    }

    private static RuntimeException malformed() {
        try {
            return new IllegalStateException(AccessToken.of("with a space").toString());
        } catch (IllegalArgumentException expected) {
            return expected;
        }
    }

    /** Returns the same tokens from blocking code. Two runs at the same time are two requests at the same time. */
    AccessTokenProvider supplier() {
        AccessTokenProvider blocking = AccessTokenProvider.of(() -> {
            int turn = requests++;
            long sinceNanos = time.nanos();
            int generation = forgotten;
            Random luck = Plan.luck(plan.seed(), 1000 + tenant.charAt(0), turn);
            if (running > 0) {
                journal.fault("the token source runs twice at once");
            }
            running++;
            try {
                RequestFate fate = fate(luck, turn);
                time.sleep(Duration.ofMillis(fate == RequestFate.HANGS ? 15_000 : luck.nextInt(400)));
                if (fate != null && fate != RequestFate.HANGS) {
                    journal.tell(name(turn) + " fails: FOREIGN");
                    throw new IllegalStateException("The vault is closed.");
                }
                last = value(luck, turn);
                journal.tell(name(turn) + " gives token " + last);
                journal.grants.add(new Journal.Grant(last, sinceNanos, time.nanos(), generation != forgotten));
                return AccessToken.of(last);
            } finally {
                running--;
            }
        });
        return request -> {
            long sinceNanos = time.nanos();
            int generation = forgotten;
            CompletableFuture<AccessToken> answer = blocking.accessToken(request);
            // The executor may drop the run. Then the request is under way until the client gives it up.
            asked++;
            answer.whenComplete((token, failure) -> asked--);
            return Futures.map(answer, token -> {
                journal.grants.add(new Journal.Grant(token.value(), sinceNanos, time.nanos(), generation != forgotten));
                return token;
            });
        };
    }
}

package io.github.partnercenter4j.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A token provider that calls the application's own code, which may block. The code never runs twice at once: a request
 * that comes while it runs waits for its result. So code that hangs costs one thread, not one for each request. If the
 * result is exactly the token that a waiting request refuses, the code runs once more for that request. As long as the
 * code has not begun, each request also submits it to its own executor, because the executor of another request may be
 * busy or drop the task. Thread-safe.
 */
final class SuppliedTokens implements AccessTokenProvider {

    private final Supplier<AccessToken> source;

    // Guarded by this.
    private final Set<Asker> askers = new LinkedHashSet<>();
    private boolean running;
    private long beganNanos;

    SuppliedTokens(Supplier<AccessToken> source) {
        this.source = source;
    }

    /**
     * A waiting request.
     *
     * @param answer the future that the request waits for
     * @param executor completes the future if several requests wait
     * @param sinceBegin how long the code had already run when the request came
     * @param rejected the token that the request refuses, if the code was already running, else null
     */
    private record Asker(
            CompletableFuture<AccessToken> answer,
            Executor executor,
            Duration sinceBegin,
            @Nullable AccessToken rejected) {

        /** Returns true if this request refuses the token. The code began before it was refused. */
        boolean refuses(@Nullable AccessToken token) {
            return token != null && rejected != null && rejected.value().equals(token.value());
        }

        /** Returns this request for another run of the code. */
        Asker again() {
            return new Asker(answer, executor, Duration.ZERO, null);
        }

        void tell(@Nullable AccessToken token, @Nullable Throwable failure) {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(token == null ? null : aged(token));
            }
        }

        /**
         * Shortens the lifetime: the client counts it from its own request, but the token may be as old as the run of
         * the code.
         */
        private AccessToken aged(AccessToken token) {
            Duration life = token.expiresIn();
            return life == null || sinceBegin.isZero() ? token : AccessToken.of(token.value(), life.minus(sinceBegin));
        }
    }

    @Override
    public CompletableFuture<AccessToken> accessToken(TokenRequest request) {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        Asker asker;
        boolean joins;
        synchronized (this) {
            joins = running;
            Duration sinceBegin = joins ? Duration.ofNanos(System.nanoTime() - beganNanos) : Duration.ZERO;
            asker = new Asker(answer, request.executor(), sinceBegin, joins ? request.rejected() : null);
            askers.add(asker);
        }
        answer.whenComplete((token, failure) -> forget(answer));
        if (!joins) {
            runFor(asker);
        }
        return answer;
    }

    private void runFor(Asker asker) {
        try {
            asker.executor().execute(this::run);
        } catch (Throwable refused) {
            asker.answer().completeExceptionally(refused);
        }
    }

    /** Runs the code, unless it is already running or no request waits for it any more. */
    private void run() {
        synchronized (this) {
            if (running || askers.isEmpty()) {
                return;
            }
            running = true;
            beganNanos = System.nanoTime();
        }
        AccessToken token;
        try {
            token = source.get();
        } catch (Throwable thrown) {
            end(null, thrown);
            return;
        }
        end(token, null);
    }

    private void end(@Nullable AccessToken token, @Nullable Throwable failure) {
        List<Asker> waiting = new ArrayList<>();
        List<Asker> again = new ArrayList<>();
        synchronized (this) {
            running = false;
            for (Asker asker : askers) {
                if (asker.refuses(token)) {
                    again.add(asker.again());
                } else {
                    waiting.add(asker);
                }
            }
            askers.clear();
            askers.addAll(again);
        }
        again.forEach(this::runFor);
        if (waiting.size() == 1) {
            waiting.get(0).tell(token, failure);
        } else {
            // Callbacks may follow, and the other requests must not wait for them.
            waiting.forEach(asker -> asker.executor().execute(() -> asker.tell(token, failure)));
        }
    }

    private synchronized void forget(CompletableFuture<AccessToken> answer) {
        askers.removeIf(asker -> asker.answer() == answer);
    }
}

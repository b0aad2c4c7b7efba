package io.github.partnercenter4j.token;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.MalformedTokenException;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.TokenRequest;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Caches a client's access token. All calls that need a token share one request to the provider, and each waits for its
 * own time. Before a token expires, the cache requests the next one in the background, so that calls do not notice a
 * slow or failing login service as long as the token is valid. Thread-safe. Futures complete, and the provider is
 * called, outside the lock.
 */
public final class TokenCache implements AutoCloseable {

    private final TokenSource source;
    private final Time time;

    // Guarded by this.
    private @Nullable CachedToken current;
    private @Nullable Fetch fetch;
    private int requests;
    private @Nullable TokenFailure failure;
    private int failures;

    /** What the service has refused since the provider last gave a good token; the latest is the last. */
    private final Deque<AccessToken> rejected = new ArrayDeque<>();

    /** Holds no token yet. */
    public TokenCache(TokenSource source) {
        this.source = source;
        this.time = source.time();
    }

    /**
     * Returns a valid token: at once if the cache has one, else when the provider has answered.
     *
     * @param refused a token that the service refused, or null. The cache drops it and returns a newer one, or requests
     *     one.
     * @param continueOn completes the future after a wait, so that the caller's code does not run on the provider's
     *     thread
     */
    public CompletableFuture<CachedToken> get(@Nullable AccessToken refused, Executor continueOn) {
        CompletableFuture<CachedToken> waiter;
        CachedToken held;
        Fetch joined;
        boolean begun;
        synchronized (this) {
            long nanos = time.nanos();
            Instant now = time.now();
            if (refused != null) {
                refuse(refused);
            }
            held = current == null || current.isExpiredAt(nanos, now) ? null : current;
            TokenFailure remembered = failure != null && failure.holds(nanos) ? failure : null;
            if (held != null && (remembered != null || !held.isStaleAt(nanos, now))) {
                return held.ready();
            }
            if (fetch == null && remembered != null) {
                return CompletableFuture.failedFuture(remembered.repeated(nanos));
            }
            waiter = new CompletableFuture<>();
            Fetch inFlight = fetch;
            begun = inFlight == null;
            joined = inFlight != null
                    ? inFlight
                    : new Fetch(
                            ++requests,
                            held != null,
                            nanos,
                            now,
                            source.jitter().getAsDouble());
            if (begun) {
                joined.reject(rejected.peekLast());
            }
            fetch = joined;
            if (held == null) {
                joined.waiters.put(waiter, continueOn);
            }
        }
        if (held == null) {
            waiter.whenComplete((token, ended) -> leave(joined, waiter));
        }
        if (begun) {
            source.listener().requested(joined.number, held != null);
            // The provider may answer at once, on this thread.
            joined.askedBy(held == null ? waiter : null);
            ask(joined);
            joined.askedBy(null);
        }
        return held == null ? waiter : held.ready();
    }

    /** Drops a token that the service refused. No other call gets it. */
    public synchronized void refuse(AccessToken refused) {
        if (current != null && refused.equals(current.token())) {
            current = null;
        }
        if (current == null) {
            // A running request may return it again, even if the token was forgotten meanwhile.
            rejected.remove(refused);
            rejected.addLast(refused);
        }
    }

    /** Returns how long the cache sends no request, because the last one failed. */
    public synchronized Duration retryDelay() {
        long left = failure == null ? 0 : failure.untilNanos() - time.nanos();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    /**
     * Forgets the token, a remembered failure and a running request. Only calls that already wait for that request get
     * its result.
     */
    public synchronized void forget() {
        current = null;
        fetch = null;
        failure = null;
        rejected.clear();
        failures = 0;
    }

    /** Forgets everything, and cancels a request that no call waits for. */
    @Override
    public void close() {
        Fetch open;
        synchronized (this) {
            open = fetch;
            forget();
            if (open == null) {
                return;
            }
            // The calls that wait are about to end, and the last one cancels the request.
            open.background = false;
            if (!open.waiters.isEmpty()) {
                return;
            }
            open.over = true;
        }
        giveUp(open);
    }

    /** Asks the provider. The request has a timeout of its own, because it may outlive the call that started it. */
    private void ask(Fetch asking) {
        Duration limit = source.timeout();
        try {
            // The timer has only one thread, and the waiting calls must not block it.
            asking.limitedBy(time.after(limit, () -> source.threads().execute(() -> expire(asking, limit))));
            TokenRequest request = TokenRequest.of(limit, source.blockingWork());
            AccessToken refused = refusedOf(asking);
            CompletableFuture<AccessToken> answer =
                    source.provider().accessToken(refused == null ? request : request.rejecting(refused));
            asking.answeredBy(answer);
            answer.whenComplete((token, thrown) -> {
                if (token != null) {
                    arrived(asking, token);
                } else {
                    failed(asking, thrown);
                }
            });
        } catch (Throwable thrown) {
            failed(asking, thrown);
        }
    }

    private synchronized @Nullable AccessToken refusedOf(Fetch asking) {
        return asking.rejecting;
    }

    private void expire(Fetch asking, Duration limit) {
        failed(
                asking,
                AuthenticationException.of(
                        AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE,
                        "The access token provider did not answer within " + limit.toMillis()
                                + " ms. Check that the login service can be reached, or set a longer tokenTimeout.",
                        null));
    }

    private void arrived(Fetch ended, AccessToken token) {
        if (isKnownRefused(ended, token)) {
            ended.stopTimer();
            ask(ended);
            return;
        }
        CachedToken arrived = new CachedToken(token, ended.askedNanos, ended.askedAt, ended.jitter);
        end(
                ended,
                () -> {
                    current = arrived;
                    failure = null;
                    rejected.clear();
                    failures = 0;
                },
                waiter -> waiter.complete(arrived),
                null);
    }

    /**
     * Returns true if the provider returned a token that the service has refused, and did not know of that refusal. Then
     * the provider is asked again, with the refused token. It is told of each refusal once.
     */
    private synchronized boolean isKnownRefused(Fetch ended, AccessToken token) {
        return fetch == ended && !ended.over && rejected.contains(token) && ended.reject(token);
    }

    /** Ends a request with a failure. A token that is still valid stays in the cache. */
    private void failed(Fetch ended, @Nullable Throwable thrown) {
        Throwable failed = failureOf(thrown);
        end(
                ended,
                () -> {
                    if (failed instanceof AuthenticationException refusal) {
                        failure = TokenFailure.of(refusal, failure, time.nanos(), ended.jitter);
                    }
                    failures++;
                },
                waiter -> waiter.completeExceptionally(copyOf(failed)),
                failed);
    }

    /**
     * Ends a request; only the first end counts. Updates the cache under the lock, then completes the waiting futures,
     * each on the executor of its call, because callers' code may follow.
     */
    private void end(
            Fetch ended, Runnable keep, Consumer<CompletableFuture<CachedToken>> tell, @Nullable Throwable failed) {
        Map<CompletableFuture<CachedToken>, Executor> waiters;
        TokenListener.End end;
        synchronized (this) {
            if (ended.over) {
                return;
            }
            ended.over = true;
            waiters = new LinkedHashMap<>(ended.waiters);
            if (fetch == ended) {
                fetch = null;
                keep.run();
            }
            end = endOf(ended, failed);
        }
        try {
            // First of all, so that the provider never gets two requests at once while a listener runs.
            ended.giveUp();
        } finally {
            // The waiting calls must get a result even if the timer throws.
            CompletableFuture<CachedToken> own = ended.waiterOfThisThread();
            waiters.forEach((waiter, continueOn) -> {
                if (waiter == own) {
                    tell.accept(waiter);
                } else {
                    continueOn.execute(() -> tell.accept(waiter));
                }
            });
        }
        source.listener().ended(end);
    }

    private TokenListener.End endOf(Fetch ended, @Nullable Throwable failed) {
        long nanos = time.nanos();
        Duration left = current == null ? Duration.ZERO : current.lifeLeft(nanos, time.now());
        return new TokenListener.End(
                ended.number, ended.background, Duration.ofNanos(nanos - ended.askedNanos), failures, left, failed);
    }

    /** Cancels a request that no call waits for any more. */
    private void giveUp(Fetch unwanted) {
        TokenListener.End end;
        synchronized (this) {
            end = endOf(unwanted, new CancellationException("No call waits for the access token any more."));
        }
        unwanted.giveUp();
        // On another thread: the last waiting call must not be delayed by this event.
        source.threads().execute(() -> source.listener().ended(end));
    }

    /** Removes a call that waits no longer. Cancels the request if it was the last one. */
    @SuppressWarnings("CollectionUndefinedEquality") // Compares futures by identity.
    private void leave(Fetch left, CompletableFuture<CachedToken> waiter) {
        synchronized (this) {
            left.waiters.remove(waiter);
            if (left.over || left.background || !left.waiters.isEmpty()) {
                return;
            }
            left.over = true;
            if (fetch == left) {
                fetch = null;
            }
        }
        giveUp(left);
    }

    private static Throwable failureOf(@Nullable Throwable thrown) {
        if (thrown == null) {
            return AuthenticationException.of(
                    AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE,
                    "The access token provider returned null: it must return a token or fail.",
                    null);
        }
        Throwable bare = Futures.unwrap(thrown);
        if (bare instanceof AuthenticationException || bare instanceof Error || isClosed(bare)) {
            return bare;
        }
        if (bare instanceof MalformedTokenException) {
            return AuthenticationException.of(
                            AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE,
                            "The access token provider returned an invalid token: " + bare.getMessage() + ".",
                            bare)
                    .notRetryable();
        }
        return AuthenticationException.of(
                AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE,
                "The access token provider failed with " + bare.getClass().getName() + ".",
                bare);
    }

    /** Returns true if the provider was closed. That is not a temporary failure. */
    private static boolean isClosed(Throwable failure) {
        return failure instanceof PartnerCenterException ours && ours.category() == ErrorCategory.CLOSED;
    }

    /** Returns a copy of the failure for one waiter, because each call adds its own facts. */
    private static Throwable copyOf(Throwable shared) {
        if (!(shared instanceof AuthenticationException refusal)) {
            return shared;
        }
        return refusal.inCall(CallFacts.NONE);
    }

    /** One request to the provider, and the calls that wait for it. */
    private static final class Fetch {
        final int number;
        final long askedNanos;
        final Instant askedAt;
        final double jitter;

        // Guarded by the cache.
        private final Set<AccessToken> rejections = new HashSet<>();

        @Nullable
        AccessToken rejecting;

        boolean background;
        final Map<CompletableFuture<CachedToken>, Executor> waiters = new LinkedHashMap<>();
        boolean over;

        // Guarded by this.
        private Time.Cancellable timer = () -> {};
        private @Nullable CompletableFuture<?> answer;
        private boolean givenUp;
        private @Nullable CompletableFuture<CachedToken> asking;
        private @Nullable Thread askingThread;

        Fetch(int number, boolean background, long askedNanos, Instant askedAt, double jitter) {
            this.number = number;
            this.background = background;
            this.askedNanos = askedNanos;
            this.askedAt = askedAt;
            this.jitter = jitter;
        }

        /** Sets the refused token that the provider is told of next. Returns false if it was told of it before. */
        boolean reject(@Nullable AccessToken refused) {
            rejecting = refused;
            return rejections.add(refused);
        }

        /** Sets the waiter whose thread is calling the provider, or null. */
        synchronized void askedBy(@Nullable CompletableFuture<CachedToken> waiter) {
            asking = waiter;
            askingThread = waiter == null ? null : Thread.currentThread();
        }

        /** Returns the waiter that belongs to the current thread, or null. */
        synchronized @Nullable CompletableFuture<CachedToken> waiterOfThisThread() {
            return askingThread == Thread.currentThread() ? asking : null;
        }

        synchronized void limitedBy(Time.Cancellable limit) {
            timer = limit;
        }

        void answeredBy(CompletableFuture<?> future) {
            boolean late;
            synchronized (this) {
                answer = future;
                late = givenUp;
            }
            if (late) {
                future.cancel(true);
            }
        }

        void stopTimer() {
            Time.Cancellable limit;
            synchronized (this) {
                limit = timer;
            }
            limit.cancel();
        }

        /** Cancels the request at the provider. */
        void giveUp() {
            CompletableFuture<?> unwanted;
            synchronized (this) {
                givenUp = true;
                unwanted = answer;
            }
            stopTimer();
            if (unwanted != null) {
                unwanted.cancel(true);
            }
        }
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.CallListener.Retry;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.ExchangeProgress;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.Route;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation: its ids, its deadline, its current exchange and what is known about its writes. A script
 * ({@link SupportProfileCalls}) defines the steps of the call. The call ends once: with the script, at the deadline, by
 * a cancellation or by {@code close()}, whichever comes first.
 */
final class Call implements OpenCalls.Ending {

    private static final int MOST_SUPPRESSED = 4;
    private static final Duration SHORTEST_EXCHANGE = Duration.ofMillis(50);

    /** Timeouts longer than this count as unlimited: they might not fit into a {@code long} of nanoseconds. */
    private static final Duration LONG = Duration.ofDays(36_500);

    private final Client client;
    private final ClientSettings settings;
    private final CallOptions options;
    private final Operation operation;
    private final String correlationId;
    private final Duration timeout;
    private final long startNanos;
    private final BiConsumer<@Nullable SupportProfileReply, @Nullable Throwable> caller;
    private final @Nullable CallEvents events;
    private Time.Cancellable watchdog = () -> {};

    // Guarded by this.
    private final WriteRecord writes = new WriteRecord();
    private boolean over;
    private boolean replayed;
    private int attempts;
    private String requestId;
    private @Nullable ExchangeProgress progress;
    private @Nullable RetryStop stop;
    private List<Throwable> failures = List.of();
    private @Nullable CompletableFuture<?> inFlight;
    private @Nullable Throwable callersOwn;
    private boolean attemptOpen;
    private long attemptSinceNanos;
    private @Nullable Hint hint;

    /**
     * Creates a call that has not begun.
     *
     * @param caller receives the result once: a reply, or a failure. A failure is one of this library's exceptions, an
     *     {@link Error}, or what the caller's function threw
     */
    Call(
            Client client,
            CallOptions options,
            Operation operation,
            BiConsumer<@Nullable SupportProfileReply, @Nullable Throwable> caller) {
        this.client = client;
        this.caller = caller;
        this.settings = client.settings();
        this.options = options;
        this.operation = operation;
        this.startNanos = settings.time().nanos();
        Duration ownTimeout = options.timeout();
        this.timeout = ownTimeout != null ? ownTimeout : settings.timeout();
        String pinned = options.correlationId();
        this.correlationId = pinned != null ? pinned : settings.ids().get();
        this.requestId = settings.ids().get();
        this.events = CallEvents.begin(settings.listeners(), operation, correlationId, settings.time());
    }

    /** The steps of a call. The executor runs the caller's own code. */
    interface Script extends BiFunction<Call, Executor, CompletableFuture<SupportProfileReply>> {}

    /** Runs the script under the deadline. */
    void start(Script script, Executor callers) {
        client.calls().add(this);
        if (isOver() || !watch()) {
            return;
        }
        PortResults.guarded(script, this, callers).whenComplete((reply, failure) -> {
            Throwable own = callersOwn();
            if (failure != null && own != null) {
                end(facts -> own);
            } else if (failure != null) {
                Throwable bare = Futures.unwrap(failure);
                end(null, bare, facts -> inCall(bare, facts), Runnable::run);
            } else {
                end(reply, null, facts -> null, Runnable::run);
            }
        });
    }

    /**
     * Starts the timer of the deadline. Returns false if the call must not begin, because the timer failed or the call
     * is over.
     */
    private boolean watch() {
        Time.Cancellable timer;
        try {
            timer = settings.time().after(timeout, this::expire);
        } catch (Throwable noTimer) {
            end(facts -> noTimer);
            return false;
        }
        boolean late;
        synchronized (this) {
            watchdog = timer;
            late = over;
        }
        if (late) {
            timer.cancel();
        }
        return !late;
    }

    Client client() {
        return client;
    }

    void cancel(String how) {
        end(facts -> PartnerCenterException.cancelled(facts, how));
    }

    @Override
    public void close(Executor notifier) {
        boolean inFlight = hasBegun();
        end(null, null, facts -> PartnerCenterException.closed(facts, "client", inFlight), notifier);
    }

    private void expire() {
        end(
                null,
                null,
                facts -> {
                    PartnerCenterException refusal =
                            attemptOpen && progress != null ? PortResults.refusal(progress) : null;
                    return refusal != null
                            ? refusal.inCall(facts)
                            : TransportException.deadline(
                                    facts,
                                    "The call had no result" + from(progress) + " within its timeout of "
                                            + timeout.toMillis() + " ms"
                                            + (hasBegun() ? "" : ", because the access token provider had not answered")
                                            + ". Try again later, or set a longer timeout.");
                },
                // The timer has only one thread, and the caller's code must not block it.
                settings.threads());
    }

    /** Returns the host of an exchange for a message, or an empty text if it is not known. */
    static String from(@Nullable ExchangeProgress progress) {
        Route route = progress == null ? null : progress.route();
        return route == null ? "" : " from Partner Center (" + route + ")";
    }

    /** Returns the context of an attempt: everything that its request needs besides the profile. */
    RequestContext context(Attempt attempt, AccessToken token, @Nullable String etag) {
        RequestContext.Builder context = RequestContext.builder()
                .requestId(attempt.requestId())
                .correlationId(correlationId)
                .accessToken(token)
                .path(attempt.path())
                .locale(options.locale())
                .applicationName(settings.applicationName())
                .ifMatch(etag)
                .validateMfa(options.validateMfa())
                .timeLeft(min(settings.attemptTimeout(), timeLeft()))
                .callerThread(callerThread());
        if (events != null) {
            context.scopes(() -> events.openScope(attempt));
        }
        return context.build();
    }

    /**
     * Starts to use the gateway's progress reports. Returns false if the call is over: then the exchange must not
     * begin.
     */
    synchronized boolean handOver(RequestContext context) {
        if (!over) {
            progress = context.progress();
            context.progress().limitedBy(this::hasTime);
            if (events != null) {
                events.handedOver(context.progress());
            }
        }
        return !over;
    }

    /** Returns false if too little time is left for another exchange. */
    private boolean hasTime() {
        if (timeout.compareTo(LONG) > 0) {
            return true;
        }
        long whole = timeout.toNanos();
        return whole - (settings.time().nanos() - startNanos) > Math.min(SHORTEST_EXCHANGE.toNanos(), whole / 10);
    }

    private @Nullable BlockingCaller callerThread() {
        return caller instanceof BlockingCaller waiting ? waiting : null;
    }

    /**
     * Returns the executor that continues the call after a wait: the caller's thread for a blocking call, else the
     * client's threads.
     */
    Executor continueOn() {
        BlockingCaller waiting = callerThread();
        return waiting != null ? waiting : settings.threads();
    }

    /**
     * Cancels the call if the caller's thread was interrupted: the interrupt may have broken the exchange on that
     * thread. The write outcome is that of the failure or, if that is UNKNOWN, that of the progress reports.
     */
    void cancelIfInterrupted(Attempt attempt, Throwable failure) {
        BlockingCaller waiting = callerThread();
        if (waiting != null && waiting.isInterrupted()) {
            synchronized (this) {
                if (isWrite(attempt)) {
                    writes.interrupted(failure);
                }
            }
            cancel("interrupted");
        }
    }

    Duration timeLeft() {
        Duration left = timeout.minusNanos(settings.time().nanos() - startNanos);
        return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    // --- the call's state ---

    /**
     * Begins an attempt. Returns null if nothing may be sent any more, because the call is over or has no time left.
     */
    @Nullable
    Attempt begin(String method, ResourcePath path, boolean newId) {
        Attempt attempt;
        synchronized (this) {
            if (over || !hasTime()) {
                return null;
            }
            if (attempts > 0 && newId) {
                requestId = settings.ids().get();
            }
            attempts++;
            writes.begin(method.equals("PUT"));
            // The progress of the previous exchange says nothing about this one.
            progress = null;
            attempt = new Attempt(operation, method, path, attempts, requestId, correlationId);
            attemptOpen = true;
            attemptSinceNanos = settings.time().nanos();
            if (events != null) {
                events.attemptStarted(attempt);
            }
        }
        sendEvents();
        return attempt;
    }

    /**
     * Returns the failure of an attempt with the facts of that attempt: its number, its duration and its write outcome.
     */
    synchronized Throwable inAttempt(Attempt attempt, RequestContext context, Throwable failure) {
        if (!(failure instanceof PartnerCenterException ours)) {
            return failure;
        }
        Duration took = Duration.ofNanos(settings.time().nanos() - attemptSinceNanos);
        WriteOutcome outcome = isWrite(attempt) ? ours.writeOutcome().orElse(WriteOutcome.UNKNOWN) : null;
        CallFacts facts = CallFacts.ofAttempt(context, attempt.number(), took, outcome);
        if (outcome != null) {
            writes.failed(facts);
        }
        return ours.inCall(facts);
    }

    /**
     * Records the result of an attempt. If the call has already ended, its end has also ended the attempt and informs
     * the listeners.
     */
    void finished(Attempt attempt, @Nullable SupportProfileReply reply, @Nullable Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            if (isWrite(attempt)) {
                writes.ended(failure);
            }
            if (failure != null) {
                note(failure);
                keepHint(failure);
            }
            attemptOpen = false;
            if (events != null) {
                events.attemptEnded(attempt, reply, failure);
            }
        }
        sendEvents();
    }

    private static boolean isWrite(Attempt attempt) {
        return attempt.method().equals("PUT");
    }

    /** Sends the recorded events to the listeners. Must not be called under the lock. */
    private void sendEvents() {
        if (events != null) {
            events.send();
        }
    }

    /** Records that the call waits for a token. */
    void tokenWaitStarted() {
        if (events != null) {
            synchronized (this) {
                if (!over) {
                    events.tokenWaitStarted();
                }
            }
            sendEvents();
        }
    }

    /**
     * Records the end of the wait for a token, and the failure if there is one. If the call has already ended, its end
     * informs the listeners.
     */
    void tokenWaitEnded(@Nullable Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            if (failure != null) {
                note(failure);
            }
            if (events != null) {
                events.tokenWaitEnded(failure);
            }
        }
        sendEvents();
    }

    /**
     * A {@code Retry-After} of the service: nothing of this call may be sent before it is over.
     *
     * @param failure the failure that had it
     * @param delay how long to wait
     * @param sinceNanos when the failure arrived, by the monotonic clock
     */
    private record Hint(PartnerCenterException failure, Duration delay, long sinceNanos) {}

    private void keepHint(Throwable failure) {
        if (failure instanceof PartnerCenterException ours) {
            RetryPolicy.hint(failure)
                    .ifPresent(delay ->
                            hint = new Hint(ours, delay, settings.time().nanos()));
        }
    }

    /** Returns how long the last {@code Retry-After} still lasts, or zero. */
    synchronized Duration retryAfterLeft() {
        if (hint == null) {
            return Duration.ZERO;
        }
        Duration left = hint.delay().minusNanos(settings.time().nanos() - hint.sinceNanos());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Returns whether this call can wait for {@link #retryAfterLeft()}. If not, records that as the reason why the call
     * stops.
     */
    boolean mayWaitForRetryAfter() {
        boolean may = settings.retryPolicy().mayWaitForRetryAfter(retryAfterLeft(), timeLeft());
        if (!may) {
            stoppedBy(RetryStop.RETRY_AFTER);
        }
        return may;
    }

    /** Returns the failure with the {@code Retry-After}, or null. */
    synchronized @Nullable PartnerCenterException hinted() {
        return hint == null ? null : hint.failure();
    }

    /**
     * Records the failure of one attempt. If the call fails, it becomes a suppressed exception of the final failure.
     */
    synchronized void note(Throwable failure) {
        if (failures.isEmpty()) {
            failures = new ArrayList<>();
        }
        if (failures.size() <= MOST_SUPPRESSED) {
            failures.add(failure);
        }
    }

    /**
     * Returns whether to send the request again with another token. After a 401 even a PUT may be sent again, because
     * nothing was written. Only once a call.
     */
    synchronized boolean mayReplay(Throwable failure) {
        boolean may = !replayed
                && failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_REJECTED;
        replayed |= may;
        return may;
    }

    /** Records why there was no further attempt. The first reason counts. */
    synchronized void stoppedBy(@Nullable RetryStop why) {
        stop = stop == null ? why : stop;
    }

    /** Records the start of a wait before another attempt. */
    void retryWaitStarted(Duration delay, PartnerCenterException failure) {
        if (events != null) {
            synchronized (this) {
                if (!over) {
                    events.retryWaitStarted(new Retry(operation, attempts, requestId, correlationId, delay, failure));
                }
            }
            sendEvents();
        }
    }

    /** Records the end of that wait. */
    void retryWaitEnded() {
        if (events != null) {
            synchronized (this) {
                events.retryWaitEnded();
            }
            sendEvents();
        }
    }

    /** Returns true while the write's outcome is UNKNOWN and the call is still running. */
    synchronized boolean isUnsure() {
        return !over && writes.isUnknown();
    }

    /** Returns true if it is certain that nothing was written. */
    synchronized boolean isUnwritten() {
        return writes.isNothing();
    }

    /** Fails the script with an exception of the caller's own code. The caller gets this exception unchanged. */
    <T> CompletableFuture<T> failWith(Throwable own) {
        synchronized (this) {
            callersOwn = own;
        }
        return CompletableFuture.failedFuture(own);
    }

    /** Returns the exception of the caller's own code, or null. */
    synchronized @Nullable Throwable callersOwn() {
        return callersOwn;
    }

    /**
     * Sets the future to cancel when the call ends. Cancels it at once if the call has ended. Returns the same future.
     */
    <T> CompletableFuture<T> inFlight(CompletableFuture<T> future) {
        boolean late;
        synchronized (this) {
            inFlight = future;
            late = over;
        }
        if (late) {
            future.cancel(true);
        }
        return future;
    }

    /** Returns true if any exchange has begun. */
    private synchronized boolean hasBegun() {
        return attempts > 0;
    }

    synchronized boolean isOver() {
        return over;
    }

    private void end(Function<CallFacts, @Nullable Throwable> failureOf) {
        end(null, null, failureOf, Runnable::run);
    }

    /**
     * Ends the call. Only the first end counts. The listeners and the caller get the result on {@code notifier}.
     *
     * @param reply the reply, or null if the call fails
     * @param thrown what the script failed with, or null
     * @param failureOf makes the failure for the caller
     */
    private void end(
            @Nullable SupportProfileReply reply,
            @Nullable Throwable thrown,
            Function<CallFacts, @Nullable Throwable> failureOf,
            Executor notifier) {
        Throwable failure;
        CompletableFuture<?> abandoned;
        Time.Cancellable timer;
        synchronized (this) {
            if (over) {
                return;
            }
            long elapsedNanos = settings.time().nanos() - startNanos;
            over = true;
            abandoned = inFlight;
            timer = watchdog;
            failure = reply != null ? null : failure(failureOf, thrown, Duration.ofNanos(elapsedNanos));
            if (events != null) {
                events.callEnded(
                        endId(failure),
                        attempts,
                        Duration.ofNanos(elapsedNanos),
                        failure == null ? reply : null,
                        failure);
            }
        }
        client.calls().remove(this);
        notifier.execute(() -> {
            try {
                // First of all, so that nothing is sent while a listener runs.
                abort(abandoned, timer);
                sendEvents();
            } catch (Throwable unforeseen) {
                // The result stays as it is: a write that was applied must not be reported as failed.
            } finally {
                // The caller must get a result even if a listener throws.
                caller.accept(failure == null ? reply : null, failure);
            }
        });
    }

    /**
     * Makes the failure for the caller: adds the facts of the call, and the earlier failures as suppressed exceptions.
     */
    private @Nullable Throwable failure(
            Function<CallFacts, @Nullable Throwable> failureOf, @Nullable Throwable thrown, Duration elapsed) {
        CallFacts facts = facts(elapsed);
        Throwable shown = failureOf.apply(writes.failedFirst(facts));
        Throwable failure = shown == null || shown == callersOwn ? shown : inCall(shown, facts);
        if (failure instanceof PartnerCenterException && failure != callersOwn) {
            failures.stream()
                    .filter(noted -> noted != thrown)
                    .limit(MOST_SUPPRESSED)
                    .forEach(failure::addSuppressed);
        }
        return failure;
    }

    private static void abort(@Nullable CompletableFuture<?> abandoned, Time.Cancellable timer) {
        try {
            if (abandoned != null) {
                abandoned.cancel(true);
            }
            timer.cancel();
        } catch (Throwable unforeseen) {
            // A gateway or timer of the application may throw. The call has ended nevertheless.
        }
    }

    /** Returns the id of the request that failed, or else the last one. */
    private String endId(@Nullable Throwable failure) {
        return failure instanceof PartnerCenterException ours
                        && failure != callersOwn
                        && !ours.requestId().isEmpty()
                ? ours.requestId()
                : requestId;
    }

    // --- failures ---

    /** Returns the facts of the call at its end. From now on the gateway cannot send the write any more. */
    private CallFacts facts(Duration elapsed) {
        WriteOutcome outcome = writes.endsNow(progress);
        return CallFacts.of(requestId, correlationId, attempts, elapsed, operation == Operation.GET ? null : outcome)
                .stoppedBy(stop);
    }

    private static Throwable inCall(Throwable failure, CallFacts facts) {
        return failure instanceof PartnerCenterException ours ? ours.inCall(facts) : failure;
    }
}

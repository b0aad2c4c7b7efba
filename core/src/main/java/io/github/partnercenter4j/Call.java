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
 * One call, from its start to its one end: its ids, its deadline, what is in flight, and the truth about what was
 * written. What the call does is the caller's script ({@link SupportProfileOperations}); how it ends is decided here,
 * once, whoever comes first: the script, the deadline, a cancellation or {@code close()}.
 */
final class Call implements OpenCalls.Ending {

    private static final int MOST_SUPPRESSED = 4;
    private static final Duration SHORTEST_EXCHANGE = Duration.ofMillis(50);

    /** Longer than any program runs, and not too long for nanoseconds. */
    private static final Duration LONG = Duration.ofDays(36_500);

    private final Client client;
    private final ClientSettings settings;
    private final CallOptions options;
    private final Operation operation;
    private final String correlationId;
    private final Duration timeout;
    private final long startNanos;
    private final BiConsumer<@Nullable SupportProfileReply, @Nullable Throwable> caller;
    private final @Nullable CallStory story;
    private Time.Cancellable watchdog = () -> {};

    // Guarded by this: what an end must know, and what no one may begin after it.
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
     * @param caller told of the one end: a reply, or one of our exceptions, an {@link Error}, or what the caller's
     *     function threw
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
        this.story = CallStory.begin(settings.listeners(), operation, correlationId, settings.time());
    }

    /** What a call does, given where the caller's own code is to run. */
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

    /** Sets the watchdog; tells whether the call may begin. Without one it must not: it might never end. */
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
                    RuntimeException refused = attemptOpen && progress != null ? progress.refusal() : null;
                    return refused instanceof PartnerCenterException refusal
                            ? refusal.inCall(facts)
                            : TransportException.deadline(
                                    facts,
                                    "The call had no result" + from(progress) + " within its timeout of "
                                            + timeout.toMillis() + " ms"
                                            + (hasBegun() ? "" : ", because the access token provider had not answered")
                                            + ". Try again later, or set a longer timeout.");
                },
                // The timer has one thread: the caller's code must not hold it up.
                settings.threads());
    }

    /** Names whom an exchange goes to, if that is known. */
    static String from(@Nullable ExchangeProgress progress) {
        Route route = progress == null ? null : progress.route();
        return route == null ? "" : " from Partner Center (" + route + ")";
    }

    /** What an attempt needs beside the profile. */
    RequestContext context(Attempt attempt, AccessToken token, @Nullable String etag) {
        return RequestContext.builder()
                .requestId(attempt.requestId())
                .correlationId(correlationId)
                .accessToken(token)
                .path(attempt.path())
                .locale(options.locale())
                .applicationName(settings.applicationName())
                .ifMatch(etag)
                .validateMfa(options.validateMfa())
                .timeLeft(min(settings.attemptTimeout(), timeLeft()))
                .callerThread(callerThread())
                .build();
    }

    /** Counts on the gateway from now on to say how far an exchange has come, unless the call is over: tells which. */
    synchronized boolean handOver(RequestContext context) {
        if (!over) {
            progress = context.progress();
            context.progress().limitedBy(this::hasTime);
            if (story != null) {
                story.handedOver(context.progress());
            }
        }
        return !over;
    }

    /** Tells whether there is time for an exchange: less than this is not worth beginning one. */
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

    /** Where the call goes on after a wait: on the thread that waits for it, if one does. */
    Executor goesOn() {
        BlockingCaller waiting = callerThread();
        return waiting != null ? waiting : settings.threads();
    }

    /**
     * An interrupt of the caller may have been what broke the exchange that its thread ran: then the call ends so. What the
     * exchange's failure knows of its write counts; where that knows nothing, its progress does.
     */
    void heedInterrupt(Attempt attempt, Throwable failure) {
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

    /** Counts an attempt in, or returns null if the call is over, or about to be, and nothing may be sent any more. */
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
            // Until the gateway has it, nothing is sent, and the exchange before has nothing to say of this write.
            progress = null;
            attempt = new Attempt(operation, method, path, attempts, requestId, correlationId);
            attemptOpen = true;
            attemptSinceNanos = settings.time().nanos();
            if (story != null) {
                story.attemptStarted(attempt);
            }
        }
        tell();
        return attempt;
    }

    /** What an attempt failed with: ours knows now of which exchange of the call it is, and whether that wrote. */
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
     * Keeps what came of an attempt. If the call ended first, its end is the attempt's: whoever ended it tells the
     * listeners, when the gateway has aborted the exchange.
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
            if (story != null) {
                story.attemptEnded(attempt, reply, failure);
            }
        }
        tell();
    }

    private static boolean isWrite(Attempt attempt) {
        return attempt.method().equals("PUT");
    }

    /** Tells the listeners what has been noted for them; not under the lock. */
    private void tell() {
        if (story != null) {
            story.tell();
        }
    }

    /** Notes that the call waits for a token. */
    void tokenAwaited() {
        if (story != null) {
            synchronized (this) {
                if (!over) {
                    story.tokenWaitStarted();
                }
            }
            tell();
        }
    }

    /**
     * Notes that the call waits for a token no longer, and keeps the failure if there is none. If the call ended first,
     * whoever ended it tells the listeners, when the request has been given up.
     */
    void tokenCame(@Nullable Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            if (failure != null) {
                note(failure);
            }
            if (story != null) {
                story.tokenWaitEnded(failure);
            }
        }
        tell();
    }

    /**
     * That the service does not want to see anything of this call for a while.
     *
     * @param failure which asked for that
     * @param delay for how long
     * @param sinceNanos when it came
     */
    private record Hint(PartnerCenterException failure, Duration delay, long sinceNanos) {}

    private void keepHint(Throwable failure) {
        if (failure instanceof PartnerCenterException ours) {
            RetryPolicy.hint(failure)
                    .ifPresent(delay ->
                            hint = new Hint(ours, delay, settings.time().nanos()));
        }
    }

    /** Returns how long the service does not want to see anything of this call. */
    synchronized Duration rest() {
        if (hint == null) {
            return Duration.ZERO;
        }
        Duration left = hint.delay().minusNanos(settings.time().nanos() - hint.sinceNanos());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Tells whether this call can wait for the end of its {@link #rest()}, and keeps in mind if that stops it. */
    boolean mayRest() {
        boolean may = settings.retryPolicy().mayRest(rest(), timeLeft());
        if (!may) {
            stoppedBy(RetryStop.RETRY_AFTER);
        }
        return may;
    }

    /** Returns the failure that asked for the {@link #rest()}. */
    synchronized @Nullable PartnerCenterException hinted() {
        return hint == null ? null : hint.failure();
    }

    /** Keeps a failure that the call may survive, for those who want to know of it in the end. */
    synchronized void note(Throwable failure) {
        if (failures.isEmpty()) {
            failures = new ArrayList<>();
        }
        if (failures.size() <= MOST_SUPPRESSED) {
            failures.add(failure);
        }
    }

    /** A 401 proves that nothing was written, so even a PUT may be sent again; once a call, whatever comes of it. */
    synchronized boolean mayReplay(Throwable failure) {
        boolean may = !replayed
                && failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_REJECTED;
        replayed |= may;
        return may;
    }

    /** Keeps in mind why a failure was not followed by another attempt; the first reason counts. */
    synchronized void stoppedBy(@Nullable RetryStop why) {
        stop = stop == null ? why : stop;
    }

    /** Notes that the call waits before another attempt. */
    void retrying(Duration delay, PartnerCenterException failure) {
        if (story != null) {
            synchronized (this) {
                if (!over) {
                    story.retryWaitStarted(new Retry(operation, attempts, requestId, correlationId, delay, failure));
                }
            }
            tell();
        }
    }

    /** Notes that the wait before another attempt is over. */
    void waited() {
        if (story != null) {
            synchronized (this) {
                story.retryWaitEnded();
            }
            tell();
        }
    }

    /** Returns true while the write's outcome is UNKNOWN and the call is still running. */
    synchronized boolean isUnsure() {
        return !over && writes.isUnknown();
    }

    /** Tells whether it is known that nothing was written. */
    synchronized boolean isUnwritten() {
        return writes.isNothing();
    }

    /** Ends the script with what the caller's own code threw: it is given to the caller as it is. */
    <T> CompletableFuture<T> failWith(Throwable own) {
        synchronized (this) {
            callersOwn = own;
        }
        return CompletableFuture.failedFuture(own);
    }

    /** Returns what the caller's own code threw, which is not ours to change, or null. */
    synchronized @Nullable Throwable callersOwn() {
        return callersOwn;
    }

    /** Keeps what to cancel at the call's end; cancels it now if the end has come. Returns what it was given. */
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

    /** Tells whether any exchange has begun. */
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
     * Ends the call. Only the first end counts; the listener and the caller are told on {@code notifier}.
     *
     * @param reply what the call gives, or null
     * @param thrown what the script failed with, or null
     * @param failureOf what the caller is given instead of a reply
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
            if (story != null) {
                story.callEnded(
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
                // First, so that nothing is sent while a listener takes its time.
                abort(abandoned, timer);
                tell();
            } catch (Throwable unforeseen) {
                // A result that is there stands: a write that was applied must not be reported as failed.
            } finally {
                // Whatever the caller's code did on the way: nobody is left waiting.
                caller.accept(failure == null ? reply : null, failure);
            }
        });
    }

    /** Makes what the caller is given instead of a reply. */
    private @Nullable Throwable failure(
            Function<CallFacts, @Nullable Throwable> failureOf, @Nullable Throwable thrown, Duration elapsed) {
        CallFacts facts = facts(elapsed);
        Throwable told = failureOf.apply(writes.failedFirst(facts));
        Throwable failure = told == null || told == callersOwn ? told : inCall(told, facts);
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
            // Somebody else's gateway or timer: the call has ended all the same, and is told so.
        }
    }

    /** The failed request's id, else the last one. */
    private String endId(@Nullable Throwable failure) {
        return failure instanceof PartnerCenterException ours
                        && failure != callersOwn
                        && !ours.requestId().isEmpty()
                ? ours.requestId()
                : requestId;
    }

    // --- failures ---

    /** What a failure tells of the call that it ends now; a write that has not been sent yet never is. */
    private CallFacts facts(Duration elapsed) {
        WriteOutcome outcome = writes.endsNow(progress);
        return CallFacts.of(requestId, correlationId, attempts, elapsed, operation == Operation.GET ? null : outcome)
                .stoppedBy(stop);
    }

    private static Throwable inCall(Throwable failure, CallFacts facts) {
        return failure instanceof PartnerCenterException ours ? ours.inCall(facts) : failure;
    }
}

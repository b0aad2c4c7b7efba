package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.CallListener.Retry;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.ExchangeProgress;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call, from its start to its one end: its ids, its deadline, what is in flight, and the truth about what was
 * written. What the call does is the caller's script ({@link SupportProfileOperations}); how it ends is decided here,
 * once, whoever comes first: the script, the deadline, a cancellation or {@code close()}.
 */
final class Call {

    private static final int MOST_SUPPRESSED = 4;

    private final Client client;
    private final ClientSettings settings;
    private final CallOptions options;
    private final Operation operation;
    private final String correlationId;
    private final Duration timeout;
    private final long startNanos;
    private final CompletableFuture<SupportProfileReply> result = new CompletableFuture<>();
    private Time.Cancellable watchdog = () -> {};

    // Guarded by this: what an end must know, and what no one may begin after it.
    private boolean over;
    private boolean writing;
    private boolean replayed;
    private int attempts;
    private String requestId;
    private WriteOutcome written = WriteOutcome.NOT_APPLIED;
    private ExchangeProgress progress = new ExchangeProgress();
    private @Nullable RetryStop stop;
    private final List<Throwable> failures = new ArrayList<>();
    private @Nullable CompletableFuture<?> inFlight;

    Call(Client client, CallOptions options, Operation operation) {
        this.client = client;
        this.settings = client.settings();
        this.options = options;
        this.operation = operation;
        this.startNanos = settings.time().nanos();
        Duration ownTimeout = options.timeout();
        this.timeout = ownTimeout != null ? ownTimeout : settings.timeout();
        String pinned = options.correlationId();
        this.correlationId = pinned != null ? pinned : settings.ids().get();
        this.requestId = settings.ids().get();
    }

    /** Runs the script under the deadline. */
    void start(Supplier<CompletableFuture<SupportProfileReply>> script) {
        client.calls().add(this);
        if (isOver() || !watch()) {
            return;
        }
        guarded(script).whenComplete((reply, failure) -> {
            if (failure != null) {
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

    /** The call's result: a reply, one of our exceptions, an {@link Error}, or what the caller's function threw. */
    CompletableFuture<SupportProfileReply> result() {
        return result;
    }

    void cancel(String how) {
        end(facts -> PartnerCenterException.cancelled(facts, how));
    }

    void close() {
        boolean inFlight = hasBegun();
        end(facts -> PartnerCenterException.closed(facts, "client", inFlight));
    }

    private void expire() {
        end(
                null,
                null,
                facts -> TransportException.deadline(
                        facts,
                        "The call had no result within its timeout of " + timeout.toMillis() + " ms"
                                + (hasBegun() ? "" : ", because the access token provider had not answered")
                                + ". Try again later, or set a longer timeout."),
                // The timer has one thread: the caller's code must not hold it up.
                ClientSettings::onThreadOfItsOwn);
    }

    // --- what a script is made of ---

    /**
     * What is sent.
     *
     * @param method the HTTP method, for whoever listens
     * @param path where to
     * @param etag what the profile must still be, or null
     * @param send gives it to the gateway
     */
    record Sending(
            String method,
            ResourcePath path,
            @Nullable String etag,
            Function<RequestContext, CompletableFuture<SupportProfileReply>> send) {

        boolean isWrite() {
            return method.equals("PUT");
        }
    }

    CompletableFuture<SupportProfileReply> fetch() {
        return fetch(settings.retryPolicy());
    }

    private CompletableFuture<SupportProfileReply> fetch(RetryPolicy policy) {
        Sending read = new Sending("GET", ResourcePath.SUPPORT, null, settings.gateway()::fetch);
        return new Exchange(this, client, policy, read).run();
    }

    CompletableFuture<SupportProfileReply> replace(SupportProfile profile, ResourcePath path, @Nullable String etag) {
        Sending write =
                new Sending("PUT", path, etag, context -> settings.gateway().replace(profile, context));
        return new Exchange(this, client, settings.retryPolicy(), write).run();
    }

    /** Reads once what became of a write that nobody knows the outcome of: if it is what was sent, all is well. */
    CompletableFuture<SupportProfileReply> reconcile(SupportProfile sent, Throwable failure) {
        if (!settings.reconcile() || !isUnsure() || !client.budget().take()) {
            return CompletableFuture.failedFuture(failure);
        }
        return recover(
                fetch(RetryPolicy.none()).thenCompose(read -> {
                    if (!Reconciliation.shows(read.profile(), sent)) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    return CompletableFuture.completedFuture(Reconciliation.reply(read));
                }),
                unread -> CompletableFuture.failedFuture(failure));
    }

    private synchronized boolean isUnsure() {
        return !over && written == WriteOutcome.UNKNOWN;
    }

    // --- what an exchange is made of ---

    CompletableFuture<CachedToken> token(@Nullable CachedToken refused) {
        if (isOver()) {
            return new CompletableFuture<>();
        }
        CompletableFuture<CachedToken> token = client.tokens().get(refused);
        inFlight(token);
        return token.whenComplete((value, failure) -> {
            if (failure != null) {
                note(Futures.unwrap(failure));
            }
        });
    }

    /** Sends once. */
    CompletableFuture<SupportProfileReply> attempt(Sending sending, CachedToken token, boolean newId) {
        Attempt attempt = begin(sending, newId);
        if (attempt == null) {
            return new CompletableFuture<>();
        }
        long began = settings.time().nanos();
        RequestContext context = context(attempt, token.token(), sending.etag());
        progress(context.progress());
        settings.listeners().attemptStarted(attempt);
        if (isOver()) {
            return new CompletableFuture<>();
        }
        CompletableFuture<SupportProfileReply> sent =
                limited(context, guarded(() -> sending.send().apply(context)));
        inFlight(sent);
        return sent.handle((reply, failure) -> {
                    Throwable ours = reply != null ? null : portFailure(context, failure);
                    finished(sending, ours);
                    settings.listeners()
                            .attemptEnded(
                                    attempt, Duration.ofNanos(settings.time().nanos() - began), ours);
                    return ours == null
                            ? CompletableFuture.completedFuture(reply)
                            : CompletableFuture.<SupportProfileReply>failedFuture(ours);
                })
                .thenCompose(Function.identity());
    }

    /** Ends an attempt that takes too long. Where the call itself ends no later, its own watchdog is enough. */
    private CompletableFuture<SupportProfileReply> limited(
            RequestContext context, CompletableFuture<SupportProfileReply> sent) {
        Duration limit = settings.attemptTimeout();
        if (sent.isDone() || limit.compareTo(timeLeft()) >= 0) {
            return sent;
        }
        CompletableFuture<SupportProfileReply> limited = Futures.map(sent, Function.identity());
        Time.Cancellable timer = settings.time()
                .after(
                        limit,
                        () -> ClientSettings.onThreadOfItsOwn(
                                () -> limited.completeExceptionally(TransportException.timeout(
                                        context,
                                        context.progress().writeOutcome(),
                                        "The exchange had no result within the attemptTimeout of " + limit.toMillis()
                                                + " ms.",
                                        null))));
        limited.whenComplete((reply, failure) -> timer.cancel());
        return limited;
    }

    /** Waits without a thread. */
    CompletableFuture<Void> pause(Duration wait, PartnerCenterException failure) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        settings.listeners().retrying(retry(wait, failure));
        Time.Cancellable timer = settings.time().after(wait, () -> settings.resume(() -> pause.complete(null)));
        pause.whenComplete((rested, ended) -> timer.cancel());
        inFlight(pause);
        return pause;
    }

    private synchronized Retry retry(Duration wait, PartnerCenterException failure) {
        return new Retry(operation, attempts, requestId, correlationId, wait, failure);
    }

    /** Gives up, and keeps in mind why; the first reason counts. */
    synchronized <T> CompletableFuture<T> stop(PartnerCenterException failure, @Nullable RetryStop why) {
        stop = stop == null ? why : stop;
        return CompletableFuture.failedFuture(failure);
    }

    /** A 401 proves that nothing was written, so even a PUT may be sent again; once a call, whatever comes of it. */
    synchronized boolean mayReplay(Throwable failure) {
        boolean may = !replayed
                && failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_REJECTED;
        replayed |= may;
        return may;
    }

    private RequestContext context(Attempt attempt, AccessToken token, @Nullable String etag) {
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
                .build();
    }

    Duration timeLeft() {
        Duration left = timeout.minusNanos(settings.time().nanos() - startNanos);
        return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    // --- the call's state ---

    /** Counts an attempt in, or returns null if the call is over and nothing may be sent any more. */
    private synchronized @Nullable Attempt begin(Sending sending, boolean newId) {
        if (over) {
            return null;
        }
        if (attempts > 0 && newId) {
            requestId = settings.ids().get();
        }
        attempts++;
        writing = sending.isWrite();
        return new Attempt(operation, sending.method(), sending.path(), attempts, requestId, correlationId);
    }

    private synchronized void progress(ExchangeProgress ofAttempt) {
        progress = ofAttempt;
    }

    private synchronized void finished(Sending sending, @Nullable Throwable failure) {
        if (sending.isWrite()) {
            writing = false;
            written = written.and(outcomeOf(failure));
        }
        if (failure != null) {
            note(failure);
        }
    }

    /** Keeps a failure that the call may survive, for those who want to know of it in the end. */
    private synchronized void note(Throwable failure) {
        if (failures.size() <= MOST_SUPPRESSED) {
            failures.add(failure);
        }
    }

    private static WriteOutcome outcomeOf(@Nullable Throwable failure) {
        if (failure == null) {
            return WriteOutcome.APPLIED;
        }
        return failure instanceof PartnerCenterException ours
                ? ours.writeOutcome().orElse(WriteOutcome.UNKNOWN)
                : WriteOutcome.UNKNOWN;
    }

    /** Keeps what to cancel at the call's end; cancels it now if the end has come. */
    private void inFlight(CompletableFuture<?> future) {
        boolean late;
        synchronized (this) {
            inFlight = future;
            late = over;
        }
        if (late) {
            future.cancel(true);
        }
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
     * Ends the call, if nobody has; only the first end counts. The caller's code is told by the herald.
     *
     * @param reply what the call gives, or null
     * @param thrown what the script failed with, or null
     * @param failureOf what the caller is given instead of a reply
     */
    private void end(
            @Nullable SupportProfileReply reply,
            @Nullable Throwable thrown,
            Function<CallFacts, @Nullable Throwable> failureOf,
            Executor herald) {
        CallFacts facts;
        List<Throwable> earlier;
        String lastRequestId;
        CompletableFuture<?> abandoned;
        Time.Cancellable timer;
        int attemptsMade;
        Duration elapsed = Duration.ofNanos(settings.time().nanos() - startNanos);
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            abandoned = inFlight;
            timer = watchdog;
            attemptsMade = attempts;
            lastRequestId = requestId;
            WriteOutcome outcome = writing ? written.and(progress.writeOutcome()) : written;
            facts = CallFacts.of(
                            requestId, correlationId, attempts, elapsed, operation == Operation.GET ? null : outcome)
                    .stoppedBy(stop);
            earlier = failures.stream().filter(noted -> noted != thrown).toList();
        }
        client.calls().remove(this);
        herald.execute(() -> {
            Throwable failure = null;
            try {
                failure = failureOf.apply(facts);
                if (failure instanceof PartnerCenterException) {
                    earlier.stream().limit(MOST_SUPPRESSED).forEach(failure::addSuppressed);
                }
                if (abandoned != null) {
                    abandoned.cancel(true);
                }
                timer.cancel();
                settings.listeners()
                        .callEnded(
                                new CallEnd(operation, lastRequestId, correlationId, attemptsMade, elapsed, failure));
            } catch (Throwable unforeseen) {
                // A result that is there stands: a write that was applied must not be reported as failed.
                failure = failure != null || reply != null ? failure : unforeseen;
            } finally {
                // Whatever the caller's code did on the way: nobody is left waiting.
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else {
                    result.complete(reply);
                }
            }
        });
    }

    // --- failures ---

    private static Throwable inCall(Throwable failure, CallFacts facts) {
        return failure instanceof PartnerCenterException ours ? ours.inCall(facts) : failure;
    }

    /** What a gateway failed with; anything but our exceptions is a gateway's fault. */
    private static Throwable portFailure(RequestContext context, @Nullable Throwable failure) {
        if (failure == null) {
            return TransportException.protocol(
                    context,
                    WriteOutcome.UNKNOWN,
                    "The gateway completed without a reply, which the port forbids.",
                    null);
        }
        Throwable bare = Futures.unwrap(failure);
        // An illegal argument is the caller's: the profile that he gave cannot be written.
        if (bare instanceof PartnerCenterException
                || bare instanceof IllegalArgumentException
                || bare instanceof Error) {
            return bare;
        }
        if (bare instanceof CancellationException) {
            return PartnerCenterException.cancelled(context);
        }
        return TransportException.protocol(
                context,
                WriteOutcome.UNKNOWN,
                "The gateway failed with " + bare.getClass().getName() + ", which the port forbids.",
                bare);
    }

    /** Returns the source's value, or, if it failed, whatever a function makes of the bare failure. */
    static <T> CompletableFuture<T> recover(
            CompletableFuture<T> source, Function<Throwable, CompletableFuture<T>> otherwise) {
        return source.handle((value, failure) -> failure == null
                        ? CompletableFuture.completedFuture(value)
                        : otherwise.apply(Futures.unwrap(failure)))
                .thenCompose(Function.identity());
    }

    /** Runs what is not ours to trust: what it throws, or null, becomes a failed future. */
    private static <T> CompletableFuture<T> guarded(Supplier<@Nullable CompletableFuture<T>> source) {
        try {
            CompletableFuture<T> future = source.get();
            return future != null
                    ? future
                    : CompletableFuture.failedFuture(new NullPointerException("null where a future was due"));
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        }
    }
}

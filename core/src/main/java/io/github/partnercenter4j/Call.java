package io.github.partnercenter4j;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.CallListener.CallEnd;
import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.error.WriteOutcome;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.AccessToken;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
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

    private final ClientSettings settings;
    private final OpenCalls openCalls;
    private final TokenCache tokens;
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
    private @Nullable CompletableFuture<?> inFlight;

    Call(Client client, CallOptions options, Operation operation) {
        this.settings = client.settings();
        this.openCalls = client.calls();
        this.tokens = client.tokens();
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
        openCalls.add(this);
        if (isOver() || !watch()) {
            return;
        }
        guarded(script).whenComplete((reply, failure) -> {
            if (failure != null) {
                end(null, facts -> inCall(Futures.unwrap(failure), facts));
            } else {
                end(reply, facts -> null);
            }
        });
    }

    /** Sets the watchdog; tells whether the call may begin. Without one it must not: it might never end. */
    private boolean watch() {
        Time.Cancellable timer;
        try {
            timer = settings.time().after(timeout, this::expire);
        } catch (Throwable noTimer) {
            end(null, facts -> noTimer);
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
        end(null, facts -> PartnerCenterException.cancelled(facts, how));
    }

    void close() {
        boolean inFlight = hasBegun();
        end(null, facts -> PartnerCenterException.closed(facts, "client", inFlight));
    }

    private void expire() {
        end(
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

    CompletableFuture<SupportProfileReply> fetch() {
        return exchange("GET", ResourcePath.SUPPORT, null, settings.gateway()::fetch);
    }

    CompletableFuture<SupportProfileReply> replace(SupportProfile profile, ResourcePath path, @Nullable String etag) {
        return exchange("PUT", path, etag, context -> settings.gateway().replace(profile, context));
    }

    /** One exchange, and, if the service refuses its token, one more with another. */
    private CompletableFuture<SupportProfileReply> exchange(
            String method,
            ResourcePath path,
            @Nullable String etag,
            Function<RequestContext, CompletableFuture<SupportProfileReply>> send) {
        return token(null)
                .thenCompose(token -> recover(attempt(method, path, etag, token, send), refusal -> {
                    if (!mayReplay(refusal)) {
                        return CompletableFuture.failedFuture(refusal);
                    }
                    return recover(
                            token(token)
                                    .thenCompose(other -> other.token().equals(token.token())
                                            ? CompletableFuture.failedFuture(refusal)
                                            : attempt(method, path, etag, other, send)),
                            second -> CompletableFuture.failedFuture(withEarlier(second, refusal)));
                }));
    }

    /** A 401 proves that nothing was written, so even a PUT may be sent again; once a call, whatever comes of it. */
    private synchronized boolean mayReplay(Throwable failure) {
        boolean may = !replayed
                && failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_REJECTED;
        replayed |= may;
        return may;
    }

    private static Throwable withEarlier(Throwable failure, Throwable earlier) {
        if (failure != earlier) {
            failure.addSuppressed(earlier);
        }
        return failure;
    }

    /** Sends once, with a request id of its own. */
    private CompletableFuture<SupportProfileReply> attempt(
            String method,
            ResourcePath path,
            @Nullable String etag,
            CachedToken token,
            Function<RequestContext, CompletableFuture<SupportProfileReply>> send) {
        Attempt attempt = begin(method, path);
        if (attempt == null) {
            return new CompletableFuture<>();
        }
        long began = settings.time().nanos();
        RequestContext context = context(attempt, token.token(), etag);
        settings.listeners().attemptStarted(attempt);
        if (isOver()) {
            return new CompletableFuture<>();
        }
        CompletableFuture<SupportProfileReply> sent = guarded(() -> send.apply(context));
        inFlight(sent);
        return sent.handle((reply, failure) -> {
                    Throwable ours = reply != null ? null : portFailure(context, failure);
                    finished(method, ours);
                    settings.listeners()
                            .attemptEnded(
                                    attempt, Duration.ofNanos(settings.time().nanos() - began), ours);
                    return ours == null
                            ? CompletableFuture.completedFuture(reply)
                            : CompletableFuture.<SupportProfileReply>failedFuture(ours);
                })
                .thenCompose(Function.identity());
    }

    private CompletableFuture<CachedToken> token(@Nullable CachedToken refused) {
        if (isOver()) {
            return new CompletableFuture<>();
        }
        CompletableFuture<CachedToken> token = tokens.get(refused);
        inFlight(token);
        return token;
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
                .timeLeft(timeLeft())
                .build();
    }

    private Duration timeLeft() {
        Duration left = timeout.minusNanos(settings.time().nanos() - startNanos);
        return left.isNegative() || left.isZero() ? Duration.ofNanos(1) : left;
    }

    // --- the call's state ---

    /** Counts an exchange in, or returns null if the call is over and nothing may be sent any more. */
    private synchronized @Nullable Attempt begin(String method, ResourcePath path) {
        if (over) {
            return null;
        }
        if (attempts > 0) {
            requestId = settings.ids().get();
        }
        attempts++;
        writing = method.equals("PUT");
        return new Attempt(operation, method, path, attempts, requestId, correlationId);
    }

    private synchronized void finished(String method, @Nullable Throwable failure) {
        if (method.equals("PUT")) {
            writing = false;
            written = written.and(outcomeOf(failure));
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

    private void end(@Nullable SupportProfileReply reply, Function<CallFacts, @Nullable Throwable> failureOf) {
        end(reply, failureOf, Runnable::run);
    }

    /** Ends the call, if nobody has; only the first end counts. The caller's code is told by the herald. */
    private void end(
            @Nullable SupportProfileReply reply, Function<CallFacts, @Nullable Throwable> failureOf, Executor herald) {
        CallFacts facts;
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
            WriteOutcome outcome = writing ? WriteOutcome.UNKNOWN : written;
            facts = CallFacts.of(
                    requestId, correlationId, attempts, elapsed, operation == Operation.GET ? null : outcome);
        }
        openCalls.remove(this);
        herald.execute(() -> {
            Throwable failure = null;
            try {
                failure = failureOf.apply(facts);
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

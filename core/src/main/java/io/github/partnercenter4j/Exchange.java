package io.github.partnercenter4j;

import static io.github.partnercenter4j.PortResults.compose;
import static io.github.partnercenter4j.PortResults.guarded;
import static io.github.partnercenter4j.PortResults.recover;

import io.github.partnercenter4j.CallListener.Attempt;
import io.github.partnercenter4j.RetryPolicy.Decision;
import io.github.partnercenter4j.RetryPolicy.Failed;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.error.TransportException;
import io.github.partnercenter4j.model.SupportProfile;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.RequestContext;
import io.github.partnercenter4j.port.ResourcePath;
import io.github.partnercenter4j.port.SupportProfileGateway;
import io.github.partnercenter4j.port.Time;
import io.github.partnercenter4j.port.support.Futures;
import io.github.partnercenter4j.token.CachedToken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One read or write of a call, with its retries. Attempts run one after another, so no two threads use this object at
 * once.
 */
final class Exchange {

    private final Call call;
    private final Client client;
    private final ClientSettings settings;
    private final RetryPolicy policy;
    private final Request request;

    private int tries;
    private boolean resentUnsure;
    private boolean idIsUsedUp = true;
    private @Nullable CachedToken sentWith;
    private @Nullable Failed last;

    private Exchange(Call call, RetryPolicy policy, Request request) {
        this.call = call;
        this.client = call.client();
        this.settings = client.settings();
        this.policy = policy;
        this.request = request;
    }

    /**
     * The request to send.
     *
     * @param path the path to send it to
     * @param etag the ETag that the profile must still have, or null
     * @param written the profile to write, or null to read
     */
    private record Request(
            ResourcePath path,
            @Nullable String etag,
            @Nullable SupportProfile written)
            implements BiFunction<SupportProfileGateway, RequestContext, CompletableFuture<SupportProfileReply>> {

        static final Request READ = new Request(ResourcePath.SUPPORT, null, null);

        boolean isWrite() {
            return written != null;
        }

        /** Returns the HTTP method, for listeners. */
        String method() {
            return isWrite() ? "PUT" : "GET";
        }

        @Override
        public CompletableFuture<SupportProfileReply> apply(SupportProfileGateway gateway, RequestContext context) {
            return written == null ? gateway.fetch(context) : gateway.replace(written, context);
        }
    }

    /** Reads the profile. */
    static CompletableFuture<SupportProfileReply> fetch(Call call) {
        return fetch(call, call.client().settings().retryPolicy());
    }

    /** Reads the profile under another policy than the client's. */
    static CompletableFuture<SupportProfileReply> fetch(Call call, RetryPolicy policy) {
        return new Exchange(call, policy, Request.READ).run();
    }

    /** Writes the profile. */
    static CompletableFuture<SupportProfileReply> replace(
            Call call, SupportProfile profile, ResourcePath path, @Nullable String etag) {
        Request write = new Request(path, etag, profile);
        return new Exchange(call, call.client().settings().retryPolicy(), write).run();
    }

    // --- retries ---

    private CompletableFuture<SupportProfileReply> run() {
        tries++;
        return send(null, this::attempt);
    }

    private CompletableFuture<SupportProfileReply> failed(Throwable thrown) {
        CachedToken refused = sentWith;
        if (refused != null && call.mayReplay(thrown)) {
            idIsUsedUp = true;
            return send(refused, other -> replay(refused, other, thrown));
        }
        if (!(thrown instanceof PartnerCenterException failure) || call.isOver()) {
            return CompletableFuture.failedFuture(thrown);
        }
        boolean noToken = failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;
        Failed failed = new Failed(
                failure,
                request.isWrite(),
                tries,
                resentUnsure,
                call.timeLeft(),
                noToken ? client.tokens().retryDelay() : Duration.ZERO);
        Decision decision = policy.decide(failed, settings.jitter().getAsDouble());
        Duration delay = decision.again();
        if (delay == null) {
            return giveUp(failure, decision.stop());
        }
        // Token requests do not use the budget: the token cache sends one for all calls, and limits them after a
        // failure.
        if (!noToken && !client.budget().take()) {
            return giveUp(failure, RetryStop.BUDGET);
        }
        resentUnsure |= failed.unsure();
        last = noToken ? last : failed;
        call.retryWaitStarted(delay, failure);
        return pause(delay).thenCompose(waited -> {
            call.retryWaitEnded();
            return run();
        });
    }

    private CompletableFuture<SupportProfileReply> giveUp(PartnerCenterException failure, @Nullable RetryStop why) {
        call.stoppedBy(why);
        return CompletableFuture.failedFuture(failure);
    }

    /** Waits without blocking a thread. */
    private CompletableFuture<Void> pause(Duration delay) {
        CompletableFuture<Void> pause = new CompletableFuture<>();
        Time.Cancellable timer =
                settings.time().after(delay, () -> call.continueOn().execute(() -> pause.complete(null)));
        pause.whenComplete((waited, ended) -> timer.cancel());
        return call.inFlight(pause);
    }

    // --- the access token ---

    private CompletableFuture<CachedToken> token(@Nullable CachedToken refused) {
        if (call.isOver()) {
            return new CompletableFuture<>();
        }
        CompletableFuture<CachedToken> got =
                call.inFlight(client.tokens().get(refused == null ? null : refused.token(), call.continueOn()));
        if (got.isDone() && !got.isCompletedExceptionally()) {
            return got;
        }
        call.tokenWaitStarted();
        return got.whenComplete(
                (token, failure) -> call.tokenWaitEnded(failure == null ? null : Futures.unwrap(failure)));
    }

    private CompletableFuture<SupportProfileReply> send(
            @Nullable CachedToken refused, Function<CachedToken, CompletableFuture<SupportProfileReply>> attempt) {
        Duration wait = call.retryAfterLeft();
        if (wait.isZero()) {
            sentWith = null;
            return recover(compose(token(refused), attempt), this::failed);
        }
        // No request of this call is sent before the Retry-After is over: no reconciling read, and no second path
        // either.
        PartnerCenterException hinted = call.hinted();
        if (hinted != null && !call.mayWaitForRetryAfter()) {
            return CompletableFuture.failedFuture(hinted);
        }
        return pause(RetryPolicy.spread(wait, settings.jitter().getAsDouble()))
                .thenCompose(waited -> send(refused, attempt));
    }

    /** Sends the request once more with another token, after the service has refused the first. */
    private CompletableFuture<SupportProfileReply> replay(CachedToken refused, CachedToken other, Throwable refusal) {
        if (other.token().equals(refused.token())) {
            return CompletableFuture.failedFuture(refusal);
        }
        return attempt(other);
    }

    // --- one attempt ---

    private CompletableFuture<SupportProfileReply> attempt(CachedToken token) {
        sentWith = token;
        Attempt attempt = call.begin(request.method(), request.path(), idIsUsedUp);
        if (attempt == null) {
            return new CompletableFuture<>();
        }
        RequestContext context = call.context(attempt, token.token(), request.etag());
        if (!call.handOver(context)) {
            return new CompletableFuture<>();
        }
        CompletableFuture<SupportProfileReply> sent = call.inFlight(guarded(request, settings.gateway(), context));
        Time.Cancellable limit = limit(context, sent);
        return sent.handle((reply, failure) -> {
            limit.cancel();
            Throwable ours =
                    reply != null ? null : call.inAttempt(attempt, context, PortResults.portFailure(context, failure));
            if (ours != null) {
                if (isTokenRefused(ours)) {
                    // Before the listeners run, which may be slow: no other call may get this token meanwhile.
                    client.tokens().refuse(token.token());
                }
                call.cancelIfInterrupted(attempt, ours);
            }
            call.finished(attempt, reply, ours);
            if (ours != null) {
                refused(ours);
                throw new CompletionException(ours);
            }
            succeeded();
            return reply;
        });
    }

    private void succeeded() {
        if (last == null) {
            client.budget().earn();
        } else if (!last.overload()) {
            client.budget().refund();
        }
    }

    private static boolean isTokenRefused(Throwable failure) {
        return failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_REJECTED;
    }

    /** Reuses the request id unless the service has echoed it. */
    private void refused(Throwable failure) {
        Throwable answer = failure instanceof AuthenticationException ? failure.getCause() : failure;
        idIsUsedUp = answer instanceof ServiceException service
                && service.answeredRequestId()
                        .filter(answered -> RequestContext.isSameGuid(service.requestId(), answered))
                        .isPresent();
    }

    /**
     * Starts the timer of the attempt's timeout. It begins when the attempt leaves the gateway's queue. If the head of
     * a refusal has come but not its body, the attempt fails with that refusal. No timer is needed if the deadline of
     * the call comes first.
     */
    private Time.Cancellable limit(RequestContext context, CompletableFuture<SupportProfileReply> sent) {
        Duration limit = settings.attemptTimeout();
        if (sent.isDone() || limit.compareTo(call.timeLeft()) >= 0) {
            return () -> {};
        }
        // The timer has only one thread, and the following code must not block it.
        Runnable expiry = () -> settings.threads().execute(() -> {
            PartnerCenterException refusal = PortResults.refusal(context.progress());
            sent.completeExceptionally(
                    refusal != null
                            ? refusal
                            : TransportException.timeout(
                                    context,
                                    context.progress().abandon(),
                                    "The attempt had no result" + Call.from(context.progress())
                                            + " within its timeout of " + limit.toMillis() + " ms.",
                                    null));
        });
        if (!context.progress().isWaiting()) {
            return settings.time().after(limit, expiry);
        }
        LaterTimer timer = new LaterTimer();
        context.progress().onTurn(() -> timer.set(settings.time().after(limit, expiry)));
        return timer;
    }
}

package io.github.partnercenter4j;

import static io.github.partnercenter4j.Call.recover;

import io.github.partnercenter4j.RetryPolicy.Decision;
import io.github.partnercenter4j.RetryPolicy.Failed;
import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.model.SupportProfileReply;
import io.github.partnercenter4j.port.support.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a call, tried until it succeeds or the policy says that it is enough. Attempts come one after the
 * other, so nothing here is seen by two threads at once.
 */
final class Exchange {

    private final Call call;
    private final Client client;
    private final RetryPolicy policy;
    private final Call.Sending sending;

    private int tries;
    private boolean resentUnsure;
    private boolean idIsUsedUp = true;
    private @Nullable Failed last;

    Exchange(Call call, Client client, RetryPolicy policy, Call.Sending sending) {
        this.call = call;
        this.client = client;
        this.policy = policy;
        this.sending = sending;
    }

    /** Tries, and tries again where that makes sense. */
    CompletableFuture<SupportProfileReply> run() {
        tries++;
        return recover(call.token(null).thenCompose(this::send), this::failed);
    }

    private CompletableFuture<SupportProfileReply> send(CachedToken token) {
        return recover(
                attempt(token),
                failure -> call.mayReplay(failure)
                        ? call.token(token).thenCompose(other -> replay(token, other, failure))
                        : CompletableFuture.failedFuture(failure));
    }

    /** Sends again what was refused for its token; the same token would be refused again. */
    private CompletableFuture<SupportProfileReply> replay(CachedToken refused, CachedToken other, Throwable refusal) {
        if (other.token().equals(refused.token())) {
            return CompletableFuture.failedFuture(refusal);
        }
        idIsUsedUp = true;
        return attempt(other);
    }

    private CompletableFuture<SupportProfileReply> attempt(CachedToken token) {
        return call.attempt(sending, token, idIsUsedUp).whenComplete((reply, failure) -> {
            if (reply != null) {
                settle();
            } else {
                idIsUsedUp = answersOurs(Futures.unwrap(failure));
            }
        });
    }

    /** An id that the service has answered to is used up; one that it may never have seen is sent again. */
    private static boolean answersOurs(Throwable failure) {
        Throwable answer = failure instanceof AuthenticationException ? failure.getCause() : failure;
        return answer instanceof ServiceException service
                && service.answeredRequestId()
                        .filter(service.requestId()::equalsIgnoreCase)
                        .isPresent();
    }

    private void settle() {
        if (last == null) {
            client.budget().earn();
        } else if (!last.overload()) {
            client.budget().refund();
        }
    }

    private CompletableFuture<SupportProfileReply> failed(Throwable thrown) {
        if (!(thrown instanceof PartnerCenterException failure) || call.isOver()) {
            return CompletableFuture.failedFuture(thrown);
        }
        boolean noToken = failure instanceof AuthenticationException refusal
                && refusal.reason() == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE;
        Failed failed = new Failed(
                failure,
                sending.isWrite(),
                tries,
                resentUnsure,
                call.timeLeft(),
                noToken ? client.tokens().rest() : Duration.ZERO);
        Decision decision = policy.decide(failed, client.settings().jitter().getAsDouble());
        Duration wait = decision.again();
        if (wait == null) {
            return call.stop(failure, decision.stop());
        }
        // A token is asked for once for all calls, and no oftener than its own memory of failures allows.
        if (!noToken && !client.budget().take()) {
            return call.stop(failure, RetryStop.BUDGET);
        }
        resentUnsure |= failed.unsure();
        last = noToken ? last : failed;
        return call.pause(wait, failure).thenCompose(rested -> run());
    }
}

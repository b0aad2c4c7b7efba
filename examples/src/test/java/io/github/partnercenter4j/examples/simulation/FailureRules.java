package io.github.partnercenter4j.examples.simulation;

import static io.github.partnercenter4j.examples.simulation.Judge.check;

import io.github.partnercenter4j.error.AuthenticationException;
import io.github.partnercenter4j.error.AuthenticationReason;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.error.RetryStop;
import io.github.partnercenter4j.error.ServiceException;
import io.github.partnercenter4j.examples.simulation.ListenerEvent.Kind;
import io.github.partnercenter4j.model.WriteOutcome;
import java.util.List;

/**
 * Checks the other facts of a failure: its ids, the number of attempts, why there was no retry, and whether to retry.
 */
final class FailureRules {

    private FailureRules() {}

    static void judge(CallRecord call) {
        ListenerEvent over = call.over();
        if (!(over.failure() instanceof PartnerCenterException failure)) {
            return;
        }
        check(failure.correlationId().equals(call.correlationId), call, "was told another call's failure");
        check(failure.attempts() == over.number(), call, "was told a wrong number of attempts");
        check(failure.requestId().equals(over.id()), call, "and its listener were told different ids");
        boolean applied = failure.writeOutcome().orElse(null) == WriteOutcome.APPLIED;
        check(failure.isRetryable() == (mayPass(failure) && !applied), call, "was told a wrong isRetryable()");
        stop(call, failure);
        named(call, failure);
    }

    private static boolean mayPass(PartnerCenterException failure) {
        return switch (failure.category()) {
            case THROTTLED, TIMEOUT, IO, CONNECT -> true;
            case SERVER -> List.of(500, 502, 503, 504).contains(((ServiceException) failure).status());
            case AUTHENTICATION ->
                ((AuthenticationException) failure).reason() == AuthenticationReason.TOKEN_ENDPOINT_UNAVAILABLE
                        && !String.valueOf(failure.getMessage()).contains("returned an invalid token");
            default -> false;
        };
    }

    /**
     * Checks that a failure says why there was no retry where one might have helped, and that any Retry-After it names
     * exists.
     */
    private static void stop(CallRecord call, PartnerCenterException failure) {
        RetryStop stop = failure.retryStop().orElse(null);
        boolean whole = failure.category() == ErrorCategory.TIMEOUT && !(failure instanceof ServiceException);
        // At the deadline, the failure needs no reason.
        boolean late = call.over().atNanos() >= call.deadlineNanos();
        if (failure.isRetryable() && !whole && !late) {
            check(stop != null, call, "was not told why there was no retry");
        }
        if (stop == RetryStop.RETRY_AFTER) {
            boolean hinted = call.sent.stream().anyMatch(each -> each.hint != null && each.hint.nanos() > 0);
            boolean busy = call.heard.stream().anyMatch(event -> event.failure() instanceof AuthenticationException)
                    || failure instanceof AuthenticationException;
            check(hinted || busy, call, "was told of a Retry-After that neither the service nor the login sent");
        }
    }

    /** Checks that the failure names the request that failed, and not the settling read. */
    private static void named(CallRecord call, PartnerCenterException failure) {
        boolean ofCall = failure.category() == ErrorCategory.CANCELLED
                || failure.category() == ErrorCategory.CLOSED
                || failure.category() == ErrorCategory.TIMEOUT
                || (failure instanceof AuthenticationException refusal
                        && refusal.reason() != AuthenticationReason.TOKEN_REJECTED);
        if (ofCall) {
            return;
        }
        ListenerEvent named = null;
        for (ListenerEvent event : call.heard) {
            if (event.kind() == Kind.END
                    && event.id().equals(failure.requestId())
                    && EventRules.category(event.failure()) == failure.category()) {
                named = event;
            }
        }
        check(named != null, call, "was told an id that is not the failed request's");
        if (failure instanceof ServiceException answer) {
            check(
                    call.sent.stream()
                            .anyMatch(each -> each.id.equals(answer.requestId())
                                    && each.status == answer.status()
                                    && each.isAnswered()),
                    call,
                    "was told a status that was not in the answer to its request");
        }
        boolean settled = named.method().equals("GET") && call.writes().stream().anyMatch(SentRequest::isUnsure);
        check(!settled, call, "was told the failure of a settling read");
    }
}

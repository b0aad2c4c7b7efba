package io.github.partnercenter4j.error;

/** Why a retryable failure was not followed by another attempt. */
public enum RetryStop {
    /** The call had as many attempts as the policy allows. */
    ATTEMPTS,
    /** The wait before the next attempt would have been longer than the call's remaining time. */
    DEADLINE,
    /** The service asked for a longer wait than the call can take: see {@link ServiceException#retryAfter()}. */
    RETRY_AFTER,
    /** The retry budget is used up, because many calls fail. All clients of a gateway usually share one budget. */
    BUDGET,
    /** The application's {@code RetryPolicy.Builder.retryIf} forbade it. */
    PREDICATE
}

package io.github.partnercenter4j.error;

/** Why a call that might have succeeded later was not tried again. */
public enum RetryStop {
    /** It was tried as often as the policy allows. */
    ATTEMPTS,
    /** The wait before the next attempt would have outlasted the call's timeout. */
    DEADLINE,
    /** The service asked for a longer wait than the call may take: see {@link ServiceException#retryAfter()}. */
    RETRY_AFTER,
    /** So many calls that share the retry budget, those of a gateway as a rule, fail that further attempts would only add to the load. */
    BUDGET,
    /** The application's own {@code RetryPolicy.Builder.retryIf} forbade it. */
    PREDICATE
}

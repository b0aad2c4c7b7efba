package io.github.partnercenter4j.model;

/** Whether a failed write was applied. */
public enum WriteOutcome {
    /** Certainly not applied: nothing was sent, or the service refused it. */
    NOT_APPLIED,
    /** Applied, although the call failed: a success status came, and the rest of the response failed. */
    APPLIED,
    /** Not known: read the profile before you write again. */
    UNKNOWN;

    /**
     * Returns the combined outcome of two exchanges of one call.
     *
     * @param other the outcome of the other exchange
     * @return {@link #UNKNOWN} if either is unknown, else {@link #APPLIED} if either was applied
     */
    public WriteOutcome and(WriteOutcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * Returns the outcome of a write that was answered with an error status or a redirect.
     *
     * @param status the HTTP status
     * @return {@link #NOT_APPLIED} for 4xx except 408 and for redirects except 303, else {@link #UNKNOWN}
     */
    public static WriteOutcome ofRefusal(int status) {
        boolean refused = status >= 400 && status <= 499 && status != 408;
        boolean redirected = status == 301 || status == 302 || status == 307 || status == 308;
        return refused || redirected ? NOT_APPLIED : UNKNOWN;
    }
}

package io.github.partnercenter4j.model;

/** What became of a write that failed. */
public enum WriteOutcome {
    /** Proved: nothing was sent, or the service refused it. */
    NOT_APPLIED,
    /** A success was on its way when the rest of the answer failed: the profile holds what was sent. */
    APPLIED,
    /** Nobody can tell from here: read the profile before writing again. */
    UNKNOWN;

    /**
     * Returns the outcome of two exchanges of one call, of which either may have written.
     *
     * @param other the outcome of the other exchange
     * @return {@link #UNKNOWN} if either is unknown, else {@link #APPLIED} if either was applied
     */
    public WriteOutcome and(WriteOutcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /**
     * Returns what an answer that is no success proves of a write.
     *
     * @param status the HTTP status
     * @return {@link #NOT_APPLIED} for a refusal (4xx but 408, and redirects but 303), else {@link #UNKNOWN}
     */
    public static WriteOutcome ofRefusal(int status) {
        boolean refused = status >= 400 && status <= 499 && status != 408;
        boolean redirected = status == 301 || status == 302 || status == 307 || status == 308;
        return refused || redirected ? NOT_APPLIED : UNKNOWN;
    }
}

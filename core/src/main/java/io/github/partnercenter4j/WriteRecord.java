package io.github.partnercenter4j;

import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.ExchangeProgress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call's writes. All writes of one call are the same write: if one was applied, that settles the
 * others. Not thread-safe: the call guards it.
 */
final class WriteRecord {

    private boolean writing;
    private WriteOutcome written = WriteOutcome.NOT_APPLIED;
    private @Nullable CallFacts failed;

    /** Notes that an exchange begins. */
    void begin(boolean isWrite) {
        writing = isWrite;
    }

    /** Notes that a write has ended, and what its failure knows of it; null if it succeeded. */
    void ended(@Nullable Throwable failure) {
        writing = false;
        written = after(outcomeOf(failure));
    }

    /** Notes that a write's exchange was interrupted. A failure that knows nothing leaves it to the exchange's progress. */
    void interrupted(Throwable failure) {
        if (outcomeOf(failure) != WriteOutcome.UNKNOWN) {
            ended(failure);
        }
    }

    /** Keeps the facts of a write that failed. */
    void failed(CallFacts facts) {
        failed = facts;
    }

    /**
     * Returns the outcome if the call ends now. A write that has not been sent by now never is.
     *
     * @param progress how far the current exchange has come, or null if the gateway does not have it yet
     */
    WriteOutcome endsNow(@Nullable ExchangeProgress progress) {
        return writing && progress != null ? after(progress.abandon()) : written;
    }

    /** Returns the facts of the write that failed, if a read that is to settle it is under way; else the given ones. */
    CallFacts failedFirst(CallFacts whole) {
        return failed != null && !writing && isUnknown() ? failed : whole;
    }

    boolean isUnknown() {
        return written == WriteOutcome.UNKNOWN;
    }

    /** Tells whether it is known that nothing was written. */
    boolean isNothing() {
        return written == WriteOutcome.NOT_APPLIED;
    }

    private WriteOutcome after(WriteOutcome last) {
        return last == WriteOutcome.APPLIED ? last : written.and(last);
    }

    private static WriteOutcome outcomeOf(@Nullable Throwable failure) {
        if (failure == null) {
            return WriteOutcome.APPLIED;
        }
        return failure instanceof PartnerCenterException ours
                ? ours.writeOutcome().orElse(WriteOutcome.UNKNOWN)
                : WriteOutcome.UNKNOWN;
    }
}

package io.github.partnercenter4j;

import io.github.partnercenter4j.error.CallFacts;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;
import io.github.partnercenter4j.port.ExchangeProgress;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a call's writes. All writes of one call send the same profile, so if one was applied, the outcome
 * is APPLIED. Not thread-safe: the call guards it.
 */
final class WriteRecord {

    private boolean writing;
    private WriteOutcome written = WriteOutcome.NOT_APPLIED;
    private @Nullable CallFacts failed;

    /** Records the start of an exchange. */
    void begin(boolean isWrite) {
        writing = isWrite;
    }

    /** Records the end of a write: its failure, or null if it succeeded. */
    void ended(@Nullable Throwable failure) {
        writing = false;
        written = after(outcomeOf(failure));
    }

    /** Records that a write was interrupted. If the failure has the outcome UNKNOWN, the progress reports decide. */
    void interrupted(Throwable failure) {
        if (outcomeOf(failure) != WriteOutcome.UNKNOWN) {
            ended(failure);
        }
    }

    /** Records the facts of a write that failed. */
    void failed(CallFacts facts) {
        failed = facts;
    }

    /**
     * Returns the outcome when the call ends now. From now on the gateway cannot send the write any more.
     *
     * @param progress the progress of the current exchange, or null if the gateway does not have it yet
     */
    WriteOutcome endsNow(@Nullable ExchangeProgress progress) {
        return writing && progress != null ? after(progress.abandon()) : written;
    }

    /** Returns the facts of the failed write during the read that reconciles it, else the given facts. */
    CallFacts failedFirst(CallFacts whole) {
        return failed != null && !writing && isUnknown() ? failed : whole;
    }

    boolean isUnknown() {
        return written == WriteOutcome.UNKNOWN;
    }

    /** Returns true if it is certain that nothing was written. */
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

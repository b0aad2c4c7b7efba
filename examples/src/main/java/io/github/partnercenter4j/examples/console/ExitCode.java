package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;

/** The exit codes of the program. */
enum ExitCode {
    /** Success. */
    DONE(0),
    /** Refused by the service, cancelled, or an internal error: the same command fails again. */
    FAILED(1),
    /** The command line or the environment is wrong; nothing was sent. */
    USAGE(2),
    /** A user must sign in, or a credential must be renewed. */
    SIGN_IN(3),
    /** The same command may succeed later. */
    LATER(4),
    /** It is not known whether the profile was changed: read it. */
    OUTCOME_UNKNOWN(5);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }

    /**
     * Returns the exit code of a failure. An unknown write outcome comes before a retry; an unavailable login service
     * does not mean that a user must sign in.
     */
    static ExitCode of(PartnerCenterException failure) {
        if (failure.writeOutcome().orElse(WriteOutcome.NOT_APPLIED) == WriteOutcome.UNKNOWN) {
            return OUTCOME_UNKNOWN;
        }
        if (failure.isRetryable()) {
            return LATER;
        }
        return failure.category() == ErrorCategory.AUTHENTICATION ? SIGN_IN : FAILED;
    }
}

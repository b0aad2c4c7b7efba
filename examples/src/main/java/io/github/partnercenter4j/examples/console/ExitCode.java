package io.github.partnercenter4j.examples.console;

import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.WriteOutcome;

/** What a run tells whoever started it. */
enum ExitCode {
    /** Done. */
    DONE(0),
    /** Refused by the service, cancelled, or a defect: the same command fails again. */
    FAILED(1),
    /** The command line or the environment makes no sense; nothing was sent. */
    USAGE(2),
    /** Somebody must sign in, or renew a credential. */
    SIGN_IN(3),
    /** The same command may succeed later. */
    LATER(4),
    /** The profile may have been changed or not: read it. */
    OUTCOME_UNKNOWN(5);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }

    /** What became of a write is worth more than whether to try again; a login service that is away is no reason to sign in. */
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

package io.github.partnercenter4j.testkit.entra;

import java.io.Serial;

/** The login says no. Costs no stack trace: it is an answer, not a fault. */
final class RefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final Aadsts reason;

    RefusedException(Aadsts reason) {
        this(reason, "");
    }

    /** The detail comes after the text; it must hold no secret. */
    RefusedException(Aadsts reason, String detail) {
        super(
                "AADSTS" + reason.code() + ": " + reason.text() + (detail.isEmpty() ? "" : " " + detail),
                null,
                false,
                false);
        this.reason = reason;
    }

    Aadsts reason() {
        return reason;
    }
}

package io.github.partnercenter4j.testkit.entra;

import java.io.Serial;

/** A refusal of the login. It has no stack trace, because it is a normal response. */
final class RefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    private final Aadsts reason;

    RefusedException(Aadsts reason) {
        this(reason, "");
    }

    /** Adds a detail after the text. It must contain no secret. */
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

package io.github.partnercenter4j.msal;

import java.io.Serial;

/** The file of refresh tokens is in a state that only a person can mend. Its message names the file, and no secret. */
final class UnusableStoreException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    UnusableStoreException(String message) {
        super(message);
    }
}

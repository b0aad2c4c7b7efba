package io.github.partnercenter4j.msal;

import java.io.Serial;

/** Thrown if the file of refresh tokens must be repaired by a person. The message names the file and no secret. */
final class UnusableStoreException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    UnusableStoreException(String message) {
        super(message);
    }
}

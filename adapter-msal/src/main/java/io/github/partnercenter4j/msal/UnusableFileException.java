package io.github.partnercenter4j.msal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown if a file of a credential cannot be used. The message names the file, and shows nothing of its contents. */
final class UnusableFileException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    UnusableFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

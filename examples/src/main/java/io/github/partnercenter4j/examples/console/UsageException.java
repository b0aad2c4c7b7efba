package io.github.partnercenter4j.examples.console;

import java.io.Serial;

/** The command line or the environment makes no sense; the message says what does. Nothing was sent. */
final class UsageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}

package io.github.partnercenter4j.testkit.json;

import java.io.Serial;

/** A text is not JSON, or is beyond a limit of the reader. The message has the position and no text of the input. */
public final class JsonException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    JsonException(String message, int position) {
        super(message + " at position " + position);
    }

    JsonException(String message) {
        super(message);
    }
}

package io.github.partnercenter4j.testkit.json;

import java.io.Serial;

/** A text is not JSON, or more of it than this reader takes. The message tells where, and quotes nothing. */
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

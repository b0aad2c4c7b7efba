package io.github.partnercenter4j.port;

import java.io.Serial;

/**
 * Thrown for a text that cannot be an access token, for example because it ends with a newline. The message says what
 * is wrong and shows nothing of the text. A client does not retry the token request at once.
 */
public final class MalformedTokenException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedTokenException(String message) {
        super(message);
    }
}

package io.github.partnercenter4j.port;

import java.io.Serial;

/**
 * A text that cannot be an access token, such as one that ends with a newline. The message says what is wrong with it and
 * shows nothing of it. A client does not ask again at once for a token that was malformed.
 */
public final class MalformedTokenException extends IllegalArgumentException {

    @Serial
    private static final long serialVersionUID = 1;

    MalformedTokenException(String message) {
        super(message);
    }
}

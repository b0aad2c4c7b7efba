package io.github.partnercenter4j.testkit.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request whose head is known.
 *
 * @param refusal the answer, if the body does not matter any more; {@link Serving#answer} is then not called
 * @param trouble what goes wrong, with the refusal too if there is one
 * @param delay how long the first byte of whatever is said, or the end of the connection, is held back
 */
public record Decision(
        @Nullable HttpAnswer refusal, @Nullable Trouble trouble, Duration delay) {

    /** Read the body and answer. */
    public static final Decision PROCEED = new Decision(null, null, Duration.ZERO);

    /** Refuses trouble that can only strike a connection. */
    public Decision {
        if (trouble != null && trouble.at().isOfConnection()) {
            throw new IllegalArgumentException("This befalls a connection, not a request: " + trouble);
        }
    }

    /** Answers without reading the body. */
    public static Decision refuse(HttpAnswer answer) {
        return new Decision(answer, null, Duration.ZERO);
    }

    /** Returns this decision with what goes wrong. */
    public Decision with(@Nullable Trouble other) {
        return with(other, Duration.ZERO);
    }

    /** Returns this decision with what goes wrong, held back. */
    public Decision with(@Nullable Trouble other, Duration held) {
        return new Decision(refusal, other, held);
    }
}

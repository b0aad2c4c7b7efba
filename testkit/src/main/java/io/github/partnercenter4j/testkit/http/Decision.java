package io.github.partnercenter4j.testkit.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The decision about a request after its head was read.
 *
 * @param refusal the response if the body is not needed, or null; {@link Serving#answer} is then not called
 * @param httpFault the fault, which also applies to the refusal
 * @param delay how long the first byte, or the end of the connection, is delayed
 */
public record Decision(
        @Nullable HttpAnswer refusal, @Nullable HttpFault httpFault, Duration delay) {

    /** Reads the body and answers. */
    public static final Decision PROCEED = new Decision(null, null, Duration.ZERO);

    /** Checks the values; a fault of a connection is not allowed here. */
    public Decision {
        if (httpFault != null && httpFault.at().isOfConnection()) {
            throw new IllegalArgumentException("This fault is for connections, not for requests: " + httpFault);
        }
    }

    /** Answers without reading the body. */
    public static Decision refuse(HttpAnswer answer) {
        return new Decision(answer, null, Duration.ZERO);
    }

    /** Returns this decision with a fault. */
    public Decision with(@Nullable HttpFault other) {
        return with(other, Duration.ZERO);
    }

    /** Returns this decision with a delayed fault. */
    public Decision with(@Nullable HttpFault other, Duration held) {
        return new Decision(refusal, other, held);
    }
}

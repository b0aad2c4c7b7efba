package io.github.partnercenter4j.contract.matrix;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.github.partnercenter4j.error.PartnerCenterException;
import io.github.partnercenter4j.model.SupportProfileReply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended. Either {@code reply} or {@code failure} is null.
 *
 * @param took the duration of the call
 */
record Result(@Nullable SupportProfileReply reply, @Nullable Throwable failure, Duration took) {

    /** Returns the failure, which must be an exception of this library. */
    PartnerCenterException ours() {
        return assertInstanceOf(PartnerCenterException.class, failure);
    }

    /** Returns a failure with its causes and suppressed exceptions, as a log prints it. */
    static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}

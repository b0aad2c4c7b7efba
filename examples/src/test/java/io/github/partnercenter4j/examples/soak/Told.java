package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller was told of one call. Plain values: a list of these keeps nothing of a client alive.
 *
 * @param correlationId which call
 * @param station whose call
 * @param operation what was asked for
 * @param wrote the number of what was to be written, 0 for a read
 * @param got the number of the profile that was returned, see {@link Numbered#of}; null if none was
 * @param category what it failed with, or null
 * @param odd what no call may end with, or null
 * @param outcome what the failure said of the write, or null
 * @param attempts how many exchanges there were, by the client's word
 * @param took until the caller had the result
 * @param struck whether the caller cancelled or interrupted the call, or tried to
 * @param closed whether somebody had closed the client or its gateway when the call ended
 */
record Told(
        String correlationId,
        int station,
        Operation operation,
        int wrote,
        @Nullable Integer got,
        @Nullable ErrorCategory category,
        @Nullable String odd,
        @Nullable WriteOutcome outcome,
        int attempts,
        Duration took,
        boolean struck,
        boolean closed) {

    /** What the caller believes to have happened, as a row of the table. */
    String ending() {
        if (category == null) {
            return odd == null ? "success" : "odd";
        }
        return outcome == null ? category.name() : category + ", " + outcome;
    }
}

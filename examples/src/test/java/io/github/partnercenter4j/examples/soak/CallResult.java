package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.CallListener.Operation;
import io.github.partnercenter4j.error.ErrorCategory;
import io.github.partnercenter4j.model.WriteOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a caller was told of one call. It has plain values only, so it keeps no object of a client alive.
 *
 * @param correlationId the correlation id of the call
 * @param station the number of the station that made it
 * @param operation the operation
 * @param wrote the number of the profile to write, 0 for a read
 * @param got the number of the profile that was returned, see {@link NumberedProfiles#of}; null if none was
 * @param category the category of the failure, or null
 * @param odd a result that no call may have, or null
 * @param outcome the write outcome in the failure, or null
 * @param attempts how many exchanges the client reports
 * @param took the time until the caller had the result
 * @param struck whether the caller cancelled or interrupted the call, or tried to
 * @param closed whether the client or its gateway had been closed when the call ended
 */
record CallResult(
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

    /** Returns the result that the caller was told, as a row of the table. */
    String ending() {
        if (category == null) {
            return odd == null ? "success" : "odd";
        }
        return outcome == null ? category.name() : category + ", " + outcome;
    }
}

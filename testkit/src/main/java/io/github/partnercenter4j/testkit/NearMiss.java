package io.github.partnercenter4j.testkit;

import java.util.List;

/**
 * An exchange that is similar to a verified request; from {@link Journal#nearMisses}.
 *
 * @param exchange the exchange
 * @param differences the differences, one line for each, with the expected and the actual value, without secrets
 */
public record NearMiss(RecordedExchange exchange, List<String> differences) {

    /** Copies the list. */
    public NearMiss {
        differences = List.copyOf(differences);
    }
}

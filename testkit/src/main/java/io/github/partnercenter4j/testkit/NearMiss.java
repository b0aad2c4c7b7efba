package io.github.partnercenter4j.testkit;

import java.util.List;

/**
 * An exchange that came close to what was looked for; got from {@link Journal#nearMisses}.
 *
 * @param exchange the exchange
 * @param differences what it differs in, a line each: what was wanted and what was found, without anything secret
 */
public record NearMiss(RecordedExchange exchange, List<String> differences) {

    /** Copies the list. */
    public NearMiss {
        differences = List.copyOf(differences);
    }
}

package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.testkit.RecordedExchange;

/**
 * An exchange as the fake saw it.
 *
 * @param correlationId the correlation id of its call; empty if the request's head did not arrive
 * @param method the HTTP method
 * @param status the status of the response, or 0
 * @param written the number of the profile that it stored, 0 if it stored none
 * @param line its line in the journal
 */
record SeenExchange(String correlationId, String method, int status, int written, String line) {

    static SeenExchange of(RecordedExchange exchange) {
        String id = exchange.requestHeader("MS-CorrelationId");
        return new SeenExchange(
                id == null ? "" : id,
                exchange.method(),
                exchange.status(),
                exchange.committed() ? NumberedProfiles.sent(exchange.requestText()) : 0,
                exchange.toString());
    }
}

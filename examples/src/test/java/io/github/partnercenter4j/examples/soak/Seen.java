package io.github.partnercenter4j.examples.soak;

import io.github.partnercenter4j.testkit.RecordedExchange;

/**
 * One exchange as the fake saw it.
 *
 * @param correlationId whose it was; empty if the request's head never came
 * @param method the HTTP method
 * @param status what was answered, or 0
 * @param written the number of the profile that it stored, 0 if it stored none
 * @param line the journal's line
 */
record Seen(String correlationId, String method, int status, int written, String line) {

    static Seen of(RecordedExchange exchange) {
        String id = exchange.requestHeader("MS-CorrelationId");
        return new Seen(
                id == null ? "" : id,
                exchange.method(),
                exchange.status(),
                exchange.committed() ? Numbered.sent(exchange.requestText()) : 0,
                exchange.toString());
    }
}

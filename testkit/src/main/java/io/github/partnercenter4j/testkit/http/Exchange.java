package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.Nullable;

/**
 * One exchange, for the journal.
 *
 * @param connection the connection's number
 * @param index the exchange's number on its connection
 * @param request the request; its body is empty if it was not read; null if what came was not a request
 * @param answer the answer that is sent, if only in part; null if no byte of an answer is
 * @param objection why the engine itself refuses the request, or how the handler failed; null if neither
 */
public record Exchange(
        long connection,
        int index,
        @Nullable HttpRequest request,
        @Nullable HttpAnswer answer,
        @Nullable String objection) {}

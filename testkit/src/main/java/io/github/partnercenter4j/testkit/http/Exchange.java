package io.github.partnercenter4j.testkit.http;

import org.jspecify.annotations.Nullable;

/**
 * One exchange, for the journal.
 *
 * @param request the request, with an empty body if it was not read; null if the input was not a request
 * @param answer the response that is sent, perhaps only in part; null if nothing of it is sent
 * @param objection why the engine refuses the request, or how the handler failed; else null
 */
public record Exchange(
        long connection,
        int index,
        @Nullable HttpRequest request,
        @Nullable HttpAnswer answer,
        @Nullable String objection) {}

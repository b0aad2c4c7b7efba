package io.github.partnercenter4j;

import io.github.partnercenter4j.port.RetryBudget;

/**
 * What the calls of one client share.
 *
 * @param settings what it was built with
 * @param calls its calls in flight
 * @param tokens its access token
 * @param budget what it, and whoever shares its gateway, may spend on further attempts
 * @param routes what it learnt about routes
 */
record Client(ClientSettings settings, OpenCalls calls, TokenCache tokens, RetryBudget budget, RouteMemory routes) {

    static Client of(ClientSettings settings) {
        return new Client(
                settings, new OpenCalls(), new TokenCache(settings), settings.retryBudget(), new RouteMemory());
    }
}

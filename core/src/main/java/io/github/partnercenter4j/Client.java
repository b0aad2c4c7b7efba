package io.github.partnercenter4j;

import io.github.partnercenter4j.port.RetryBudget;
import io.github.partnercenter4j.token.TokenCache;
import io.github.partnercenter4j.token.TokenSource;

/**
 * The parts that all calls of one client share.
 *
 * @param settings the client's settings
 * @param calls the calls in flight
 * @param tokens the access token
 * @param budget the retry budget, usually shared by all clients of a gateway
 * @param routes which update path the service accepts
 */
record Client(ClientSettings settings, OpenCalls calls, TokenCache tokens, RetryBudget budget, RouteMemory routes) {

    static Client of(ClientSettings settings) {
        TokenSource tokens = new TokenSource(
                settings.tokens(),
                settings.tokenTimeout(),
                settings.blockingWork(),
                settings.threads(),
                settings.time(),
                settings.jitter(),
                settings.listeners());
        return new Client(settings, new OpenCalls(), new TokenCache(tokens), settings.retryBudget(), new RouteMemory());
    }
}

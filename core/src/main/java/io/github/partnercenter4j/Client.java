package io.github.partnercenter4j;

/**
 * What the calls of one client share.
 *
 * @param settings what it was built with
 * @param calls its calls in flight
 * @param tokens its access token
 * @param routes what it learnt about routes
 */
record Client(ClientSettings settings, OpenCalls calls, TokenCache tokens, RouteMemory routes) {

    static Client of(ClientSettings settings) {
        return new Client(settings, new OpenCalls(), new TokenCache(settings), new RouteMemory());
    }
}

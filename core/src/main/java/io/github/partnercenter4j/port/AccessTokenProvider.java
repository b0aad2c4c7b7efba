package io.github.partnercenter4j.port;

import io.github.partnercenter4j.model.Cloud;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port to a source of access tokens. Implementations must be thread-safe, return at once and print no secret.
 *
 * <p>The future should fail with an {@link io.github.partnercenter4j.error.AuthenticationException} that says what to
 * do. Any other exception counts as a token source that cannot be reached.
 */
@FunctionalInterface
public interface AccessTokenProvider {

    /**
     * Returns a valid token. The client sends one request for all its calls, caches the token for its lifetime, and
     * requests the next one before the token expires. After a 401 it requests another token and passes the refused one.
     * So a provider needs no cache and need not combine requests. After a failure the client sends no request for some
     * seconds.
     *
     * @param request how long the client waits, where blocking work may run, and which token was refused
     * @return a future of the token, never of null. The client cancels it when no call waits for it any more
     */
    CompletableFuture<AccessToken> accessToken(TokenRequest request);

    /**
     * Returns the cloud of the tokens, so that the client can check that the gateway is for the same cloud.
     *
     * @return the cloud, or null if the provider does not know
     */
    default @Nullable Cloud cloud() {
        return null;
    }

    /**
     * Returns a provider that calls your own code. The code may block: it runs on the client's blocking executor, or
     * else on a new daemon thread. The client caches the token for its lifetime, or for five minutes if the lifetime is
     * not known, so the code needs no cache. The code never runs twice at once: while it runs, further requests wait
     * for its result. On the client's daemon threads, the context class loader is that of the thread that built the
     * client.
     *
     * @param source returns a valid token; it must not call the client that uses it
     * @return the provider
     */
    static AccessTokenProvider of(Supplier<AccessToken> source) {
        Objects.requireNonNull(source, "source");
        return new SuppliedTokens(source);
    }

    /**
     * Returns a provider of one fixed token, for programs that end before the token expires, usually after an hour.
     *
     * @param token the token
     * @return the provider
     */
    static AccessTokenProvider fixed(AccessToken token) {
        Objects.requireNonNull(token, "token");
        return request -> CompletableFuture.completedFuture(token);
    }
}

package io.github.partnercenter4j.port;

import io.github.partnercenter4j.model.Cloud;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The port to whatever issues access tokens. Implementations are thread-safe, return at once and print no secret.
 *
 * <p>A failure should be an {@link io.github.partnercenter4j.error.AuthenticationException} that says what to do; any
 * other is taken for a token source that cannot be reached.
 */
@FunctionalInterface
public interface AccessTokenProvider {

    /**
     * Returns a token that is good now. A client asks once for all its calls, keeps the token for as long as it lives,
     * and asks for the next one a little before; it asks again, naming the refused token, when the service says 401. So a
     * provider need neither keep tokens nor make several requests one. A failure is remembered for some seconds.
     *
     * @param request what the client knows: how long it waits, where blocking work may run, which token was refused
     * @return the token, never null inside; cancelling the future says that nobody waits for it any more
     */
    CompletableFuture<AccessToken> accessToken(TokenRequest request);

    /**
     * Returns the cloud whose tokens these are, so that a client can refuse a gateway of another.
     *
     * @return the cloud, or null if the provider does not know
     */
    default @Nullable Cloud cloud() {
        return null;
    }

    /**
     * Returns a provider that asks your own code. The code may block: it runs on the client's executor, or, where the
     * client has none, on a daemon thread of its own. A client asks once for all its calls and keeps the token for as long
     * as the token says that it lives, five minutes if it does not say; so the code need not keep it, too. The code is
     * never run twice at once: while it runs, further requests wait for its result. Its context class loader is the one
     * that was in force when the client was built, unless the client's executor has another.
     *
     * @param source returns a token that is good now; it must not call the client that it serves
     * @return the provider
     */
    static AccessTokenProvider of(Supplier<AccessToken> source) {
        Objects.requireNonNull(source, "source");
        return new SuppliedTokens(source);
    }

    /**
     * Returns a provider of one token that never changes: for programs that end before the token does, which is about
     * an hour.
     *
     * @param token the token
     * @return the provider
     */
    static AccessTokenProvider fixed(AccessToken token) {
        Objects.requireNonNull(token, "token");
        return request -> CompletableFuture.completedFuture(token);
    }
}
